// Sums of squares of the gradient, one for each workgroup; outcome.wgsl adds them.
//
// Shapes: gradient[count]; squares[workgroup]. Workgroups: any number in x, the elements dealt out in turn.

struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read_write> squares: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  var sum = 0.0;
  for (var e = group.x * WORKGROUP + invocation; e < params.count; e += groups.x * WORKGROUP) {
    sum += gradient[e] * gradient[e];
  }
  let total = workgroup_sum(vec4f(sum, 0.0, 0.0, 0.0), invocation);
  if (invocation == 0u) {
    squares[group.x] = total.x;
  }
}
