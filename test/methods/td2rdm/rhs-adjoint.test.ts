import { expect, test } from "vitest";
import { dot } from "../../../src/linalg/vectors.ts";
import { createTd2rdmRhs } from "../../../src/methods/td2rdm/rhs.ts";
import { RhsAdjoint } from "../../../src/methods/td2rdm/rhs-adjoint.ts";
import { Packing } from "../../../src/neural/packing.ts";
import { randomNumbers, randomOneBody, randomSingletDab } from "../../support/random-singlet.ts";

const CLOSURE = { closure: "valdemoro", contractionConsistent: true } as const;

test.each([
  [2, 1],
  [3, 1],
  [3, 2],
  [4, 2],
  [6, 3],
])("adjoint of the right-hand side on %i sites with %i electrons per spin", (sites, n) => {
  const lattice = { kind: "chain", sites, boundary: "open" } as const;
  const packing = new Packing(lattice, { exchange: true, mirrors: [] });
  const h = randomOneBody(sites, 3);
  const rhs = createTd2rdmRhs(sites, n, h, 1.3, CLOSURE);
  const adjoint = new RhsAdjoint(sites, n, h, 1.3);
  const next = randomNumbers(9);
  const random = (): Float64Array => {
    const out = new Float64Array(packing.values);
    packing.unpack(
      Float64Array.from({ length: packing.size }, () => next()),
      out,
    );
    return out;
  };
  const dab = randomSingletDab(sites, n, 5);
  const slope = new Float64Array(packing.values);
  for (let trial = 0; trial < 5; trial++) {
    const w = random();
    const direction = random();
    const along = (factor: number): number => {
      rhs.evaluate(
        dab.map((value, i) => value + factor * direction[i]),
        slope,
      );
      return dot(w, slope);
    };
    // A polynomial of degree 3: the central difference of fourth order is its derivative.
    const derivative = (8 * (along(1) - along(-1)) - (along(2) - along(-2))) / 12;
    const pulled = new Float64Array(packing.values);
    adjoint.evaluate(dab, w, pulled);
    const scale = Math.sqrt(dot(pulled, pulled) * dot(direction, direction));
    expect(scale).toBeGreaterThan(1);
    expect(Math.abs(dot(pulled, direction) - derivative)).toBeLessThan(1e-11 * scale);
  }
});
