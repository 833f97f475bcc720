// Frobenius norm of the three-particle cumulant, up-up-down block (PHYSICS.md sections 2 and 3):
//
//   Delta3[i1 i2 i3;j1 j2 j3] = D3 - Daa[i1 i2;j1 j2] g_down[i3;j3]
//       - Delta_ab[i1 i3;j1 j3] g_up[i2;j2] + Delta_ab[i1 i3;j2 j3] g_up[i2;j1]
//       + Delta_ab[i2 i3;j1 j3] g_up[i1;j2] - Delta_ab[i2 i3;j2 j3] g_up[i1;j1]
//
// (the wedge of three g and the term with Delta_aa add up to Daa g_down). D3 is a sum over the
// transitions c+_{j1} c+_{j2} c_{i2} c_{i1} of the up and c+_{j3} c_{i3} of the down electrons.
//
// Shapes: as in two_body.wgsl; the result is component y of `scalars`.
// Workgroups: one per (sample, point). D3 is never stored: an invocation computes an element, subtracts,
// squares and adds. Elements with i1 < i2, j1 < j2 and row <= column stand for all (antisymmetry gives a
// factor 4, Hermiticity 2 off the diagonal). Psi is staged in workgroup memory, the two-body matrices,
// read five times per element, come through the cache.

struct Params {
  slots: u32,
}

override SITES: u32;
override UP: u32;
override DOWN: u32;
// Starts of the tables of up pairs and down singles in `transitions`.
override UP_PAIRS: u32;
override DOWN_SINGLES: u32;
override DIMENSION: u32 = UP * DOWN;
override SQUARE: u32 = SITES * SITES;
override PAIRS: u32 = SITES * (SITES - 1) / 2;
override RDM_STRIDE: u32 = 2 * SQUARE + PAIRS * PAIRS + SQUARE * SQUARE;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> transitions: array<u32>;
@group(0) @binding(2) var<storage, read> pairs: array<vec2u>;
@group(0) @binding(3) var<storage, read> states: array<vec2f>;
@group(0) @binding(4) var<storage, read> rdms: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> scalars: array<vec4f>;

var<workgroup> psi: array<vec2f, DIMENSION>;
// g_up and g_down.
var<workgroup> one_body: array<vec2f, 2 * SQUARE>;

/// D3 from the transitions of up pairs (I, J) and of down (i3, j3).
fn three_body_element(up: u32, down: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var s = transitions[UP_PAIRS + up]; s < transitions[UP_PAIRS + up + 1u]; s++) {
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

/// Delta_ab[i i3;j j3] g_up[k;l], where rows = i * SITES + i3 and columns = j * SITES + j3.
fn pair_term(delta: u32, rows: u32, columns: u32, other: u32) -> vec2f {
  return multiply(rdms[delta + rows * SQUARE + columns], one_body[other]);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let item = (group.y) * params.slots + group.x;
  let base = item * RDM_STRIDE;
  let daa = base + 2u * SQUARE;
  let delta = daa + PAIRS * PAIRS;
  for (var i = invocation; i < DIMENSION; i += WORKGROUP) {
    psi[i] = states[item * DIMENSION + i];
  }
  for (var e = invocation; e < 2u * SQUARE; e += WORKGROUP) {
    one_body[e] = rdms[base + e];
  }
  workgroupBarrier();

  var sum = 0.0;
  for (var e = invocation; e < triangle_size(PAIRS * SITES); e += WORKGROUP) {
    let element = triangle_element(e, PAIRS * SITES);
    let up = (element.x / SITES) * PAIRS + element.y / SITES;
    let i = pairs[element.x / SITES];
    let j = pairs[element.y / SITES];
    let i3 = element.x % SITES;
    let j3 = element.y % SITES;
    let down = i3 * SITES + j3;
    var value = three_body_element(up, down) - multiply(rdms[daa + up], one_body[SQUARE + down]);
    let row1 = i.x * SITES + i3;
    let row2 = i.y * SITES + i3;
    let column1 = j.x * SITES + j3;
    let column2 = j.y * SITES + j3;
    value -= pair_term(delta, row1, column1, i.y * SITES + j.y);
    value += pair_term(delta, row1, column2, i.y * SITES + j.x);
    value += pair_term(delta, row2, column1, i.x * SITES + j.y);
    value -= pair_term(delta, row2, column2, i.x * SITES + j.x);
    sum += select(8.0, 4.0, element.x == element.y) * dot(value, value);
  }
  let total = workgroup_sum(vec4f(0.0, sum, 0.0, 0.0), invocation);
  if (invocation == 0u) {
    scalars[item].y = total.y;
  }
}
