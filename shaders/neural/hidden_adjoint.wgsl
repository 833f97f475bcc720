// Adjoint of a layer up to the hidden layer below it: below = (W^T above) o activation'. The adjoint of the last
// layer computes that of the linear skip, A^T above, in the same product.
//
// Shapes: above[row][terms] and below[row][width] on the tape, from row `first` on; `below` holds activation' before
// and the cotangent after; linear[row][terms], of this batch. parameters: W [terms][width] at `weight`,
// A [terms][terms] at `skip`.
// Workgroups: one per 16 x 16 tile of rows x columns; product.wgsl.

struct Params {
  rows: u32,
  // Row of the tape at which the batch begins.
  first: u32,
  terms: u32,
  width: u32,
  weight: u32,
  skip: u32,
  // width, or width + terms with the skip.
  columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> above: array<f32>;
@group(0) @binding(3) var<storage, read_write> below: array<f32>;
@group(0) @binding(4) var<storage, read_write> linear: array<f32>;

fn left(row: u32, k: u32) -> vec4f {
  let at = (params.first + min(row, params.rows - 1u)) * params.terms + k;
  let value = vec4f(above[at], above[at + 1u], above[at + 2u], above[at + 3u]);
  return terms_below(params.terms, k, value);
}

fn right(column: u32, k: u32) -> vec4f {
  let own = min(column, params.columns - 1u);
  let layer = own < params.width;
  let width = select(params.terms, params.width, layer);
  let at = select(params.skip + own - params.width, params.weight + own, layer) + k * width;
  let value = vec4f(parameters[at], parameters[at + width], parameters[at + 2u * width], parameters[at + 3u * width]);
  return terms_below(params.terms, k, value);
}

fn finish(row: u32, column: u32, sum: f32) {
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  if (column < params.width) {
    below[(params.first + row) * params.width + column] *= sum;
  } else {
    linear[row * params.terms + column - params.width] = sum;
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  multiply_tile(group.xy, params.terms, invocation);
}
