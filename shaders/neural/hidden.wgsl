// A hidden layer on a batch of rows: after = activation(W inputs + b), and activation' at the same place for the
// adjoint. The first layer computes the linear skip A z + c of the vector field (PHYSICS.md section 8) in
// the same product, so that the last layer has fewer terms to wait for.
//
// Shapes: inputs[row][inputs]; after, cotangents[row][width], on the tape, from row `first` on; linear[row][inputs],
// of this batch only. parameters: W [width][inputs] at `weight`, b behind it; A and c at `skip` alike.
// Workgroups: one per 16 x 16 tile of rows x columns; product.wgsl.

struct Params {
  rows: u32,
  // Row of the tape at which the batch begins.
  first: u32,
  inputs: u32,
  width: u32,
  weight: u32,
  skip: u32,
  // width, or width + inputs with the skip.
  columns: u32,
}

override ACTIVATION: u32;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> inputs: array<f32>;
@group(0) @binding(3) var<storage, read_write> after: array<f32>;
@group(0) @binding(4) var<storage, read_write> cotangents: array<f32>;
@group(0) @binding(5) var<storage, read_write> linear: array<f32>;

fn left(row: u32, k: u32) -> vec4f {
  let at = (params.first + min(row, params.rows - 1u)) * params.inputs + k;
  let value = vec4f(inputs[at], inputs[at + 1u], inputs[at + 2u], inputs[at + 3u]);
  return terms_below(params.inputs, k, value);
}

fn right(column: u32, k: u32) -> vec4f {
  let own = min(column, params.columns - 1u);
  let skipped = params.skip + (own - params.width) * params.inputs;
  let at = select(skipped, params.weight + own * params.inputs, own < params.width) + k;
  let value = vec4f(parameters[at], parameters[at + 1u], parameters[at + 2u], parameters[at + 3u]);
  return terms_below(params.inputs, k, value);
}

fn finish(row: u32, column: u32, sum: f32) {
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  if (column < params.width) {
    let x = sum + parameters[params.weight + params.width * params.inputs + column];
    let value = activate(ACTIVATION, x);
    let at = (params.first + row) * params.width + column;
    after[at] = value.x;
    cotangents[at] = value.y;
  } else {
    let own = column - params.width;
    linear[row * params.inputs + own] = sum + parameters[params.skip + params.inputs * params.inputs + own];
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  multiply_tile(group.xy, params.inputs, invocation);
}
