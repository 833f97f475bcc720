// A step of Adam with bias correction along the clipped gradient (src/neural/adam.ts), unless the step failed:
//
//   g = shrink gradient,   m <- m + fresh1 (g - m),   v <- v + fresh2 (g^2 - v),
//   parameters -= rate m / (sqrt(correction v) + epsilon).
//
// The update of -g is exactly minus that of g, so a skew A stays skew.
//
// Shapes: gradient, parameters, first, second[count]. Workgroups: any number in x, the elements dealt out in turn.

struct Params {
  count: u32,
  // 1 - beta1 and 1 - beta2.
  fresh1: f32,
  fresh2: f32,
  // Learning rate / (1 - beta1^t) and 1 / (1 - beta2^t).
  rate: f32,
  correction: f32,
  epsilon: f32,
}

// As outcome.wgsl leaves it.
struct Outcome {
  loss: f32,
  norm: f32,
  shrink: f32,
  failed: u32,
  steps: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> outcome: Outcome;
@group(0) @binding(2) var<storage, read> gradient: array<f32>;
@group(0) @binding(3) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> first: array<f32>;
@group(0) @binding(5) var<storage, read_write> second: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (outcome.failed == 1u) {
    return;
  }
  for (var e = id.x; e < params.count; e += WORKGROUP * groups.x) {
    let slope = outcome.shrink * gradient[e];
    let mean = first[e] + params.fresh1 * (slope - first[e]);
    let square = second[e] + params.fresh2 * (slope * slope - second[e]);
    first[e] = mean;
    second[e] = square;
    parameters[e] -= params.rate * mean / (sqrt(params.correction * square) + params.epsilon);
  }
}
