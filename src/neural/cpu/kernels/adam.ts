import { add, div, mul, set, sqrt, sub } from "../wasm/code.ts";
import { elementwise } from "./elementwise.ts";

/**
 * One step of Adam (Kingma and Ba, arXiv:1412.6980) on parameters p with moments m, v and gradient g:
 * s = shrink g, m = beta1 m + rest1 s, v = beta2 v + rest2 s^2, p -= rate m / (sqrt(correction v) + epsilon).
 */
export const adam = elementwise("adam", 4, 8, ([p, m, v, g], scalars, local) => {
  const [shrink, beta1, rest1, beta2, rest2, rate, correction, epsilon] = scalars;
  const [slope, first, second] = [local("v128"), local("v128"), local("v128")];
  const change = div(mul(rate, first), add(sqrt(mul(correction, second)), epsilon));
  return [
    set(slope, mul(shrink, g.load)),
    set(first, add(mul(beta1, m.load), mul(rest1, slope))),
    set(second, add(mul(beta2, v.load), mul(rest2, mul(slope, slope)))),
    m.store(first),
    v.store(second),
    p.store(sub(p.load, change)),
  ];
});
