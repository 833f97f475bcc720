// TD2RDM of closed-shell singlets with the Valdemoro reconstruction D3 = A(g g g) + A(Delta2 g), with or
// without contraction consistency, by RK4 (PHYSICS.md sections 4 and 5):
//
//   i d/dt D = [h1 + h2, D] + U (delta_{i1 i2} - delta_{j1 j2}) D + U (W - W^+),  W = T + exchanged T,
//   T[a b;c d] = D3[a b b;c b d]
//              = g[b;b] D[a b;c d] + g[b;d] Daa[a b;c b] + g[a;c] (D[b b;b d] - 2 g[b;b] g[b;d])
//                - g[b;c] (D[a b;b d] - 2 g[a;b] g[b;d]) - g[a;b] D[b b;c d].
//
// The correction that makes D3 consistent is the closed form of src/methods/td2rdm/consistency.ts; its
// residuals `twist`, `pair`, `last` and `crossed` are named as there.
//
// Shapes: packed[point][e], e counting the upper triangle of D as a Hermitian SITES^2 matrix (triangle.wgsl);
// samples[item][e] and scalars[item] with item = point * slots + slot; `scalars` holds |Delta_ab|^2,
// energy, trace of D and |D|^2.
// Workgroups: one per point, the time loop inside. D of the present stage lives whole in workgroup memory;
// an invocation owns elements e = invocation + n WORKGROUP of state, stage and sum, each with its adjoint,
// so that D stays exactly Hermitian. Four barriers per evaluation.

struct Params {
  // Samples to write; `slots` is their stride.
  samples: u32,
  slots: u32,
  // 1: the first sample is the state at hand, before any step.
  from_start: u32,
  steps_per_sample: u32,
  step: f32,
  // Electrons of one spin.
  electrons: f32,
  // 1: contraction consistency.
  consistent: u32,
}

struct Quench {
  interaction: f32,
  trap: f32,
}

override SITES: u32;
override SQUARE: u32 = SITES * SITES;
override CUBE: u32 = SITES * SITES * SITES;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> quenches: array<Quench>;
@group(0) @binding(2) var<storage, read> lattice: array<f32>;
@group(0) @binding(3) var<storage, read_write> packed: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> slopes: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> samples: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> scalars: array<vec4f>;

var<workgroup> dab: array<vec2f, SQUARE * SQUARE>;
var<workgroup> g: array<vec2f, SQUARE>;
var<workgroup> twist: array<vec2f, CUBE>;
var<workgroup> pair: array<vec2f, CUBE>;
var<workgroup> last: array<vec2f, SQUARE>;
var<workgroup> crossed: array<vec2f, SQUARE>;

fn d2(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  return dab[(a * SITES + b) * SQUARE + c * SITES + d];
}

fn g1(a: u32, b: u32) -> vec2f {
  return g[a * SITES + b];
}

/// Delta_ab
fn delta(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  return d2(a, b, c, d) - multiply(g1(a, c), g1(b, d));
}

fn h1(a: u32, b: u32, trap: f32) -> f32 {
  return lattice[a * SITES + b] + select(0.0, trap * lattice[SQUARE + a], a == b);
}

/// D3[a b b;c b d] of the reconstruction.
fn repeated_site(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  let gbb = g1(b, b).x;
  let gbd = g1(b, d);
  let gab = g1(a, b);
  let once = d2(b, b, b, d) - 2.0 * gbb * gbd;
  let twice = d2(a, b, b, d) - 2.0 * multiply(gab, gbd);
  return gbb * d2(a, b, c, d)
    + multiply(gbd, d2(a, b, c, b) - d2(b, a, c, b))
    + multiply(g1(a, c), once)
    - multiply(g1(b, c), twice)
    - multiply(gab, d2(b, b, c, d));
}

/// [h1 + h2, D]
fn hopped(a: u32, b: u32, c: u32, d: u32, trap: f32) -> vec2f {
  var sum = vec2f(0.0);
  for (var k = 0u; k < SITES; k++) {
    sum += h1(a, k, trap) * d2(k, b, c, d) + h1(b, k, trap) * d2(a, k, c, d);
    sum -= h1(k, c, trap) * d2(a, b, k, d) + h1(k, d, trap) * d2(a, b, c, k);
  }
  return sum;
}

/// sum_k g[b;k] Delta[a k;b c] + Delta[a b;b k] g[k;c]
fn half_twist(b: u32, a: u32, c: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var k = 0u; k < SITES; k++) {
    sum += multiply(g1(b, k), delta(a, k, b, c)) + multiply(delta(a, b, b, k), g1(k, c));
  }
  return sum;
}

/// sum_k g[b;k] Delta[k b;c d] + Delta[b b;c k] g[k;d] - Delta[b b;c d]
fn half_pair(b: u32, c: u32, d: u32) -> vec2f {
  var sum = -delta(b, b, c, d);
  for (var k = 0u; k < SITES; k++) {
    sum += multiply(g1(b, k), delta(k, b, c, d)) + multiply(delta(b, b, c, k), g1(k, d));
  }
  return sum;
}

/// 2 sum_{a k} g[a;k] Delta[k c;a f]
fn last_element(c: u32, f: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var a = 0u; a < SITES; a++) {
    for (var k = 0u; k < SITES; k++) {
      sum += multiply(g1(a, k), delta(k, c, a, f));
    }
  }
  return 2.0 * sum;
}

/// (g - g g)[a;f]
fn hole(a: u32, f: u32) -> vec2f {
  var sum = g1(a, f);
  for (var k = 0u; k < SITES; k++) {
    sum -= multiply(g1(a, k), g1(k, f));
  }
  return sum;
}

/// ((g - 1)(g - g g))[a;f] + sum_{c k} Delta[a c;k f] g[k;c]
fn crossed_element(a: u32, f: u32) -> vec2f {
  var sum = -hole(a, f);
  for (var k = 0u; k < SITES; k++) {
    sum += multiply(g1(a, k), hole(k, f));
    for (var c = 0u; c < SITES; c++) {
      sum += multiply(g1(k, c), delta(a, c, k, f));
    }
  }
  return sum;
}

/// What the residuals contribute where three indices agree.
fn trace_part(a: u32, b: u32) -> vec2f {
  let e = a * SITES + b;
  if (SITES == 2u) {
    return -0.25 * last[e];
  }
  let m = f32(SITES);
  return -((2.0 * m - 3.0) * last[e] + m * crossed[e]) / (m * m * (m - 2.0));
}

/// 1 / (SITES - 2), 0 for two sites.
fn line_weight() -> f32 {
  return select(0.0, 1.0 / f32(max(SITES, 3u) - 2u), SITES > 2u);
}

/// The correction at [b b;c d], over U.
fn line(b: u32, c: u32, d: u32) -> vec2f {
  var value = -line_weight() * pair[b * SQUARE + c * SITES + d];
  if (b == c) {
    value -= trace_part(b, d);
  }
  if (b == d) {
    value -= trace_part(b, c);
  }
  return value;
}

/// Half of the correction at [a b;b c], over U.
fn across(b: u32, a: u32, c: u32) -> vec2f {
  let edges = twist[a * SQUARE + a * SITES + c] + twist[c * SQUARE + a * SITES + c];
  return (twist[b * SQUARE + a * SITES + c] - 0.5 * edges) / f32(SITES);
}

/// The correction at [a b;c b], over U.
fn parallel(b: u32, a: u32, c: u32) -> vec2f {
  let side = pair[a * SQUARE + a * SITES + c] - conjugate(pair[c * SQUARE + c * SITES + a]);
  return across(b, a, c) + 0.5 * line_weight() * side;
}

/// The correction of the collision integral, over U.
fn correction(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  var value = vec2f(0.0);
  if (a == b) { value += line(a, c, d); }
  if (c == d) { value -= conjugate(line(c, a, b)); }
  if (b == c) { value += 2.0 * across(b, a, d); }
  if (a == d) { value += 2.0 * across(a, b, c); }
  if (b == d) { value += parallel(b, a, c); }
  if (a == c) { value += parallel(a, b, d); }
  return value;
}

/// d/dt D[a b;c d]
fn slope(a: u32, b: u32, c: u32, d: u32, quench: Quench) -> vec2f {
  var collision = repeated_site(a, b, c, d) + repeated_site(b, a, d, c)
    - conjugate(repeated_site(c, d, a, b) + repeated_site(d, c, b, a));
  if (params.consistent == 1u) {
    collision += correction(a, b, c, d);
  }
  let on_site = select(0.0, 1.0, a == b) - select(0.0, 1.0, c == d);
  let value = hopped(a, b, c, d, quench.trap)
    + quench.interaction * (on_site * d2(a, b, c, d) + collision);
  return vec2f(value.y, -value.x);
}

/// Fills g from `dab`, and the residuals where they are wanted. Call in uniform control flow.
fn prepare(invocation: u32) {
  workgroupBarrier();
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    var sum = vec2f(0.0);
    for (var k = 0u; k < SITES; k++) {
      sum += d2(e / SITES, k, e % SITES, k);
    }
    g[e] = sum / params.electrons;
  }
  workgroupBarrier();
  if (params.consistent == 1u) {
    for (var e = invocation; e < CUBE; e += WORKGROUP) {
      let b = e / SQUARE;
      let a = (e / SITES) % SITES;
      let c = e % SITES;
      twist[e] = half_twist(b, a, c) - conjugate(half_twist(b, c, a));
      pair[e] = half_pair(b, a, c) + half_pair(b, c, a);
    }
    for (var e = invocation; e < SQUARE; e += WORKGROUP) {
      last[e] = last_element(e / SITES, e % SITES);
      crossed[e] = crossed_element(e / SITES, e % SITES);
    }
  }
  workgroupBarrier();
}

/// Puts an element and its adjoint into `dab`.
fn place(element: vec2u, value: vec2f) {
  dab[element.y * SQUARE + element.x] = conjugate(value);
  dab[element.x * SQUARE + element.y] = select(value, vec2f(value.x, 0.0), element.x == element.y);
}

/// One RK4 step of packed[origin ...]; `dab` holds that state before and after.
fn advance(origin: u32, quench: Quench, invocation: u32) {
  let size = triangle_size(SQUARE);
  for (var stage = 0u; stage < 4u; stage++) {
    prepare(invocation);
    // Weight of this slope in the step, and of the step to the next stage.
    let weight = select(1.0, 2.0, stage == 1u || stage == 2u) / 6.0;
    for (var e = invocation; e < size; e += WORKGROUP) {
      let ij = triangle_element(e, SQUARE);
      let value = slope(ij.x / SITES, ij.x % SITES, ij.y / SITES, ij.y % SITES, quench);
      let sum = select(slopes[2u * (origin + e)], vec2f(0.0), stage == 0u) + weight * value;
      slopes[2u * (origin + e)] = sum;
      slopes[2u * (origin + e) + 1u] = value;
    }
    workgroupBarrier();
    let next = params.step * select(0.5, 1.0, stage == 2u);
    for (var e = invocation; e < size; e += WORKGROUP) {
      var value = packed[origin + e];
      if (stage < 3u) {
        value += next * slopes[2u * (origin + e) + 1u];
      } else {
        value += params.step * slopes[2u * (origin + e)];
        packed[origin + e] = value;
      }
      place(triangle_element(e, SQUARE), value);
    }
  }
}

/// |Delta_ab|^2, energy, trace and |D|^2 of `dab`, in every invocation.
fn measure(quench: Quench, invocation: u32) -> vec4f {
  prepare(invocation);
  var sums = vec4f(0.0);
  for (var e = invocation; e < SQUARE * SQUARE; e += WORKGROUP) {
    let row = e / SQUARE;
    let column = e % SQUARE;
    let cumulant = delta(row / SITES, row % SITES, column / SITES, column % SITES);
    sums.x += dot(cumulant, cumulant);
    sums.z += select(0.0, dab[e].x, row == column);
    sums.w += dot(dab[e], dab[e]);
  }
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    let i = e / SITES;
    let j = e % SITES;
    sums.y += 2.0 * h1(i, j, quench.trap) * g[e].x;
    sums.y += select(0.0, quench.interaction * d2(i, i, i, i).x, i == j);
  }
  return workgroup_sum(sums, invocation);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let size = triangle_size(SQUARE);
  let origin = group.x * size;
  let quench = quenches[group.x];
  for (var e = invocation; e < size; e += WORKGROUP) {
    place(triangle_element(e, SQUARE), packed[origin + e]);
  }
  for (var sample = 0u; sample < params.samples; sample++) {
    if (sample > 0u || params.from_start == 0u) {
      for (var step = 0u; step < params.steps_per_sample; step++) {
        advance(origin, quench, invocation);
      }
    }
    let item = group.x * params.slots + sample;
    for (var e = invocation; e < size; e += WORKGROUP) {
      samples[item * size + e] = packed[origin + e];
    }
    let measured = measure(quench, invocation);
    if (invocation == 0u) {
      scalars[item] = measured;
    }
  }
}
