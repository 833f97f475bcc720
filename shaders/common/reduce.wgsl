// Sum over the workgroup, for any workgroup size.

override WORKGROUP: u32;

var<workgroup> partial_sums: array<vec4f, WORKGROUP>;

/// Sum of `value` over all invocations, valid in every one of them; call in uniform control flow.
fn workgroup_sum(value: vec4f, invocation: u32) -> vec4f {
  workgroupBarrier();
  partial_sums[invocation] = value;
  workgroupBarrier();
  var width = WORKGROUP;
  while (width > 1u) {
    let half = (width + 1u) / 2u;
    if (invocation + half < width) {
      partial_sums[invocation] += partial_sums[invocation + half];
    }
    workgroupBarrier();
    width = half;
  }
  return partial_sums[0];
}

/// The same sum, which branches and loops around barriers may depend on.
fn uniform_sum(value: vec4f, invocation: u32) -> vec4f {
  _ = workgroup_sum(value, invocation);
  return workgroupUniformLoad(&partial_sums[0]);
}
