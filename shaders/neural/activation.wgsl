// Activations of the hidden layers and their derivatives (src/neural/activations.ts), safe for large arguments.
// The built-in tanh may be off by 1e-5; this one is good to a few ulp.

const TANH = 0u;
const SILU = 1u;
const GELU = 2u;

fn hyperbolic_tangent(x: f32) -> f32 {
  let square = x * x;
  let series = x * (1.0 + square * (-1.0 / 3.0 + square * (2.0 / 15.0 + square * (-17.0 / 315.0 + square * (62.0 / 2835.0)))));
  let decay = exp(-2.0 * abs(x));
  let quotient = sign(x) * (1.0 - decay) / (1.0 + decay);
  return select(quotient, series, abs(x) < 0.3);
}

fn sigmoid(x: f32) -> f32 {
  let decay = exp(-abs(x));
  return select(decay, 1.0, x >= 0.0) / (1.0 + decay);
}

/// (value, derivative) of activation number `kind` at x.
fn activate(kind: u32, x: f32) -> vec2f {
  switch kind {
    case SILU: {
      let s = sigmoid(x);
      let value = x * s;
      return vec2f(value, s + value * (1.0 - s));
    }
    case GELU: {
      let scale = 0.7978845608028654;
      let cubic = 0.044715;
      // Beyond 10 the tangent is 1, and the cube could overflow.
      let inner = clamp(x, -10.0, 10.0);
      let t = hyperbolic_tangent(scale * inner * (1.0 + cubic * inner * inner));
      let slope = scale * (1.0 + 3.0 * cubic * inner * inner);
      return vec2f(0.5 * x * (1.0 + t), 0.5 * (1.0 + t) + 0.5 * inner * (1.0 - t * t) * slope);
    }
    default: {
      let t = hyperbolic_tangent(x);
      return vec2f(t, 1.0 - t * t);
    }
  }
}
