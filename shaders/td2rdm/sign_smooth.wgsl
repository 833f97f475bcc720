// S = 2g - 1 of the smooth Nakatsuji-Yasuda closure.

fn prepare_sign(invocation: u32) {}

/// S[t;u]
fn sign_element(t: u32, u: u32) -> vec2f {
  return 2.0 * g1(t, u) - vec2f(select(0.0, 1.0, t == u), 0.0);
}
