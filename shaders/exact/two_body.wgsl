// One- and two-body density matrices of sampled states, and what follows from them
// (PHYSICS.md sections 2, 3 and 7):
//
//   D1_s[i;j]          = sum sign Psi[ket] conj(Psi[bra])   over the transitions c+_j c_i of spin s
//   Daa[i1 i2;j1 j2]   = the same over c+_{j1} c+_{j2} c_{i2} c_{i1} of the up electrons, i1 < i2, j1 < j2
//   Delta_ab[i1 i2;j1 j2] = Dab - D1_up[i1;j1] D1_down[i2;j2]
//   energy = sum_ij h[i;j] (D1_up + D1_down)[i;j] + U sum_i Dab[i i;i i],   norm = |Psi|^2
//
// Shapes: states[item][a][b] with item = point * slots + slot; per item `rdms` holds D1_up (SITES^2),
// D1_down (SITES^2), Daa (PAIRS^2) and Delta_ab (SITES^4), row-major; `scalars` holds |Delta_ab|^2,
// (|Delta3|^2, written by three_body.wgsl), energy and norm.
// Workgroups: one per (sample, point). Psi and D1 are staged in workgroup memory. Only the upper triangle
// of each Hermitian matrix is computed, one element per invocation and turn.

struct Params {
  slots: u32,
}

struct Point {
  interaction: f32,
  trap: f32,
  centre: f32,
  inverse_radius: f32,
  terms: u32,
}

override SITES: u32;
override UP: u32;
override DOWN: u32;
// Starts of the tables of up pairs and down singles in `transitions`; up singles start at 0.
override UP_PAIRS: u32;
override DOWN_SINGLES: u32;
override DIMENSION: u32 = UP * DOWN;
override SQUARE: u32 = SITES * SITES;
override PAIRS: u32 = SITES * (SITES - 1) / 2;
override RDM_STRIDE: u32 = 2 * SQUARE + PAIRS * PAIRS + SQUARE * SQUARE;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<Point>;
@group(0) @binding(2) var<storage, read> lattice: array<f32>;
@group(0) @binding(3) var<storage, read> transitions: array<u32>;
@group(0) @binding(4) var<storage, read> states: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> rdms: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> scalars: array<vec4f>;

var<workgroup> psi: array<vec2f, DIMENSION>;
// D1_up and D1_down.
var<workgroup> one_body: array<vec2f, 2 * SQUARE>;

/// Element of a reduced density matrix of up electrons alone: row products summed over transitions.
fn up_element(element: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var t = transitions[element]; t < transitions[element + 1u]; t++) {
    let entry = transitions[t];
    let ket = ket_of(entry) * DOWN;
    let bra = bra_of(entry) * DOWN;
    var product = vec2f(0.0);
    for (var b = 0u; b < DOWN; b++) {
      product += multiply_conjugate(psi[ket + b], psi[bra + b]);
    }
    sum += sign_of(entry) * product;
  }
  return sum;
}

fn down_element(element: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var t = transitions[DOWN_SINGLES + element]; t < transitions[DOWN_SINGLES + element + 1u]; t++) {
    let entry = transitions[t];
    var product = vec2f(0.0);
    for (var a = 0u; a < UP; a++) {
      product += multiply_conjugate(psi[a * DOWN + ket_of(entry)], psi[a * DOWN + bra_of(entry)]);
    }
    sum += sign_of(entry) * product;
  }
  return sum;
}

/// Dab from the transitions of up (i1, j1) and down (i2, j2).
fn up_down_element(up: u32, down: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var s = transitions[up]; s < transitions[up + 1u]; s++) {
    let outer = transitions[s];
    let ket = ket_of(outer) * DOWN;
    let bra = bra_of(outer) * DOWN;
    var inner = vec2f(0.0);
    for (var t = transitions[DOWN_SINGLES + down]; t < transitions[DOWN_SINGLES + down + 1u]; t++) {
      let entry = transitions[t];
      inner += sign_of(entry) * multiply_conjugate(psi[ket + ket_of(entry)], psi[bra + bra_of(entry)]);
    }
    sum += sign_of(outer) * inner;
  }
  return sum;
}

/// h[i;j] of the Hamiltonian after the quench.
fn one_body_energy(i: u32, j: u32, trap: f32) -> f32 {
  return lattice[i * SITES + j] + select(0.0, trap * lattice[SQUARE + i], i == j);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let index = group.y;
  let item = index * params.slots + group.x;
  let point = points[index];
  let out = item * RDM_STRIDE;
  // |Delta_ab|^2, unused, energy, norm
  var sums = vec4f(0.0);

  for (var i = invocation; i < DIMENSION; i += WORKGROUP) {
    let amplitude = states[item * DIMENSION + i];
    psi[i] = amplitude;
    sums.w += dot(amplitude, amplitude);
  }
  workgroupBarrier();

  for (var e = invocation; e < 2u * triangle_size(SITES); e += WORKGROUP) {
    let down = e >= triangle_size(SITES);
    let ij = triangle_element(select(e, e - triangle_size(SITES), down), SITES);
    var value: vec2f;
    if (down) {
      value = down_element(ij.x * SITES + ij.y);
    } else {
      value = up_element(ij.x * SITES + ij.y);
    }
    let base = select(0u, SQUARE, down);
    let energy = one_body_energy(ij.x, ij.y, point.trap) * value.x;
    sums.z += select(2.0 * energy, energy, ij.x == ij.y);
    one_body[base + ij.y * SITES + ij.x] = conjugate(value);
    one_body[base + ij.x * SITES + ij.y] = value;
  }
  workgroupBarrier();

  for (var e = invocation; e < 2u * SQUARE; e += WORKGROUP) {
    rdms[out + e] = one_body[e];
  }

  for (var e = invocation; e < triangle_size(PAIRS); e += WORKGROUP) {
    let ij = triangle_element(e, PAIRS);
    let value = up_element(UP_PAIRS + ij.x * PAIRS + ij.y);
    rdms[out + 2u * SQUARE + ij.y * PAIRS + ij.x] = conjugate(value);
    rdms[out + 2u * SQUARE + ij.x * PAIRS + ij.y] = value;
  }

  let delta = out + 2u * SQUARE + PAIRS * PAIRS;
  for (var e = invocation; e < triangle_size(SQUARE); e += WORKGROUP) {
    let ij = triangle_element(e, SQUARE);
    let i1 = ij.x / SITES;
    let i2 = ij.x % SITES;
    let up = i1 * SITES + ij.y / SITES;
    let down = i2 * SITES + ij.y % SITES;
    let value = up_down_element(up, down);
    let correlated = value - multiply(one_body[up], one_body[SQUARE + down]);
    let weight = select(2.0, 1.0, ij.x == ij.y);
    sums.x += weight * dot(correlated, correlated);
    sums.z += select(0.0, point.interaction * value.x, ij.x == ij.y && i1 == i2);
    rdms[delta + ij.y * SQUARE + ij.x] = conjugate(correlated);
    rdms[delta + ij.x * SQUARE + ij.y] = correlated;
  }

  let total = workgroup_sum(sums, invocation);
  if (invocation == 0u) {
    scalars[item] = total;
  }
}
