import { describe, expect, it } from "vitest";
import { FIELD_NAMES, type SampledField, valuesPerSample } from "../../src/base/fields.ts";
import { drain } from "../../src/base/steps.ts";
import { HermitianEigensolver } from "../../src/linalg/hermitian.ts";
import { fillShell, uncorrelatedDab } from "../../src/physics/determinant.ts";
import { buildLattice, oneBodyMatrix } from "../../src/physics/lattice.ts";
import {
  allocateFields,
  doublonsFromDab,
  firstSamples,
  needsDab,
  needsOneBody,
  Observables,
  type SampleRdms,
  type TwoBodyField,
} from "../../src/physics/observables.ts";
import { StateRdms } from "../../src/physics/state-rdms.ts";
import { denseHamiltonian, reducedDensityMatrix } from "../support/exact-oracle.ts";
import { distance, type RandomState, randomState } from "../support/random-systems.ts";

const M = 4;
const lattice = buildLattice({ kind: "chain", sites: M, boundary: "open" });
const oneBody = oneBodyMatrix(lattice, 1, 0.6);
const INTERACTION = 2.5;
const observables = new Observables(lattice, oneBody, INTERACTION);

function rdmsOf({ space, state }: RandomState): SampleRdms {
  const rdms = new StateRdms(space);
  const of = (rank: number): Float64Array => new Float64Array(2 * M ** rank);
  const all = { d1up: of(2), d1dn: of(2), dab: of(4), daa: of(4), dbb: of(4), doublons: new Float64Array(M) };
  rdms.oneBody("up", state, all.d1up);
  rdms.oneBody("down", state, all.d1dn);
  drain(rdms.upDown(state, all.dab));
  drain(rdms.equalSpins("up", state, all.daa));
  drain(rdms.equalSpins("down", state, all.dbb));
  doublonsFromDab(all.dab, all.doublons);
  return all;
}

function measure(name: TwoBodyField, rdms: SampleRdms): Float64Array {
  const out = new Float64Array(valuesPerSample(name, M) + 1);
  observables.write(name, rdms, out, 1);
  return out.subarray(1);
}

/** <f> for an operator that is diagonal in the occupation numbers. */
function diagonalAverage({ oracle }: RandomState, f: (up: number[], down: number[]) => number): number {
  const bits = (x: number): number[] => Array.from({ length: M }, (_, i) => (x >> i) & 1);
  let sum = 0;
  oracle.up.forEach((a, p) => {
    oracle.down.forEach((b, q) => {
      const element = 2 * (p * oracle.down.length + q);
      sum += (oracle.psi[element] ** 2 + oracle.psi[element + 1] ** 2) * f(bits(a), bits(b));
    });
  });
  return sum;
}

const random = randomState(M, { up: 3, down: 2 }, 17);
const rdms = rdmsOf(random);

describe("Observables of a random state", () => {
  it("gives densities, doublons and the particle number", () => {
    for (let i = 0; i < M; i++) {
      expect(measure("density", rdms)[i]).toBeCloseTo(
        diagonalAverage(random, (u, d) => u[i] + d[i]),
        13,
      );
      expect(measure("densityUp", rdms)[i]).toBeCloseTo(
        diagonalAverage(random, (u) => u[i]),
        13,
      );
      expect(measure("doublons", rdms)[i]).toBeCloseTo(
        diagonalAverage(random, (u, d) => u[i] * d[i]),
        13,
      );
    }
    expect(measure("particles", rdms)[0]).toBeCloseTo(5, 13);
  });

  it("gives the energy", () => {
    const { oracle } = random;
    const dense = denseHamiltonian(M, oracle.up, oracle.down, oneBody, INTERACTION);
    const size = oracle.up.length * oracle.down.length;
    let energy = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const [re, im] = [
          oracle.psi[2 * i] * oracle.psi[2 * j],
          oracle.psi[2 * i + 1] * oracle.psi[2 * j + 1],
        ];
        energy += dense[2 * (i * size + j)] * (re + im);
      }
    }
    expect(measure("energy", rdms)[0]).toBeCloseTo(energy, 12);
  });

  it("gives connected density and spin correlations", () => {
    const density = measure("densityDensity", rdms);
    const spin = measure("spinSpin", rdms);
    for (let i = 0; i < M; i++) {
      for (let j = 0; j < M; j++) {
        const average = (f: (u: number[], d: number[]) => number): number => diagonalAverage(random, f);
        const nn = average((u, d) => (u[i] + d[i]) * (u[j] + d[j]));
        const ss = average((u, d) => ((u[i] - d[i]) * (u[j] - d[j])) / 4);
        const n = (k: number): number => average((u, d) => u[k] + d[k]);
        const s = (k: number): number => average((u, d) => (u[k] - d[k]) / 2);
        expect(density[i * M + j]).toBeCloseTo(nn - n(i) * n(j), 12);
        expect(spin[i * M + j]).toBeCloseTo(ss - s(i) * s(j), 12);
      }
    }
    for (let i = 0; i < M; i++) {
      expect(density.subarray(i * M, (i + 1) * M).reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
    }
  });

  it("gives the momentum distribution, which sums to the up electrons", () => {
    const momentum = measure("momentum", rdms);
    expect(momentum.reduce((a, b) => a + b, 0)).toBeCloseTo(3, 12);
    for (const [k, { x }] of lattice.momenta.entries()) {
      let [re, im] = [0, 0];
      for (let i = 0; i < M; i++) {
        for (let j = 0; j < M; j++) {
          const [gr, gi] = [rdms.d1up[2 * (i * M + j)], rdms.d1up[2 * (i * M + j) + 1]];
          const [cos, sin] = [Math.cos(x * (j - i)), Math.sin(x * (j - i))];
          re += (cos * gr - sin * gi) / M;
          im += (cos * gi + sin * gr) / M;
        }
      }
      expect(momentum[k]).toBeCloseTo(re, 13);
      expect(im).toBeCloseTo(0, 13);
    }
  });

  it("gives natural occupations in descending order and their entropy", () => {
    const occupations = measure("naturalOccupations", rdms);
    expect(occupations.reduce((a, b) => a + b, 0)).toBeCloseTo(3, 12);
    expect([...occupations]).toEqual([...occupations].sort((a, b) => b - a));
    const solver = new HermitianEigensolver(M);
    let entropy = 0;
    for (const d1 of [rdms.d1up, rdms.d1dn]) {
      solver.eigenvalues(d1);
      for (const n of solver.values) entropy -= n * Math.log(n) + (1 - n) * Math.log(1 - n);
    }
    expect(measure("entropy", rdms)[0]).toBeCloseTo(entropy, 12);
  });

  it("gives the smallest eigenvalues of Dab and of the hole matrix", () => {
    const holes = reducedDensityMatrix(particleHole(random), "ud");
    const q = observables.holeMatrix(rdms);
    const solver = new HermitianEigensolver(M * M);
    solver.eigenvalues(holes);
    expect(measure("minEigenvalueQ", rdms)[0]).toBeCloseTo(solver.values[0], 13);
    const trace = q.reduce((sum, value, i) => (i % (2 * (M * M + 1)) === 0 ? sum + value : sum), 0);
    expect(trace).toBeCloseTo((M - 3) * (M - 2), 12);
    expect(measure("minEigenvalueQ", rdms)[0]).toBeGreaterThan(-1e-13);
    solver.eigenvalues(reducedDensityMatrix(random.oracle, "ud"));
    expect(measure("minEigenvalueD", rdms)[0]).toBeCloseTo(solver.values[0], 13);
  });

  it("copies Dab and writes all fields at their slots", () => {
    expect(distance(measure("dab", rdms), rdms.dab ?? [])).toBe(0);
    const fields = new Set(FIELD_NAMES.filter((name): name is SampledField => name !== "relativeError"));
    const arrays = allocateFields(fields, M, 3);
    observables.writeAll(rdms, arrays, 1, ["energy"]);
    expect([...(arrays.energy ?? [])]).toEqual([0, 0, 0]);
    expect([...(arrays.delta3 ?? [])]).toEqual([0, 0, 0]);
    expect(arrays.particles?.[0]).toBe(0);
    expect(arrays.particles?.[1]).toBeCloseTo(5, 12);
    const trimmed = firstSamples(arrays, M, 2);
    expect(trimmed.density).toHaveLength(2 * M);
    expect(firstSamples(arrays, M, 3).density).toBe(arrays.density);
  });
});

describe("Observables of a closed-shell singlet", () => {
  it("takes the equal-spin correlations from Dab", () => {
    const { d1 } = fillShell(oneBody, M, 2);
    const dab = uncorrelatedDab(d1, d1, M);
    const doublons = new Float64Array(M);
    doublonsFromDab(dab, doublons);
    const singlet: SampleRdms = { d1up: d1, d1dn: d1, doublons, dab, daa: null, dbb: null };
    const density = measure("densityDensity", singlet);
    for (let i = 0; i < M; i++) {
      for (let j = 0; j < M; j++) {
        const g = d1[2 * (i * M + j)];
        const wick = 2 * ((i === j ? g : 0) - g * g);
        expect(density[i * M + j]).toBeCloseTo(wick, 13);
        expect(measure("spinSpin", singlet)[i * M + j]).toBeCloseTo(wick / 4, 13);
      }
    }
    expect(measure("delta2", singlet)[0]).toBe(0);
    expect(measure("entropy", singlet)[0]).toBeCloseTo(0, 12);
  });
});

describe("needs", () => {
  it("asks for as little as the fields need", () => {
    expect(needsDab(new Set(["density", "energy", "doublons", "momentum"]))).toBe(false);
    expect(needsOneBody(new Set(["density", "energy", "doublons"]))).toBe(false);
    expect(needsOneBody(new Set(["entropy"]))).toBe(true);
    for (const name of ["delta2", "delta3", "dab", "spinSpin", "minEigenvalueQ"] as const) {
      expect(needsDab(new Set([name]))).toBe(true);
      expect(needsOneBody(new Set([name]))).toBe(true);
    }
  });

  it("stops a field that lacks its matrix", () => {
    expect(() => measure("delta2", { ...rdms, dab: null })).toThrow("needs Dab");
  });
});

/** The state with electrons and holes exchanged: its Dab is Q, up to complex conjugation and signs of sites. */
function particleHole({ oracle }: RandomState): RandomState["oracle"] {
  const full = 2 ** M - 1;
  const flip = (states: readonly number[]): number[] => states.map((bits) => full ^ bits);
  const sign = (bits: number): number =>
    Array.from({ length: M }, (_, i) => i).filter((i) => ((bits >> i) & 1) === 1 && i % 2 === 1).length %
      2 ===
    0
      ? 1
      : -1;
  const psi = oracle.psi.map((value, p) => {
    const element = Math.floor(p / 2);
    const [a, b] = [Math.floor(element / oracle.down.length), element % oracle.down.length];
    return value * sign(oracle.up[a]) * sign(oracle.down[b]);
  });
  return { sites: M, up: flip(oracle.up), down: flip(oracle.down), psi };
}
