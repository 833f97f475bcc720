// The last layer of the vector field and what RK4 makes of it (PHYSICS.md section 8):
//
//   k = W inputs + b + linear,   total = (opening ? 0 : total) + share k,
//   states[next] = keep states[base] + (closing ? total : advance k).
//
// With keep = 0 and advance = 1 it hands on the slope itself, for derivative matching.
//
// Shapes: inputs[row][inputs] and states[row][size] on the tape; linear, totals[row][size] of this batch. The tape has the
// stages of RK4 one after the other, `rows` rows each: states are the inputs of the stages, the end of the last
// step behind them. parameters: W [size][inputs] at `weight`, b behind it.
// Workgroups: one per 16 x 16 tile of rows x size; product.wgsl.

struct Params {
  rows: u32,
  // Rows of the tape: of this stage, of the first stage of this step, of the next stage.
  first: u32,
  base: u32,
  next: u32,
  inputs: u32,
  size: u32,
  weight: u32,
  opening: u32,
  closing: u32,
  keep: f32,
  advance: f32,
  share: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> inputs: array<f32>;
@group(0) @binding(3) var<storage, read> linear: array<f32>;
@group(0) @binding(4) var<storage, read_write> states: array<f32>;
@group(0) @binding(5) var<storage, read_write> totals: array<f32>;

fn left(row: u32, k: u32) -> vec4f {
  let at = (params.first + min(row, params.rows - 1u)) * params.inputs + k;
  let value = vec4f(inputs[at], inputs[at + 1u], inputs[at + 2u], inputs[at + 3u]);
  return terms_below(params.inputs, k, value);
}

fn right(column: u32, k: u32) -> vec4f {
  let at = params.weight + min(column, params.size - 1u) * params.inputs + k;
  let value = vec4f(parameters[at], parameters[at + 1u], parameters[at + 2u], parameters[at + 3u]);
  return terms_below(params.inputs, k, value);
}

fn finish(row: u32, column: u32, sum: f32) {
  if (row >= params.rows || column >= params.size) {
    return;
  }
  let at = row * params.size + column;
  let slope = sum + parameters[params.weight + params.size * params.inputs + column] + linear[at];
  let total = select(totals[at], 0.0, params.opening == 1u) + params.share * slope;
  totals[at] = total;
  let change = select(params.advance * slope, total, params.closing == 1u);
  states[params.next * params.size + at] = params.keep * states[params.base * params.size + at] + change;
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  multiply_tile(group.xy, params.inputs, invocation);
}
