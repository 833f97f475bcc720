// The equation of motion (PHYSICS.md section 4): hopping, on-site term and the collision integral of D3 =
// A(g g g) + A(Delta2 g), to which the closure adds third_collision() and consistency its
// correction (consistency.wgsl). Two passes take [a b;c d] and its spin-exchanged partner [b a;d c].

/// D3[a b b;c b d] of the Valdemoro reconstruction.
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
fn hopped(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var k = 0u; k < SITES; k++) {
    sum += h[a * SITES + k] * d2(k, b, c, d) + h[b * SITES + k] * d2(a, k, c, d);
    sum -= h[k * SITES + c] * d2(a, b, k, d) + h[k * SITES + d] * d2(a, b, c, k);
  }
  return sum;
}

/// d/dt D[a b;c d] with (a b, c d) = element
fn slope(element: vec2u, interaction: f32) -> vec2f {
  let a = element.x / SITES;
  let b = element.x % SITES;
  let c = element.y / SITES;
  let d = element.y % SITES;
  var collision = vec2f(0.0);
  for (var exchanged = 0u; exchanged < 2u; exchanged++) {
    let i = select(a, b, exchanged == 1u);
    let j = select(b, a, exchanged == 1u);
    let p = select(c, d, exchanged == 1u);
    let q = select(d, c, exchanged == 1u);
    collision += repeated_site(i, j, p, q) - conjugate(repeated_site(p, q, i, j));
    if (params.consistent == 1u) {
      collision += correction_of_last(i, j, p, q);
    }
  }
  if (params.consistent == 1u) {
    collision += correction_of_lines(a, b, c, d);
  }
  collision += third_collision(a, b, c, d);
  let on_site = select(0.0, 1.0, a == b) - select(0.0, 1.0, c == d);
  let value = hopped(a, b, c, d) + interaction * (on_site * d2(a, b, c, d) + collision);
  return vec2f(value.y, -value.x);
}
