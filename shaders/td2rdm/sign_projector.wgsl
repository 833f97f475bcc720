// S = 2P - 1 of the Nakatsuji-Yasuda closure, P the projector on the natural orbitals of largest occupation.

/// Whether fewer than `electrons` orbitals are before k by occupation.
fn is_occupied(k: u32) -> bool {
  var before = 0.0;
  for (var l = 0u; l < SITES; l++) {
    let larger = occupation(l) > occupation(k) || (occupation(l) == occupation(k) && l < k);
    before += select(0.0, 1.0, larger);
  }
  return before < params.electrons;
}

fn prepare_sign(invocation: u32) {
  diagonalise_one_body(invocation);
}

/// S[t;u], once prepare_sign() is done
fn sign_element(t: u32, u: u32) -> vec2f {
  var sum = vec2f(select(0.0, -0.5, t == u), 0.0);
  for (var k = 0u; k < SITES; k++) {
    if (is_occupied(k)) {
      sum += multiply_conjugate(orbital(t, k), orbital(u, k));
    }
  }
  return 2.0 * sum;
}
