// Complex numbers as vec2f (re, im), as on the CPU.

fn multiply(x: vec2f, y: vec2f) -> vec2f {
  return vec2f(x.x * y.x - x.y * y.y, x.x * y.y + x.y * y.x);
}

/// x conj(y)
fn multiply_conjugate(x: vec2f, y: vec2f) -> vec2f {
  return vec2f(x.x * y.x + x.y * y.y, x.y * y.x - x.x * y.y);
}

fn conjugate(x: vec2f) -> vec2f {
  return vec2f(x.x, -x.y);
}
