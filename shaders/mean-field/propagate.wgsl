// Time-dependent Hartree-Fock (PHYSICS.md section 5) by RK4:
//
//   i dg/dt = [h + U diag(n of the other spin), g]   for the one-body matrices g of both spins.
//
// Shapes: state[point][e] and samples[item][e] with item = point * slots + slot; e counts the upper triangle
// of g_up as a Hermitian SITES x SITES matrix (triangle.wgsl), then that of g_down. Both are whole numbers
// of 2^-30: |g| <= 1, and integers add without rounding, so thousands of small steps lose nothing.
// Workgroups: one per point, the time loop inside. An invocation owns the elements e = invocation + n WORKGROUP,
// each with its adjoint, so that g stays exactly Hermitian. The stages of a step alternate between two
// copies of g, so that one barrier per stage is enough.

struct Params {
  // Samples to write; `slots` is their stride.
  samples: u32,
  slots: u32,
  // 1: the first sample is the state at hand, before any step.
  from_start: u32,
}

struct Quench {
  interaction: f32,
  trap: f32,
  // Length of a step, and how many make a sample.
  step: f32,
  steps_per_sample: u32,
}

override WORKGROUP: u32;
override SITES: u32;
override SQUARE: u32 = SITES * SITES;
override OWNED: u32 = SITES * (SITES + 1u);

const UNIT = 1.0 / 1073741824.0;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> quenches: array<Quench>;
@group(0) @binding(2) var<storage, read> lattice: array<f32>;
@group(0) @binding(3) var<storage, read_write> state: array<vec2i>;
@group(0) @binding(4) var<storage, read_write> samples: array<vec2i>;

// [copy][spin][i][j]
var<workgroup> g: array<vec2f, 4u * SQUARE>;
// The state at the beginning of the step, and the weighted sum of its slopes.
var<workgroup> base: array<vec2i, OWNED>;
var<workgroup> sums: array<vec2f, OWNED>;

fn h1(i: u32, j: u32, trap: f32) -> f32 {
  return lattice[i * SITES + j] + select(0.0, trap * lattice[SQUARE + i], i == j);
}

/// Spin of an owned element: 0 up, 1 down.
fn spin_of(e: u32) -> u32 {
  return select(0u, 1u, e >= OWNED / 2u);
}

/// (i, j), i <= j, of an owned element.
fn sites_of(e: u32) -> vec2u {
  return triangle_element(e % (OWNED / 2u), SITES);
}

/// Puts an element and its adjoint into a copy of g.
fn place(copy: u32, e: u32, value: vec2f) {
  let start = (2u * copy + spin_of(e)) * SQUARE;
  let ij = sites_of(e);
  g[start + ij.y * SITES + ij.x] = conjugate(value);
  g[start + ij.x * SITES + ij.y] = select(value, vec2f(value.x, 0.0), ij.x == ij.y);
}

/// dg/dt of an owned element, from a copy of g.
fn slope(copy: u32, e: u32, quench: Quench) -> vec2f {
  let spin = spin_of(e);
  let ij = sites_of(e);
  let own = (2u * copy + spin) * SQUARE;
  let other = (2u * copy + 1u - spin) * SQUARE;
  let level = g[other + ij.x * (SITES + 1u)].x - g[other + ij.y * (SITES + 1u)].x;
  var sum = quench.interaction * level * g[own + ij.x * SITES + ij.y];
  for (var k = 0u; k < SITES; k++) {
    sum += h1(ij.x, k, quench.trap) * g[own + k * SITES + ij.y];
    sum -= h1(k, ij.y, quench.trap) * g[own + ij.x * SITES + k];
  }
  return vec2f(sum.y, -sum.x);
}

/// One RK4 step of `base`; copy 0 of g holds that state before and after.
fn advance(quench: Quench, invocation: u32) {
  for (var stage = 0u; stage < 4u; stage++) {
    let copy = stage % 2u;
    let next = quench.step * select(0.5, 1.0, stage == 2u);
    for (var e = invocation; e < OWNED; e += WORKGROUP) {
      let value = slope(copy, e, quench);
      let weighted = value * select(1.0, 2.0, stage == 1u || stage == 2u);
      let sum = select(sums[e] + weighted, value, stage == 0u);
      sums[e] = sum;
      if (stage < 3u) {
        place(1u - copy, e, UNIT * vec2f(base[e]) + next * value);
      } else {
        base[e] += vec2i(round(sum * (quench.step / (6.0 * UNIT))));
        place(0u, e, UNIT * vec2f(base[e]));
      }
    }
    workgroupBarrier();
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let quench = quenches[group.x];
  let origin = group.x * OWNED;
  for (var e = invocation; e < OWNED; e += WORKGROUP) {
    base[e] = state[origin + e];
    place(0u, e, UNIT * vec2f(base[e]));
  }
  workgroupBarrier();
  for (var sample = 0u; sample < params.samples; sample++) {
    if (sample > 0u || params.from_start == 0u) {
      for (var step = 0u; step < quench.steps_per_sample; step++) {
        advance(quench, invocation);
      }
    }
    let item = group.x * params.slots + sample;
    for (var e = invocation; e < OWNED; e += WORKGROUP) {
      samples[item * OWNED + e] = base[e];
    }
  }
  for (var e = invocation; e < OWNED; e += WORKGROUP) {
    state[origin + e] = base[e];
  }
}
