// TD2RDM of closed-shell singlets with the Valdemoro closure, Delta3 = 0, D3 = A(g g g) + A(Delta2 g), with or
// without contraction consistency, by RK4 (PHYSICS.md sections 4 and 5):
//
//   i d/dt D = [h1 + h2, D] + U (delta_{i1 i2} - delta_{j1 j2}) D + U (W - W^+),  W = T + exchanged T,
//   T[a b;c d] = D3[a b b;c b d]
//              = g[b;b] D[a b;c d] + g[b;d] Daa[a b;c b] + g[a;c] (D[b b;b d] - 2 g[b;b] g[b;d])
//                - g[b;c] (D[a b;b d] - 2 g[a;b] g[b;d]) - g[a;b] D[b b;c d].
//
// Shapes: packed[point][e], e counting the upper triangle of D as a Hermitian SITES^2 matrix (triangle.wgsl);
// samples[item][e] and scalars[item] with item = point * slots + slot; `scalars` holds |Delta_ab|^2,
// energy, trace of D and |D|^2; scratch[point] holds slopes, then PLANES arrays of SITES^4.
// Workgroups: one per point, the time loop inside (loop.wgsl). Three barriers per evaluation, three more
// for consistency.

fn prepare_third(invocation: u32) {}

fn third_collision(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  return vec2f(0.0);
}

fn contracted(a: u32, c: u32, d: u32, f: u32) -> vec2f {
  return vec2f(0.0);
}

fn contracted_line(i: u32, j: u32, k: u32, weights: vec3f) -> vec2f {
  return vec2f(0.0);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  propagate(group.x, invocation);
}
