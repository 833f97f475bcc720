// First states of the windows: states[row][i] = data[starts[row]][i] (PHYSICS.md section 8).
//
// Shapes: data[row][size]; starts[window]; states[row][size] (slope.wgsl). Workgroups: any number in x, the
// elements dealt out in turn.

struct Params {
  rows: u32,
  size: u32,
  // Where the windows of this step begin in `starts`.
  window: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> data: array<f32>;
@group(0) @binding(2) var<storage, read> starts: array<u32>;
@group(0) @binding(3) var<storage, read_write> states: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var e = id.x; e < params.rows * params.size; e += WORKGROUP * groups.x) {
    let row = e / params.size;
    states[e] = data[starts[params.window + row] * params.size + e % params.size];
  }
}
