// Squared deviation of predictions from data, and its derivative scale (prediction - data), scale = 2 / number
// of elements (PHYSICS.md section 8). The last prediction's derivative starts the adjoint.
//
// Shapes: states[row][size] on the tape, predictions from row `first` on, those of a step `apart` rows behind those of the
// step before; data[row][size] from element `targets` on; errors[step][row][size]; adjoint[row][size]; cotangents[row][size]
// on the tape, written at row `last`; losses[workgroup], sums of squares.
// Workgroups: any number in x, the elements dealt out in turn.

struct Params {
  rows: u32,
  size: u32,
  steps: u32,
  window: u32,
  // Data of step s of a window: row starts[window] + lead + s stride.
  lead: u32,
  stride: u32,
  targets: u32,
  first: u32,
  apart: u32,
  last: u32,
  scale: f32,
  // Weight of the last prediction's derivative in the cotangent of the last slope.
  share: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> data: array<f32>;
@group(0) @binding(2) var<storage, read> starts: array<u32>;
@group(0) @binding(3) var<storage, read> states: array<f32>;
@group(0) @binding(4) var<storage, read_write> errors: array<f32>;
@group(0) @binding(5) var<storage, read_write> adjoint: array<f32>;
@group(0) @binding(6) var<storage, read_write> cotangents: array<f32>;
@group(0) @binding(7) var<storage, read_write> losses: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let batch = params.rows * params.size;
  var sum = 0.0;
  for (var e = group.x * WORKGROUP + invocation; e < params.steps * batch; e += groups.x * WORKGROUP) {
    let step = e / batch;
    let at = e % batch;
    let row = starts[params.window + at / params.size] + params.lead + step * params.stride;
    let target_value = data[params.targets + row * params.size + at % params.size];
    let deviation = states[(params.first + step * params.apart) * params.size + at] - target_value;
    sum += deviation * deviation;
    errors[e] = params.scale * deviation;
    if (step == params.steps - 1u) {
      adjoint[at] = params.scale * deviation;
      cotangents[params.last * params.size + at] = params.share * params.scale * deviation;
    }
  }
  let total = workgroup_sum(vec4f(sum, 0.0, 0.0, 0.0), invocation);
  if (invocation == 0u) {
    losses[group.x] = total.x;
  }
}
