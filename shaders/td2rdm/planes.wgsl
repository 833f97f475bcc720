// For closures that keep arrays over SITES^4 in the planes of `scratch`: Delta_ab in plane DELTA and the closure's
// term T[a b;c d] = Delta3[a b b;c b d] in plane COLLISION.

const DELTA: u32 = 0u;
const COLLISION: u32 = 1u;

/// Fills plane DELTA with Delta_ab.
fn fill_delta(invocation: u32) {
  let start = plane_start(DELTA);
  for (var e = invocation; e < FOURTH; e += WORKGROUP) {
    let row = e / SQUARE;
    let column = e % SQUARE;
    scratch[start + e] = delta(row / SITES, row % SITES, column / SITES, column % SITES);
  }
}

/// T plus its spin-exchanged partner, less the Hermitian partner of both.
fn third_collision(a: u32, b: u32, c: u32, d: u32) -> vec2f {
  let t = plane_start(COLLISION);
  return scratch[t + index4(a, b, c, d)] + scratch[t + index4(b, a, d, c)]
    - conjugate(scratch[t + index4(c, d, a, b)] + scratch[t + index4(d, c, b, a)]);
}
