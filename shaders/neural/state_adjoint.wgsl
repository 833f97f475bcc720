// Adjoint of the first layer, and of what RK4 makes of a slope (PHYSICS.md section 8), from the last stage of a step to
// its first:
//
//   image = W^T above + linear,   total = (opening ? 0 : total) + image,
//   within a step:       cotangents[next] = share adjoint + advance image,
//   at its first stage:  adjoint += total + error of the step before,   cotangents[next] = share adjoint.
//
// Shapes: above[row][terms] and cotangents[row][size] (of the slopes) on the tape; linear, adjoint, totals[row][size]
// of this batch; errors[step][row][size]. parameters: W [terms][size] at `weight`.
// Workgroups: one per 16 x 16 tile of rows x size; product.wgsl.

struct Params {
  rows: u32,
  // Rows of the tape: of this stage, and of the stage whose cotangent comes next.
  first: u32,
  next: u32,
  terms: u32,
  size: u32,
  weight: u32,
  opening: u32,
  closing: u32,
  // Step before this one, whose error is added at the end.
  step: u32,
  advance: f32,
  share: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> above: array<f32>;
@group(0) @binding(3) var<storage, read> linear: array<f32>;
@group(0) @binding(4) var<storage, read> errors: array<f32>;
@group(0) @binding(5) var<storage, read_write> adjoint: array<f32>;
@group(0) @binding(6) var<storage, read_write> totals: array<f32>;
@group(0) @binding(7) var<storage, read_write> cotangents: array<f32>;

fn left(row: u32, k: u32) -> vec4f {
  let at = (params.first + min(row, params.rows - 1u)) * params.terms + k;
  let value = vec4f(above[at], above[at + 1u], above[at + 2u], above[at + 3u]);
  return terms_below(params.terms, k, value);
}

fn right(column: u32, k: u32) -> vec4f {
  let width = params.size;
  let at = params.weight + min(column, width - 1u) + k * width;
  let value = vec4f(parameters[at], parameters[at + width], parameters[at + 2u * width], parameters[at + 3u * width]);
  return terms_below(params.terms, k, value);
}

fn finish(row: u32, column: u32, sum: f32) {
  if (row >= params.rows || column >= params.size) {
    return;
  }
  let at = row * params.size + column;
  let image = sum + linear[at];
  let total = select(totals[at], 0.0, params.opening == 1u) + image;
  totals[at] = total;
  var cotangent = params.share * adjoint[at] + params.advance * image;
  if (params.closing == 1u) {
    let value = adjoint[at] + total + errors[params.step * params.rows * params.size + at];
    adjoint[at] = value;
    cotangent = params.share * value;
  }
  cotangents[params.next * params.size + at] = cotangent;
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  multiply_tile(group.xy, params.terms, invocation);
}
