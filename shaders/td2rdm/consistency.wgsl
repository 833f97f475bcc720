// Contraction consistency (PHYSICS.md section 5) in the closed form of src/methods/td2rdm/consistency.ts.
// The residual of the Valdemoro reconstruction is computed here; a closure takes off the contractions of its
// Delta3, L[a c;d f] = sum_k Delta3[a k c;d k f], by contracted(), and by contracted_line() the part of site k of
// weights . (sum_k L[i k;j k], sum_k L[k i;k j], sum_k L[i k;k j]).

/// residuals[b a c] is r[b a;c b], residuals[CUBE + b c d] is r[b b;c d].
var<workgroup> residuals: array<vec2f, 2u * CUBE>;
/// The one-body residuals with their weights, where three indices agree.
var<workgroup> trace: array<vec2f, SQUARE>;

/// Weights of the residuals first, last and crossed in `trace`.
fn trace_weights() -> vec3f {
  if (SITES == 2u) {
    return vec3f(0.0, -0.25, 0.0);
  }
  let m = f32(SITES);
  return vec3f(m - 3.0, 3.0 - 2.0 * m, -m) / (m * m * (m - 2.0));
}

/// (g - g g)[a;f]
fn hole(a: u32, f: u32) -> vec2f {
  var sum = g1(a, f);
  for (var k = 0u; k < SITES; k++) {
    sum -= multiply(g1(a, k), g1(k, f));
  }
  return sum;
}

/// What site k contributes to trace[i j]: of last, 2 sum_a g[a;k] Delta[k i;a j], and of crossed,
/// ((g - 1)(g - g g))[i;j] + sum_c g[k;c] Delta[i c;k j].
fn trace_line(i: u32, j: u32, k: u32) -> vec2f {
  let weights = trace_weights();
  var last = vec2f(0.0);
  var crossed = vec2f(0.0);
  for (var a = 0u; a < SITES; a++) {
    last += multiply(g1(a, k), delta(k, i, a, j));
    crossed += multiply(g1(k, a), delta(i, a, k, j));
  }
  let occupied = g1(i, k) - select(vec2f(0.0), vec2f(1.0, 0.0), i == k);
  crossed += multiply(occupied, hole(k, j));
  return 2.0 * weights.y * last + weights.z * crossed - contracted_line(i, j, k, weights);
}

/// r[a c;d f] = sum_k g[a;k] Delta[k c;d f] + Delta[a c;k f] g[k;d] - Delta[a c;d f] - L[a c;d f]
fn residual(a: u32, c: u32, d: u32, f: u32) -> vec2f {
  var sum = -delta(a, c, d, f) - contracted(a, c, d, f);
  for (var k = 0u; k < SITES; k++) {
    sum += multiply(g1(a, k), delta(k, c, d, f)) + multiply(delta(a, c, k, f), g1(k, d));
  }
  return sum;
}

/// Fills `trace` and `residuals`, which holds the lines of `trace` until they are added up. Call in uniform
/// control flow.
fn prepare_correction(invocation: u32) {
  for (var e = invocation; e < CUBE; e += WORKGROUP) {
    residuals[e] = trace_line(e / SQUARE, (e / SITES) % SITES, e % SITES);
  }
  workgroupBarrier();
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    var sum = vec2f(0.0);
    for (var k = 0u; k < SITES; k++) {
      sum += residuals[e * SITES + k];
    }
    trace[e] = sum;
  }
  workgroupBarrier();
  for (var e = invocation; e < 2u * CUBE; e += WORKGROUP) {
    let paired = e >= CUBE;
    let b = (e / SQUARE) % SITES;
    let x = (e / SITES) % SITES;
    let y = e % SITES;
    residuals[e] = residual(b, select(x, b, paired), select(y, x, paired), select(b, y, paired));
  }
  workgroupBarrier();
}

/// r[b a;c b] - r[a b;b c]
fn twist(b: u32, a: u32, c: u32) -> vec2f {
  return residuals[(b * SITES + a) * SITES + c] - conjugate(residuals[(b * SITES + c) * SITES + a]);
}

/// r[b b;c d] + r[b b;d c]
fn pair(b: u32, c: u32, d: u32) -> vec2f {
  return residuals[CUBE + (b * SITES + c) * SITES + d] + residuals[CUBE + (b * SITES + d) * SITES + c];
}

/// 1 / (SITES - 2), 0 for two sites.
fn line_weight() -> f32 {
  return select(0.0, 1.0 / f32(max(SITES, 3u) - 2u), SITES > 2u);
}

/// The correction at [b b;c d], over U.
fn line(b: u32, c: u32, d: u32) -> vec2f {
  var value = -line_weight() * pair(b, c, d);
  if (b == c) {
    value -= trace[b * SITES + d];
  }
  if (b == d) {
    value -= trace[b * SITES + c];
  }
  return value;
}

/// Half of the correction at [a b;b c], over U.
fn across(b: u32, a: u32, c: u32) -> vec2f {
  return (twist(b, a, c) - 0.5 * (twist(a, a, c) + twist(c, a, c))) / f32(SITES);
}

/// The correction at [a b;c b], over U.
fn parallel(b: u32, a: u32, c: u32) -> vec2f {
  return across(b, a, c) + 0.5 * line_weight() * (pair(a, a, c) - conjugate(pair(c, c, a)));
}

/// The correction of the collision integral in [a b;c d], over U, where a = b or c = d.
fn correction_of_lines(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  var value = vec2f(0.0);
  if (a == b) { value += line(a, c, d); }
  if (c == d) { value -= conjugate(line(c, a, b)); }
  return value;
}

/// Its part with a = d or b = d; the one with c = b or a = c is that of [b a;d c].
fn correction_of_last(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  var value = vec2f(0.0);
  if (a == d) { value += 2.0 * across(a, b, c); }
  if (b == d) { value += parallel(b, a, c); }
  return value;
}
