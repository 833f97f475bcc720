// Replaces the gradient G of a skew A by (G - G^T) / 2, exactly antisymmetric (PHYSICS.md section 8).
//
// Shapes: gradient, of which G [size][size] begins at `offset`. Workgroups: any number in x; the elements of
// the lower triangle and the diagonal are dealt out in turn, each with its mirror image.

struct Params {
  offset: u32,
  size: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> gradient: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var e = id.x; e < params.size * params.size; e += WORKGROUP * groups.x) {
    let row = e / params.size;
    let column = e % params.size;
    if (column <= row) {
      let mirror = params.offset + column * params.size + row;
      let half = 0.5 * (gradient[params.offset + e] - gradient[mirror]);
      gradient[mirror] = -half;
      gradient[params.offset + e] = half;
    }
  }
}
