// TD2RDM of closed-shell singlets with the Mazziotti closure, with or without contraction consistency, by RK4
// (PHYSICS.md sections 4 and 5; the equation of motion and the shapes of all bindings are those of
// valdemoro.wgsl). In natural orbitals with occupations n_i,
//
//   Delta3[ijk;pqr] (3 - n_i - n_j - n_k - n_p - n_q - n_r) = permutations of sum_t Delta[i j;p t] Delta[t k;q r],
//
// denominators below CUT_OFF dropped. T'[i x;p r] = sum_jkq Delta3[ijk;pqr] vertex[x j k q] and
// L'[i k;p r] = sum_j Delta3[ijk;pjr] are brought back to sites, where T[a b;c d] = Delta3[a b b;c b d].
// Scratch: planes Delta, T, the block of Delta3 at hand, the vertex and L. Delta3 is met block by block: all k, p, q, r
// of one pair i < j, antisymmetric in p and q. Work per evaluation: about 2 SITES^7 (numerators) and SITES^7 (vertex)
// complex multiply-adds, 8 to 12 SITES^5 for changes of basis; never more than SITES^4 elements at once.
// Workgroups: one per point, the time loop inside (loop.wgsl); two barriers per block. In the sums over blocks an
// invocation owns the elements [x p r] for every i, so that they need no barriers.

const CUT_OFF: f32 = 0.05;

const BLOCK: u32 = 2u;
const VERTEX: u32 = 3u;
const CONTRACTED: u32 = 4u;

fn at(plane: u32, a: u32, b: u32, c: u32, d: u32) -> vec2f {
  return scratch[plane_start(plane) + index4(a, b, c, d)];
}

fn contracted(a: u32, c: u32, d: u32, f: u32) -> vec2f {
  return at(CONTRACTED, a, c, d, f);
}

fn contracted_line(i: u32, j: u32, k: u32, weights: vec3f) -> vec2f {
  return weights.x * contracted(i, k, j, k) + weights.y * contracted(k, i, k, j)
    + weights.z * contracted(i, k, k, j);
}

/// Delta in natural orbitals
fn pair_cumulant(i: u32, j: u32, p: u32, q: u32) -> vec2f {
  return at(DELTA, i, j, p, q);
}

/// Delta[i j;p q] - Delta[i j;q p]
fn odd_cumulant(i: u32, j: u32, p: u32, q: u32) -> vec2f {
  return pair_cumulant(i, j, p, q) - pair_cumulant(i, j, q, p);
}

/// Delta3[ijk;pqr]
fn third_cumulant(i: u32, j: u32, k: u32, p: u32, q: u32, r: u32) -> vec2f {
  let denominator = 3.0 - occupation(i) - occupation(j) - occupation(k)
    - occupation(p) - occupation(q) - occupation(r);
  if (abs(denominator) < CUT_OFF) {
    return vec2f(0.0);
  }
  var sum = vec2f(0.0);
  for (var t = 0u; t < SITES; t++) {
    sum += multiply(odd_cumulant(i, j, p, t), pair_cumulant(t, k, q, r))
      - multiply(odd_cumulant(i, j, q, t), pair_cumulant(t, k, p, r))
      + multiply(pair_cumulant(i, k, p, t), pair_cumulant(t, j, r, q))
      - multiply(pair_cumulant(i, k, q, t), pair_cumulant(t, j, r, p))
      - multiply(pair_cumulant(j, k, p, t), pair_cumulant(t, i, r, q))
      + multiply(pair_cumulant(j, k, q, t), pair_cumulant(t, i, r, p))
      + multiply(pair_cumulant(k, i, r, t), odd_cumulant(t, j, p, q))
      - multiply(pair_cumulant(k, j, r, t), odd_cumulant(t, i, p, q));
  }
  return sum / denominator;
}

/// BLOCK[k p q r] = Delta3[ijk;pqr]
fn fill_block(i: u32, j: u32, invocation: u32) {
  let start = plane_start(BLOCK);
  let pairs = triangle_size(SITES - 1u);
  for (var e = invocation; e < SQUARE * pairs; e += WORKGROUP) {
    let pq = triangle_element((e / SITES) % pairs, SITES - 1u);
    let p = pq.x;
    let q = pq.y + 1u;
    let r = e % SITES;
    let k = e / (SITES * pairs);
    let value = third_cumulant(i, j, k, p, q, r);
    scratch[start + index4(k, p, q, r)] = value;
    scratch[start + index4(k, q, p, r)] = -value;
  }
}

/// Adds what the block of i < j gives to T and L.
fn add_block(i: u32, j: u32, invocation: u32) {
  let t = plane_start(COLLISION);
  let l = plane_start(CONTRACTED);
  for (var e = invocation; e < CUBE; e += WORKGROUP) {
    let x = e / SQUARE;
    let p = (e / SITES) % SITES;
    let r = e % SITES;
    var of_i = vec2f(0.0);
    var of_j = vec2f(0.0);
    for (var k = 0u; k < SITES; k++) {
      for (var q = 0u; q < SITES; q++) {
        if (q != p) {
          let value = at(BLOCK, k, p, q, r);
          of_i += multiply(value, at(VERTEX, x, j, k, q));
          of_j -= multiply(value, at(VERTEX, x, i, k, q));
        }
      }
    }
    scratch[t + i * CUBE + e] += of_i;
    scratch[t + j * CUBE + e] += of_j;
    if (p != j) {
      scratch[l + i * CUBE + e] += at(BLOCK, x, p, j, r);
    }
    if (p != i) {
      scratch[l + j * CUBE + e] -= at(BLOCK, x, p, i, r);
    }
  }
}

/// sum_b conj u[b x] u[b j] u[b k] conj u[b q]
fn vertex_element(x: u32, j: u32, k: u32, q: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var b = 0u; b < SITES; b++) {
    sum += multiply(
      multiply_conjugate(orbital(b, j), orbital(b, x)),
      multiply_conjugate(orbital(b, k), orbital(b, q)),
    );
  }
  return sum;
}

/// The first index of a plane is transformed and becomes the last, four times, by way of BLOCK: from sites to
/// orbitals with conj u on the upper and u on the lower indices, or back.
fn transform(plane: u32, back: bool, invocation: u32) {
  for (var turn = 0u; turn < 4u; turn++) {
    scratch_barrier();
    let source_start = plane_start(select(plane, BLOCK, turn % 2u == 1u));
    let target_start = plane_start(select(BLOCK, plane, turn % 2u == 1u));
    let conjugated = (turn < 2u) != back;
    for (var e = invocation; e < FOURTH; e += WORKGROUP) {
      let rest = e / SITES;
      let last = e % SITES;
      var sum = vec2f(0.0);
      for (var i = 0u; i < SITES; i++) {
        let factor = orbital(select(i, last, back), select(last, i, back));
        sum += multiply(scratch[source_start + i * CUBE + rest], select(factor, conjugate(factor), conjugated));
      }
      scratch[target_start + e] = sum;
    }
  }
}

/// Fills T and, for consistency, L. Call in uniform control flow.
fn prepare_third(invocation: u32) {
  fill_delta(invocation);
  diagonalise_one_body(invocation);
  transform(DELTA, false, invocation);
  for (var e = invocation; e < FOURTH; e += WORKGROUP) {
    let row = e / SQUARE;
    let column = e % SQUARE;
    scratch[plane_start(VERTEX) + e] =
      vertex_element(row / SITES, row % SITES, column / SITES, column % SITES);
  }
  for (var i = 0u; i < SITES; i++) {
    for (var e = invocation; e < CUBE; e += WORKGROUP) {
      scratch[plane_start(COLLISION) + i * CUBE + e] = vec2f(0.0);
      scratch[plane_start(CONTRACTED) + i * CUBE + e] = vec2f(0.0);
    }
  }
  for (var j = 1u; j < SITES; j++) {
    for (var i = 0u; i < j; i++) {
      scratch_barrier();
      fill_block(i, j, invocation);
      scratch_barrier();
      add_block(i, j, invocation);
    }
  }
  transform(COLLISION, true, invocation);
  if (params.consistent == 1u) {
    transform(CONTRACTED, true, invocation);
  }
  scratch_barrier();
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  propagate(group.x, invocation);
}
