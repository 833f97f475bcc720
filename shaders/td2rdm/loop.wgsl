// The time loop that all TD2RDM kernels share: RK4 steps of Dab, samples and their scalars. The kernel's
// file states equation and shapes; it provides prepare_third() and third_collision() (its closure) and
// contracted() and contracted_line() for contraction consistency.
//
// D of the present stage is in the memory of stage_workgroup.wgsl or stage_storage.wgsl. An invocation owns
// elements e = invocation + n WORKGROUP of state, stage and sum, each with its adjoint, so that D stays
// exactly Hermitian.

struct Params {
  // Samples to write, from slot `first_slot` on; `slots` is their stride.
  samples: u32,
  first_slot: u32,
  slots: u32,
  // 1: the first sample is the state at hand, before any step.
  from_start: u32,
  steps_per_sample: u32,
  step: f32,
  // Electrons of one spin.
  electrons: f32,
  // 1: contraction consistency.
  consistent: u32,
}

struct Quench {
  interaction: f32,
  trap: f32,
}

override SITES: u32;
// SITES^4 arrays that a point has in `scratch`, after its slopes.
override PLANES: u32;
override SQUARE: u32 = SITES * SITES;
override CUBE: u32 = SITES * SQUARE;
override FOURTH: u32 = SQUARE * SQUARE;
override SCRATCH: u32 = SQUARE * (SQUARE + 1u) + PLANES * FOURTH;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> quenches: array<Quench>;
@group(0) @binding(2) var<storage, read> lattice: array<f32>;
@group(0) @binding(3) var<storage, read_write> packed: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> scratch: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> samples: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> scalars: array<vec4f>;

var<workgroup> h: array<f32, SQUARE>;
var<workgroup> g: array<vec2f, SQUARE>;

/// The workgroup's part of `scratch`.
var<private> scratch_start: u32;

/// Where a plane of `scratch` begins.
fn plane_start(plane: u32) -> u32 {
  return scratch_start + SQUARE * (SQUARE + 1u) + plane * FOURTH;
}

fn index4(a: u32, b: u32, c: u32, d: u32) -> u32 {
  return (a * SITES + b) * SQUARE + c * SITES + d;
}

fn d2(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  return stage_at(index4(a, b, c, d));
}

fn g1(a: u32, b: u32) -> vec2f {
  return g[a * SITES + b];
}

/// Delta_ab
fn delta(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  return d2(a, b, c, d) - multiply(g1(a, c), g1(b, d));
}

/// Waits until the whole workgroup sees what was written to workgroup memory and `scratch`.
fn scratch_barrier() {
  workgroupBarrier();
  storageBarrier();
}

/// Fills g from the stage. Call in uniform control flow.
fn prepare_one_body(invocation: u32) {
  stage_barrier();
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    var sum = vec2f(0.0);
    for (var k = 0u; k < SITES; k++) {
      sum += d2(e / SITES, k, e % SITES, k);
    }
    g[e] = sum / params.electrons;
  }
  workgroupBarrier();
}

/// Puts an element and its adjoint into the stage.
fn place(element: vec2u, value: vec2f) {
  set_stage(element.y * SQUARE + element.x, conjugate(value));
  set_stage(element.x * SQUARE + element.y, select(value, vec2f(value.x, 0.0), element.x == element.y));
}

/// One RK4 step of packed[origin ...]; the stage holds that state before and after.
fn advance(origin: u32, interaction: f32, invocation: u32) {
  let size = triangle_size(SQUARE);
  for (var stage = 0u; stage < 4u; stage++) {
    prepare_one_body(invocation);
    prepare_third(invocation);
    if (params.consistent == 1u) {
      prepare_correction(invocation);
    }
    // Weight of this slope in the step, and of the step to the next stage.
    let weight = select(1.0, 2.0, stage == 1u || stage == 2u) / 6.0;
    for (var e = invocation; e < size; e += WORKGROUP) {
      let at = scratch_start + 2u * e;
      let value = slope(triangle_element(e, SQUARE), interaction);
      scratch[at] = select(scratch[at], vec2f(0.0), stage == 0u) + weight * value;
      scratch[at + 1u] = value;
    }
    stage_barrier();
    let next = params.step * select(0.5, 1.0, stage == 2u);
    for (var e = invocation; e < size; e += WORKGROUP) {
      let at = scratch_start + 2u * e;
      var value = packed[origin + e];
      if (stage < 3u) {
        value += next * scratch[at + 1u];
      } else {
        value += params.step * scratch[at];
        packed[origin + e] = value;
      }
      place(triangle_element(e, SQUARE), value);
    }
  }
}

/// |Delta_ab|^2, energy, trace and |D|^2 of the stage, in every invocation.
fn measure(interaction: f32, invocation: u32) -> vec4f {
  prepare_one_body(invocation);
  var sums = vec4f(0.0);
  for (var e = invocation; e < FOURTH; e += WORKGROUP) {
    let row = e / SQUARE;
    let column = e % SQUARE;
    let value = stage_at(e);
    let cumulant = delta(row / SITES, row % SITES, column / SITES, column % SITES);
    sums.x += dot(cumulant, cumulant);
    sums.z += select(0.0, value.x, row == column);
    sums.w += dot(value, value);
  }
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    let i = e / SITES;
    sums.y += 2.0 * h[e] * g[e].x;
    sums.y += select(0.0, interaction * d2(i, i, i, i).x, i == e % SITES);
  }
  return workgroup_sum(sums, invocation);
}

/// All samples of a point.
fn propagate(point: u32, invocation: u32) {
  let size = triangle_size(SQUARE);
  let origin = point * size;
  let quench = quenches[point];
  scratch_start = point * SCRATCH;
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    let i = e / SITES;
    h[e] = lattice[e] + select(0.0, quench.trap * lattice[SQUARE + i], i == e % SITES);
  }
  for (var e = invocation; e < size; e += WORKGROUP) {
    place(triangle_element(e, SQUARE), packed[origin + e]);
  }
  for (var sample = 0u; sample < params.samples; sample++) {
    if (sample > 0u || params.from_start == 0u) {
      for (var step = 0u; step < params.steps_per_sample; step++) {
        advance(origin, quench.interaction, invocation);
      }
    }
    let item = point * params.slots + params.first_slot + sample;
    for (var e = invocation; e < size; e += WORKGROUP) {
      samples[item * size + e] = packed[origin + e];
    }
    let measured = measure(quench.interaction, invocation);
    if (invocation == 0u) {
      scalars[item] = measured;
    }
  }
}
