import {
  add,
  constant,
  div,
  type Expression,
  larger,
  mul,
  type Statement,
  set,
  smaller,
  sub,
} from "../wasm/code.ts";
import type { NewLocal } from "../wasm/module.ts";
import { elementwise } from "./elementwise.ts";

type Vector = Expression<"v128">;

/*
 * tanh x = x p(x^2) / q(x^2) on [-LIMIT, LIMIT], and exactly 1 beyond, to 3.6e-7: the rational minimax
 * approximation of Eigen (Eigen/src/Core/MathFunctionsImpl.h), highest power first.
 */
const LIMIT = 7.90531110763549805;
const NUMERATOR = [
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
  1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3,
];
const DENOMINATOR = [1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3];

/** Constants of the tanh form of gelu (Hendrycks and Gimpel, arXiv:1606.08415). */
const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

/** Sum of coefficients times powers of x, by Horner's rule. */
function polynomial(x: Vector, coefficients: readonly number[]): Vector {
  const [highest, ...rest] = coefficients.map(constant);
  return rest.reduce((sum, coefficient) => add(mul(sum, x), coefficient), highest);
}

/** The statements that put tanh of x into a new variable, and the variable. */
function tanhOf(x: Vector, local: NewLocal): { statements: readonly Statement[]; value: Vector } {
  const [clamped, square, value] = [local("v128"), local("v128"), local("v128")];
  const quotient = div(mul(clamped, polynomial(square, NUMERATOR)), polynomial(square, DENOMINATOR));
  const statements = [
    set(clamped, larger(smaller(x, constant(LIMIT)), constant(-LIMIT))),
    set(square, mul(clamped, clamped)),
    set(value, quotient),
  ];
  return { statements, value };
}

/** x becomes tanh x, slope 1 - tanh^2 x. */
export const tanh = elementwise("tanh", 2, 0, ([x, slope], _, local) => {
  const { statements, value } = tanhOf(x.load, local);
  return [...statements, x.store(value), slope.store(sub(constant(1), mul(value, value)))];
});

/** x becomes x s, slope s + x s (1 - s), with s = 1 / (1 + exp(-x)) = (1 + tanh(x / 2)) / 2. */
export const silu = elementwise("silu", 2, 0, ([x, slope], _, local) => {
  const [given, sigmoid, result] = [local("v128"), local("v128"), local("v128")];
  const half = constant(0.5);
  const { statements, value } = tanhOf(mul(half, given), local);
  return [
    set(given, x.load),
    ...statements,
    set(sigmoid, add(half, mul(half, value))),
    set(result, mul(given, sigmoid)),
    x.store(result),
    slope.store(add(sigmoid, mul(result, sub(constant(1), sigmoid)))),
  ];
});

/** x becomes x (1 + t) / 2, with t = tanh(c (x + g x^3)): gelu in its tanh form. */
export const gelu = elementwise("gelu", 2, 0, ([x, slope], _, local) => {
  const [given, square, share] = [local("v128"), local("v128"), local("v128")];
  const [one, half, scale] = [constant(1), constant(0.5), constant(GELU_SCALE)];
  const cubic = add(one, mul(constant(GELU_CUBIC), square));
  const { statements, value } = tanhOf(mul(mul(scale, given), cubic), local);
  const inner = mul(scale, add(one, mul(constant(3 * GELU_CUBIC), square)));
  const curved = mul(mul(half, given), mul(sub(one, mul(value, value)), inner));
  return [
    set(given, x.load),
    set(square, mul(given, given)),
    ...statements,
    set(share, add(half, mul(half, value))),
    x.store(mul(given, share)),
    slope.store(add(share, curved)),
  ];
});
