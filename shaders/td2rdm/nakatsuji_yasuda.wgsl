// TD2RDM of closed-shell singlets with the Nakatsuji-Yasuda closure, with or without contraction consistency,
// by RK4 (PHYSICS.md sections 4 and 5; the equation of motion and the shapes of all bindings are
// those of valdemoro.wgsl):
//
//   Delta3[ijk;pqr] = permutations of sum_tu Delta[i j;p t] S[t;u] Delta[u k;q r] = sum_u E[i j p u] F[k q r u],
//   E[i j p u] = sum_t Delta[i j;p t] S[t;u],   F[k q r u] = Delta[u k;q r],
//
// of which only T[a b;c d] = Delta3[a b b;c b d] and contractions enter, as in src/methods/td2rdm/nakatsuji-yasuda.ts.
// S is that of sign_projector.wgsl or sign_smooth.wgsl. A - after a name below marks the part odd in the first two
// indices of E, or in q and r of F.
// Scratch: planes Delta, T and E. Work per evaluation: 9 SITES^5 complex multiply-adds, 13 more for consistency.
// Workgroups: one per point, the time loop inside (loop.wgsl). An invocation computes elements of T one by
// one; neighbours differ in d and share E, so that loads of F are contiguous and those of E broadcast.

const PRODUCT: u32 = 2u;

var<workgroup> sign_matrix: array<vec2f, SQUARE>;
/// sum_k Delta[a k;k u]
var<workgroup> hole_parts: array<vec2f, SQUARE>;
/// sum_k E[a k k u]
var<workgroup> signed_holes: array<vec2f, SQUARE>;

fn left(i: u32, j: u32, p: u32, u: u32) -> vec2f {
  return scratch[plane_start(PRODUCT) + index4(i, j, p, u)];
}

fn left_odd(i: u32, j: u32, p: u32, u: u32) -> vec2f {
  return left(i, j, p, u) - left(j, i, p, u);
}

fn right(k: u32, q: u32, r: u32, u: u32) -> vec2f {
  return scratch[plane_start(DELTA) + index4(u, k, q, r)];
}

fn right_odd(k: u32, q: u32, r: u32, u: u32) -> vec2f {
  return right(k, q, r, u) - right(k, r, q, u);
}

fn left_element(i: u32, j: u32, p: u32, u: u32) -> vec2f {
  let line = plane_start(DELTA) + index4(i, j, p, 0u);
  var sum = vec2f(0.0);
  for (var t = 0u; t < SITES; t++) {
    sum += multiply(scratch[line + t], sign_matrix[t * SITES + u]);
  }
  return sum;
}

/// T[a b;c d]
fn collision_element(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var u = 0u; u < SITES; u++) {
    let bbd = right(b, b, d, u);
    let bcd = right(b, c, d, u);
    sum += multiply(left(a, b, c, u), bbd + right(b, d, b, u))
      - multiply(left(b, a, c, u), bbd)
      - multiply(left(a, b, b, u), bcd + right(b, d, c, u))
      + multiply(left(b, a, b, u), bcd)
      + multiply(left(b, a, d, u), right_odd(b, c, b, u))
      - multiply(left(b, b, c, u), right(a, d, b, u))
      + multiply(left(b, b, b, u), right(a, d, c, u))
      - multiply(left(b, b, d, u), right_odd(a, c, b, u));
  }
  return sum;
}

/// L[a c;d f]
fn contracted(a: u32, c: u32, d: u32, f: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var u = 0u; u < SITES; u++) {
    for (var k = 0u; k < SITES; k++) {
      sum += multiply(left_odd(a, k, d, u), right(c, k, f, u))
        - multiply(left(a, c, k, u), right(k, f, d, u))
        - multiply(left(k, c, d, u), right(a, f, k, u))
        - multiply(left(c, k, f, u), right_odd(a, d, k, u));
    }
    sum -= multiply(signed_holes[a * SITES + u], right(c, d, f, u))
      + multiply(left(c, a, f, u), hole_parts[u * SITES + d]);
  }
  return sum;
}

/// What site x contributes to weights . (sum_x L[i x;j x], sum_x L[x i;x j], sum_x L[i x;x j])
fn contracted_line(i: u32, j: u32, x: u32, weights: vec3f) -> vec2f {
  var sum = vec2f(0.0);
  for (var u = 0u; u < SITES; u++) {
    for (var k = 0u; k < SITES; k++) {
      let kjx = right(k, j, x, u);
      sum += weights.z * multiply(left_odd(i, k, x, u), right(x, k, j, u))
        - multiply(left(i, x, k, u), weights.x * right(k, x, j, u) + weights.z * kjx)
        - weights.x * multiply(left(k, x, j, u), right(i, x, k, u))
        - 2.0 * weights.y * multiply(left(x, i, k, u), kjx)
        - weights.z * multiply(left(x, k, j, u), right_odd(i, x, k, u));
    }
    let before = signed_holes[x * SITES + u];
    let behind = hole_parts[u * SITES + x];
    sum -= 2.0 * weights.y * (multiply(before, right(i, x, j, u)) + multiply(left(i, x, j, u), behind))
      + weights.z * (multiply(before, right(i, j, x, u)) + multiply(left(x, i, j, u), behind));
    if (x == 0u) {
      sum -= weights.z * multiply(signed_holes[i * SITES + u], hole_parts[u * SITES + j]);
    }
  }
  return sum;
}

fn prepare_holes(invocation: u32) {
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    var hole_sum = vec2f(0.0);
    var signed_sum = vec2f(0.0);
    for (var k = 0u; k < SITES; k++) {
      hole_sum += delta(e / SITES, k, k, e % SITES);
      signed_sum += left(e / SITES, k, k, e % SITES);
    }
    hole_parts[e] = hole_sum;
    signed_holes[e] = signed_sum;
  }
}

/// Fills T and what contracted() needs. Call in uniform control flow.
fn prepare_third(invocation: u32) {
  fill_delta(invocation);
  prepare_sign(invocation);
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    sign_matrix[e] = sign_element(e / SITES, e % SITES);
  }
  scratch_barrier();
  for (var e = invocation; e < FOURTH; e += WORKGROUP) {
    let row = e / SQUARE;
    let column = e % SQUARE;
    scratch[plane_start(PRODUCT) + e] =
      left_element(row / SITES, row % SITES, column / SITES, column % SITES);
  }
  scratch_barrier();
  for (var e = invocation; e < FOURTH; e += WORKGROUP) {
    let row = e / SQUARE;
    let column = e % SQUARE;
    scratch[plane_start(COLLISION) + e] =
      collision_element(row / SITES, row % SITES, column / SITES, column % SITES);
  }
  prepare_holes(invocation);
  scratch_barrier();
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  propagate(group.x, invocation);
}
