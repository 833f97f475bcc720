// Gradient of a linear map y = W x + b over all rows of the tape at once: G = sum_rows cotangent (x, 1)^T, whose last
// column is the gradient of b.
//
// Shapes: cotangents[row][outputs]; inputs[row][inputs]; gradient in the order of the parameters: W [outputs][inputs] at
// `weight`, b behind it.
// Workgroups: one per 16 x 16 tile of outputs x (inputs + 1), rows of tiles from `first` on; product.wgsl.

struct Params {
  // Rows of the tape.
  terms: u32,
  outputs: u32,
  inputs: u32,
  weight: u32,
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cotangents: array<f32>;
@group(0) @binding(2) var<storage, read> inputs: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradient: array<f32>;

fn left(row: u32, k: u32) -> vec4f {
  let width = params.outputs;
  let at = k * width + min(row, width - 1u);
  let value = vec4f(cotangents[at], cotangents[at + width], cotangents[at + 2u * width], cotangents[at + 3u * width]);
  return terms_below(params.terms, k, value);
}

fn right(column: u32, k: u32) -> vec4f {
  let width = params.inputs;
  let at = k * width + min(column, width - 1u);
  let value = vec4f(inputs[at], inputs[at + width], inputs[at + 2u * width], inputs[at + 3u * width]);
  return terms_below(params.terms, k, select(value, vec4f(1.0), column == width));
}

fn finish(row: u32, column: u32, sum: f32) {
  if (row >= params.outputs || column > params.inputs) {
    return;
  }
  let bias = params.weight + params.outputs * params.inputs + row;
  gradient[select(params.weight + row * params.inputs + column, bias, column == params.inputs)] = sum;
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  multiply_tile(vec2u(group.x, group.y + params.first), params.terms, invocation);
}
