import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { dot } from "../../src/linalg/vectors.ts";
import { buildFockSpace, type FockSpace, type StateVector } from "../../src/physics/fock-space.ts";
import { Hamiltonian, spectralBounds } from "../../src/physics/hamiltonian.ts";
import { buildLattice, oneBodyMatrix } from "../../src/physics/lattice.ts";
import { Propagator } from "../../src/physics/propagator.ts";
import { DenseQuench } from "../support/dense-quench.ts";
import { distance, randomState } from "../support/random-systems.ts";

const chain = buildLattice({ kind: "chain", sites: 4, boundary: "periodic" });
const electrons = { up: 2, down: 1 };

/** All states at multiples of `interval`, copied. */
function evolve(
  hamiltonian: Hamiltonian,
  bounds: { lower: number; upper: number },
  psi: Float64Array,
  interval: number,
  samples: number,
): StateVector[] {
  const propagator = new Propagator(hamiltonian, bounds, 0, interval, samples);
  propagator.start(psi);
  const states: StateVector[] = [];
  while (states.length < samples) {
    for (const { re, im } of drain(propagator.nextBlock())) states.push({ re: re.slice(), im: im.slice() });
  }
  return states.slice(0, samples);
}

/** Largest distance of two normalised states after the best common phase. */
function phaseFreeDistance({ re, im }: StateVector, psi: Float64Array): number {
  const [x, y] = [psi.filter((_, i) => i % 2 === 0), psi.filter((_, i) => i % 2 === 1)];
  const [c, s] = [dot(re, x) + dot(im, y), dot(re, y) - dot(im, x)];
  const size = Math.hypot(c, s);
  const rotatedRe = re.map((value, i) => (value * c - im[i] * s) / size);
  const rotatedIm = re.map((value, i) => (value * s + im[i] * c) / size);
  return Math.max(distance(rotatedRe, x), distance(rotatedIm, y));
}

describe("Propagator", () => {
  it("agrees with dense diagonalisation at all times and for all interval lengths", () => {
    const before = { h: oneBodyMatrix(chain, 1, 0.8), interaction: 1.5 };
    const after = { h: oneBodyMatrix(chain, 1, 0.2), interaction: -2 };
    const oracle = new DenseQuench(4, electrons, before, after);
    const space = buildFockSpace(4, electrons);
    const hamiltonian = Hamiltonian.hubbard(space, after.h, after.interaction);
    const bounds = spectralBounds(after.h, space, after.interaction);
    const psi = oracle.initial.filter((_, i) => i % 2 === 0);
    for (const [interval, samples] of [
      [0.01, 5],
      [0.3, 67],
      [20, 1],
    ]) {
      const states = evolve(hamiltonian, bounds, psi, interval, samples);
      states.forEach((state, k) => {
        expect(phaseFreeDistance(state, oracle.at(interval * (k + 1)).psi)).toBeLessThan(1e-12);
      });
    }
  });

  it("conserves norm and energy, for any U and V (identity 4)", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.integer(),
        (interaction, trap, seed) => {
          const { space, state } = randomState(4, electrons, seed);
          const oneBody = oneBodyMatrix(chain, 1, trap);
          const hamiltonian = Hamiltonian.hubbard(space, oneBody, interaction);
          const bounds = spectralBounds(oneBody, space, interaction);
          const states = evolve(hamiltonian, bounds, state.re, 0.5, 40);
          const start = { re: state.re, im: new Float64Array(space.dimension) };
          for (const later of states) {
            expect(norm(later)).toBeCloseTo(norm(start), 12);
            expect(energy(hamiltonian, space, later)).toBeCloseTo(energy(hamiltonian, space, start), 11);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it("comes back after time reversal (identity 5)", () => {
    const { space, state } = randomState(4, electrons, 3);
    const oneBody = oneBodyMatrix(chain, 1, 0.4);
    const hamiltonian = Hamiltonian.hubbard(space, oneBody, 2);
    const reversed = hamiltonian.rescaled(0, -1);
    const { lower, upper } = spectralBounds(oneBody, space, 2);
    const forward = evolve(hamiltonian, { lower, upper }, state.re, 0.1, 50).at(-1);
    if (forward === undefined) throw new Error("no state");
    const back = (part: Float64Array): StateVector | undefined =>
      evolve(reversed, { lower: -upper, upper: -lower }, part, 0.1, 50).at(-1);
    const [ofRe, ofIm] = [back(forward.re), back(forward.im)];
    const re = ofRe?.re.map((value, i) => value - (ofIm?.im[i] ?? 0)) ?? new Float64Array();
    const im = ofRe?.im.map((value, i) => value + (ofIm?.re[i] ?? 0)) ?? new Float64Array();
    expect(distance(re, state.re)).toBeLessThan(1e-12);
    expect(distance(im, new Float64Array(im.length))).toBeLessThan(1e-12);
  });
});

function norm({ re, im }: StateVector): number {
  return dot(re, re) + dot(im, im);
}

function energy(hamiltonian: Hamiltonian, space: FockSpace, { re, im }: StateVector): number {
  const image = new Float64Array(space.dimension);
  hamiltonian.apply(re, 0, null, image);
  const ofRe = dot(re, image);
  hamiltonian.apply(im, 0, null, image);
  return ofRe + dot(im, image);
}
