// Energy-conserving purification of Dab of closed-shell singlets (PHYSICS.md section 6): until neither Dab nor
// Q[i1 i2;j1 j2] = delta delta - g[i1;j1] delta_{i2 j2} - delta_{i1 j1} g[i2;j2] + Dab has an eigenvalue below
// -tolerance,
//
//   X = K(N_D) + K(N_Q) - its component along K(W),   W[i i;i i] = 1,   Dab <- Dab - X,
//
// N_D, N_Q the negative spectral parts, K the contraction-free part, taken apart in the channels s = +1, -1
// of pairs symmetric and antisymmetric in i1 <-> i2. K is an orthogonal projector, so the component of X along
// K(W) is sum_i X[i i;i i] / |K(W)|^2, |K(W)|^2 = M (M - 1) / (M + 1).
//
// Shapes: packed[point][e], e counting the upper triangle of D as a Hermitian SITES^2 matrix (triangle.wgsl);
// workspace[point] = the areas of jacobi.wgsl, then the sum of X over the iterations, as packed; reports[point] = steps that reached the limit of iterations, the
// smallest eigenvalue that then remained, iterations and sweeps in all, each added to what is there.
// The sum is taken from Dab at the end, so that Dab is rounded once and not once per iteration.
// Workgroups: one per point. All four eigenproblems (Dab and Q, both channels) are solved together. The
// eigenvectors of one iteration start the next. Exploded states are left alone.

struct Params {
  // Electrons of one spin.
  electrons: f32,
  tolerance: f32,
  // Limit of iterations.
  iterations: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> packed: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> workspace: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> reports: array<vec4f>;

// Iterations after which the eigenvectors, whose roundings add up, are begun anew.
const RESTART = 16u;

var<workgroup> g: array<vec2f, SQUARE>;
var<workgroup> levels: array<f32, ROWS>;
var<workgroup> lowest: f32;
// sum_k N[i k;j k] / (M + 2 s) of both channels, what its trace takes off the diagonal, and the component along K(W).
var<workgroup> contracted: array<vec2f, 2u * SQUARE>;
var<workgroup> diagonal: array<f32, 2>;
var<workgroup> along: f32;

// Where Dab and the change of this point begin.
var<private> origin: u32;
var<private> changes: u32;

/// Dab[i1 i2;j1 j2] after the iterations so far.
fn dab(i1: u32, i2: u32, j1: u32, j2: u32) -> vec2f {
  let row = i1 * SITES + i2;
  let column = j1 * SITES + j2;
  let e = triangle_index(min(row, column), max(row, column), SQUARE);
  let value = packed[origin + e] - workspace[changes + e];
  return select(value, conjugate(value), row > column);
}

/// (Q - Dab)[i1 i2;j1 j2]
fn hole_part(i1: u32, i2: u32, j1: u32, j2: u32) -> vec2f {
  var value = vec2f(0.0);
  if (i1 == j1 && i2 == j2) { value.x = 1.0; }
  if (i2 == j2) { value -= g[i1 * SITES + j1]; }
  if (i1 == j1) { value -= g[i2 * SITES + j2]; }
  return value;
}

/// Number of the pair i <= j (symmetric, channel 0) or i < j (antisymmetric, channel 1) in its block.
fn pair_index(channel: u32, i: u32, j: u32) -> u32 {
  return i * (2u * (SITES - channel) - i + 1u) / 2u + j - i - channel;
}

/// 1 and -1 of the channels 0 and 1.
fn symmetry(channel: u32) -> f32 {
  return 1.0 - 2.0 * f32(channel);
}

/// Fills g. Call in uniform control flow.
fn prepare(invocation: u32) {
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    var sum = vec2f(0.0);
    for (var k = 0u; k < SITES; k++) {
      sum += dab(e / SITES, k, e % SITES, k);
    }
    g[e] = sum / params.electrons;
  }
  workgroupBarrier();
}

/// Fills the four matrices, over the orthonormal pairs (|i j> +- |j i>) / sqrt(2), i < j, and |i i>.
fn load_blocks(invocation: u32) {
  for (var e = invocation; e < SQUARE * SQUARE; e += WORKGROUP) {
    let i = vec2u(e / SQUARE / SITES, e / SQUARE % SITES);
    let j = vec2u(e % SQUARE / SITES, e % SITES);
    if (i.x > i.y || j.x > j.y) { continue; }
    let straight = dab(i.x, i.y, j.x, j.y);
    let swapped = dab(i.x, i.y, j.y, j.x);
    let straight_holes = straight + hole_part(i.x, i.y, j.x, j.y);
    let swapped_holes = swapped + hole_part(i.x, i.y, j.y, j.x);
    let scale = select(1.0, inverseSqrt(2.0), i.x == i.y) * select(1.0, inverseSqrt(2.0), j.x == j.y);
    for (var channel = 0u; channel < 2u; channel++) {
      if (channel == 1u && (i.x == i.y || j.x == j.y)) { continue; }
      let n = order_of(2u * channel);
      let cell = pair_index(channel, i.x, i.y) * n + pair_index(channel, j.x, j.y);
      let sign = symmetry(channel);
      workspace[matrix_start(2u * channel) + cell] = scale * (straight + sign * swapped);
      workspace[matrix_start(2u * channel + 1u) + cell] = scale * (straight_holes + sign * swapped_holes);
    }
  }
  storageBarrier();
}

/// Takes the eigenvalues from the diagonals; the smallest of them, uniform.
fn collect_levels(invocation: u32) -> f32 {
  for (var row = invocation; row < ROWS; row += WORKGROUP) {
    let matrix = matrix_of(row);
    levels[row] = workspace[matrix_start(matrix) + (row - rows_before(matrix)) * (order_of(matrix) + 1u)].x;
  }
  workgroupBarrier();
  if (invocation == 0u) {
    lowest = 0.0;
    for (var row = 0u; row < ROWS; row++) {
      lowest = min(lowest, levels[row]);
    }
  }
  return workgroupUniformLoad(&lowest);
}

/// sum over eigenvalues l < 0 of one matrix of l |v><v| at (p, q).
fn negative_part(matrix: u32, p: u32, q: u32) -> vec2f {
  let n = order_of(matrix);
  let vectors = matrix_start(matrix) + CELLS;
  var sum = vec2f(0.0);
  for (var k = 0u; k < n; k++) {
    let level = levels[rows_before(matrix) + k];
    if (level < 0.0) {
      sum += level * multiply_conjugate(workspace[vectors + p * n + k], workspace[vectors + q * n + k]);
    }
  }
  return sum;
}

/// Puts N_D + N_Q of each channel in the place of the block of Dab.
fn collect_negative(invocation: u32) {
  for (var channel = 0u; channel < 2u; channel++) {
    let matrix = 2u * channel;
    let n = order_of(matrix);
    for (var e = invocation; e < triangle_size(n); e += WORKGROUP) {
      let pq = triangle_element(e, n);
      let value = negative_part(matrix, pq.x, pq.y) + negative_part(matrix + 1u, pq.x, pq.y);
      set_element(matrix_start(matrix), n, pq.x, pq.y, select(value, vec2f(value.x, 0.0), pq.x == pq.y));
    }
  }
  storageBarrier();
}

/// N[i1 i2;j1 j2] of a channel, N_D + N_Q.
fn negative(channel: u32, i1: u32, i2: u32, j1: u32, j2: u32) -> vec2f {
  if (channel == 1u && (i1 == i2 || j1 == j2)) {
    return vec2f(0.0);
  }
  let p = pair_index(channel, min(i1, i2), max(i1, i2));
  let q = pair_index(channel, min(j1, j2), max(j1, j2));
  let value = workspace[matrix_start(2u * channel) + p * order_of(2u * channel) + q];
  let weights = select(1.0, sqrt(2.0), i1 == i2) * select(1.0, sqrt(2.0), j1 == j2);
  let sign = select(1.0, symmetry(channel), (i1 > i2) != (j1 > j2));
  return 0.5 * sign * weights * value;
}

/// Fills what K and the component along K(W) need. Call in uniform control flow.
fn contract(invocation: u32) {
  let m = f32(SITES);
  for (var e = invocation; e < 2u * SQUARE; e += WORKGROUP) {
    let channel = e / SQUARE;
    let i = e % SQUARE / SITES;
    let j = e % SITES;
    var sum = vec2f(0.0);
    for (var k = 0u; k < SITES; k++) {
      sum += negative(channel, i, k, j, k);
    }
    contracted[e] = sum / max(m + 2.0 * symmetry(channel), 1.0);
  }
  workgroupBarrier();
  if (invocation == 0u) {
    var sum = 0.0;
    for (var channel = 0u; channel < 2u; channel++) {
      var total = 0.0;
      for (var i = 0u; i < SITES; i++) {
        total += contracted[channel * SQUARE + i * (SITES + 1u)].x;
      }
      diagonal[channel] = total / (2.0 * (m + symmetry(channel)));
    }
    for (var i = 0u; i < SITES; i++) {
      sum += negative(0u, i, i, i, i).x - 4.0 * trace_part(0u, i, i).x;
    }
    along = sum * (m + 1.0) / (m * max(m - 1.0, 1.0));
  }
  workgroupBarrier();
}

fn trace_part(channel: u32, i: u32, j: u32) -> vec2f {
  let value = contracted[channel * SQUARE + i * SITES + j];
  return value - vec2f(select(0.0, diagonal[channel], i == j), 0.0);
}

/// K(N)[i1 i2;j1 j2] of a channel; nothing is left of the antisymmetric one of up to two sites.
fn contraction_free(channel: u32, i1: u32, i2: u32, j1: u32, j2: u32) -> vec2f {
  if (channel == 1u && SITES <= 2u) {
    return vec2f(0.0);
  }
  var value = negative(channel, i1, i2, j1, j2);
  if (i2 == j2) { value -= trace_part(channel, i1, j1); }
  if (i1 == j2) { value -= symmetry(channel) * trace_part(channel, i2, j1); }
  if (i2 == j1) { value -= symmetry(channel) * trace_part(channel, i1, j2); }
  if (i1 == j1) { value -= trace_part(channel, i2, j2); }
  return value;
}

/// K(W)[i1 i2;j1 j2]
fn occupancy(i1: u32, i2: u32, j1: u32, j2: u32) -> f32 {
  let straight = select(0.0, 1.0, i1 == j1 && i2 == j2);
  let swapped = select(0.0, 1.0, i1 == j2 && i2 == j1);
  return select(0.0, 1.0, i1 == i2) * straight * swapped - (straight + swapped) / (f32(SITES) + 1.0);
}

/// Adds X to the change.
fn add_change(invocation: u32) {
  for (var e = invocation; e < triangle_size(SQUARE); e += WORKGROUP) {
    let element = triangle_element(e, SQUARE);
    let i = vec2u(element.x / SITES, element.x % SITES);
    let j = vec2u(element.y / SITES, element.y % SITES);
    var change = vec2f(-along * occupancy(i.x, i.y, j.x, j.y), 0.0);
    for (var channel = 0u; channel < 2u; channel++) {
      change += contraction_free(channel, i.x, i.y, j.x, j.y);
    }
    workspace[changes + e] += change;
  }
  storageBarrier();
}

/// Whether |Dab|^2 is what that of a state can be; uniform. Comparing bits sees NaN and infinity as too much.
fn is_bounded(invocation: u32) -> bool {
  var sum = vec4f(0.0);
  for (var e = invocation; e < triangle_size(SQUARE); e += WORKGROUP) {
    let element = triangle_element(e, SQUARE);
    let square = dot(packed[origin + e], packed[origin + e]);
    sum.x += select(2.0, 1.0, element.x == element.y) * square;
  }
  let most = params.electrons * params.electrons + 1.0;
  return bitcast<u32>(uniform_sum(sum, invocation).x) <= bitcast<u32>(most * most);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  origin = group.x * triangle_size(SQUARE);
  area = group.x * (3u * CELLS + triangle_size(SQUARE));
  changes = area + 3u * CELLS;
  if (!is_bounded(invocation)) {
    return;
  }
  for (var e = invocation; e < triangle_size(SQUARE); e += WORKGROUP) {
    workspace[changes + e] = vec2f(0.0);
  }
  storageBarrier();
  var report = vec4f(0.0);
  for (var iteration = 0u; iteration < params.iterations; iteration++) {
    prepare(invocation);
    load_blocks(invocation);
    if (iteration % RESTART == 0u) {
      start_cold(invocation);
    } else {
      start_warm(invocation);
    }
    report.w += f32(diagonalise(invocation));
    let smallest = collect_levels(invocation);
    if (smallest > -params.tolerance) {
      break;
    }
    report.z += 1.0;
    if (iteration + 1u == params.iterations) {
      report = vec4f(1.0, smallest, report.zw);
    }
    collect_negative(invocation);
    contract(invocation);
    add_change(invocation);
  }
  for (var e = invocation; e < triangle_size(SQUARE); e += WORKGROUP) {
    packed[origin + e] -= workspace[changes + e];
  }
  if (invocation == 0u) {
    let before = reports[group.x];
    reports[group.x] = vec4f(before.x + report.x, min(before.y, report.y), before.zw + report.zw);
  }
}
