import { describe, expect, test } from "vitest";
import { dot } from "../../../src/linalg/vectors.ts";
import { exactTrajectory } from "../../../src/methods/exact-trajectory.ts";
import { createTd2rdmRhs } from "../../../src/methods/td2rdm/rhs.ts";
import { admissibleBasis } from "../../../src/neural/closure/admissible.ts";
import { findSymmetries, Packing } from "../../../src/neural/packing.ts";
import { buildLattice, oneBodyMatrix } from "../../../src/physics/lattice.ts";
import { chainQuench } from "../../support/closure.ts";

const INTERVAL = 0.001;

describe.each([
  // One electron of each spin has no three-particle cumulant: nothing is missing.
  [2, 1, 1, 1, 0],
  [4, 1, 1, 44, 1e-3],
  [4, 3, 2.5, 44, 1e-3],
  [6, 1, 1, 276, 1e-3],
])("%i sites at U = %d, V = %d", (sites, interaction, trap, count, least) => {
  const system = chainQuench(sites, interaction, trap);
  const run = exactTrajectory(system, INTERVAL, 0.1);
  let step = run.next();
  while (step.done !== true) step = run.next();
  const { dab } = step.value;
  const packing = new Packing(system.lattice, findSymmetries(system.lattice, [dab]));
  const basis = admissibleBasis(packing);
  const { size, values } = packing;
  const vector = (k: number): Float64Array => basis.subarray(k * size, (k + 1) * size);

  test("the basis is orthonormal, with the number of directions that the symmetries leave", () => {
    expect(basis.length).toBe(count * size);
    for (let k = 0; k < count; k += 7) {
      for (let other = 0; other < count; other++) {
        expect(dot(vector(k), vector(other))).toBeCloseTo(k === other ? 1 : 0, 12);
      }
    }
  });

  test("what contraction-consistent Valdemoro lacks of the exact slope lies in its span", () => {
    const lattice = buildLattice(system.lattice);
    const h = oneBodyMatrix(lattice, system.hopping, 0);
    const closure = { closure: "valdemoro", contractionConsistent: true } as const;
    const rhs = createTd2rdmRhs(sites, sites / 2, h, interaction, closure);
    const slope = new Float64Array(values);
    const missing = new Float64Array(size);
    for (const row of [5, 50, 90]) {
      const at = (shift: number): Float64Array =>
        dab.subarray((row + shift) * values, (row + shift + 1) * values);
      rhs.evaluate(at(0), slope);
      const [after, before, later, earlier] = [at(1), at(-1), at(2), at(-2)];
      const difference = slope.map(
        (known, i) => (8 * (after[i] - before[i]) - (later[i] - earlier[i])) / (12 * INTERVAL) - known,
      );
      packing.pack(difference, missing);
      const norm = Math.sqrt(dot(missing, missing));
      expect(norm).toBeGreaterThan(least);
      for (let k = 0; k < count; k++) {
        const along = dot(vector(k), missing);
        for (let i = 0; i < size; i++) missing[i] -= along * vector(k)[i];
      }
      expect(Math.sqrt(dot(missing, missing))).toBeLessThan(1e-9);
    }
  });
});
