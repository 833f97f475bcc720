// Loss and gradient norm of a step, and whether Adam may take it: never after a loss or norm that was not finite,
// until the host clears `failed`. The report of that step stays.
//
// Shapes: losses[loss_parts] and squares[norm_parts], sums of squares. Workgroups: one.

struct Params {
  loss_parts: u32,
  norm_parts: u32,
  // One over the number of elements of the loss.
  mean: f32,
  // Largest norm of the gradient.
  clip: f32,
}

struct Outcome {
  loss: f32,
  norm: f32,
  // Factor that brings the gradient down to `clip`.
  shrink: f32,
  failed: u32,
  // Steps taken since the host cleared it.
  steps: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> losses: array<f32>;
@group(0) @binding(2) var<storage, read> squares: array<f32>;
@group(0) @binding(3) var<storage, read_write> outcome: Outcome;

/// By its bits, because compilers may assume that there is nothing else.
fn is_finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) invocation: u32) {
  var sums = vec4f(0.0);
  for (var part = invocation; part < params.loss_parts; part += WORKGROUP) {
    sums.x += losses[part];
  }
  for (var part = invocation; part < params.norm_parts; part += WORKGROUP) {
    sums.y += squares[part];
  }
  sums = workgroup_sum(sums, invocation);
  if (invocation == 0u && outcome.failed == 0u) {
    let norm = sqrt(sums.y);
    outcome.loss = params.mean * sums.x;
    outcome.norm = norm;
    outcome.shrink = select(1.0, params.clip / norm, norm > params.clip);
    if (is_finite(sums.x) && is_finite(sums.y)) {
      outcome.steps += 1u;
    } else {
      outcome.failed = 1u;
    }
  }
}
