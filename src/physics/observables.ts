import { assert, unreachable } from "../base/errors.ts";
import { type SampledField, valuesPerSample } from "../base/fields.ts";
import { HermitianEigensolver } from "../linalg/hermitian.ts";
import { connectedDensities, connectedSpins, type PairDensities, pairDensities } from "./correlations.ts";
import { cumulantNorm } from "./cumulants.ts";
import type { Lattice } from "./lattice.ts";

/** Reduced density matrices of one moment (PHYSICS.md section 2), complex interleaved. */
export interface SampleRdms {
  /** One-body density matrices, sites^2. */
  readonly d1up: Float64Array;
  readonly d1dn: Float64Array;
  /** <n_up n_down> per site. */
  readonly doublons: Float64Array;
  /** Dab, sites^4; null where no requested field needs it (see `needsDab`). */
  readonly dab: Float64Array | null;
  /** Daa and its down-down partner, sites^4; null for singlets, where they follow from Dab. */
  readonly daa: Float64Array | null;
  readonly dbb: Float64Array | null;
}

/** A field that follows from one- and two-body density matrices alone. */
export type TwoBodyField = Exclude<SampledField, "delta3" | "closureResidual">;

export function isTwoBody(name: SampledField): name is TwoBodyField {
  return name !== "delta3" && name !== "closureResidual";
}

export type FieldArrays = Partial<Record<SampledField, Float64Array<ArrayBuffer>>>;

/** Whether any of the fields needs Dab as a whole. */
export function needsDab(fields: ReadonlySet<SampledField>): boolean {
  const whole: SampledField[] = ["delta2", "delta3", "minEigenvalueD", "minEigenvalueQ", "dab"];
  return needsEqualSpins(fields) || whole.some((name) => fields.has(name));
}

/** Whether any of the fields, `energy` aside, needs more of the one-body density matrices than their diagonals. */
export function needsOneBody(fields: ReadonlySet<SampledField>): boolean {
  const spectral: SampledField[] = ["momentum", "naturalOccupations", "entropy"];
  return needsDab(fields) || spectral.some((name) => fields.has(name));
}

/** Whether any of the fields needs the equal-spin matrices Daa and Dbb. */
export function needsEqualSpins(fields: ReadonlySet<SampledField>): boolean {
  return fields.has("densityDensity") || fields.has("spinSpin");
}

/** Zeroed arrays for `count` samples of the requested fields. */
export function allocateFields(fields: ReadonlySet<SampledField>, sites: number, count: number): FieldArrays {
  const arrays: FieldArrays = {};
  for (const name of fields) arrays[name] = new Float64Array(count * valuesPerSample(name, sites));
  return arrays;
}

/** The first `count` samples of the arrays. */
export function firstSamples(arrays: FieldArrays, sites: number, count: number): FieldArrays {
  const first: FieldArrays = {};
  for (const [name, array] of Object.entries(arrays) as [SampledField, Float64Array<ArrayBuffer>][]) {
    const length = count * valuesPerSample(name, sites);
    first[name] = length === array.length ? array : array.slice(0, length);
  }
  return first;
}

/** doublons[i] = Dab[i i; i i] */
export function doublonsFromDab(dab: Float64Array, doublons: Float64Array): void {
  const m = doublons.length;
  for (let i = 0; i < m; i++) doublons[i] = dab[2 * i * (1 + m + m * m + m * m * m)];
}

/** Fields of src/base/fields.ts as functions of reduced density matrices, for every method. */
export class Observables {
  private readonly sites: number;
  /** e^{-i k r}, momenta x sites, complex. */
  private readonly waves: Float64Array;
  private readonly small: HermitianEigensolver;
  private large: HermitianEigensolver | null = null;
  private readonly holes: Float64Array;

  /**
   * @param oneBody one-body Hamiltonian after the quench (sites x sites, real)
   * @param interaction U after the quench
   */
  constructor(
    lattice: Lattice,
    private readonly oneBody: Float64Array,
    private readonly interaction: number,
  ) {
    this.sites = lattice.sites;
    this.waves = planeWaves(lattice);
    this.small = new HermitianEigensolver(this.sites);
    this.holes = new Float64Array(2 * this.sites ** 4);
  }

  /** Writes sample number `slot` of all arrays, except those of three bodies and those that the caller fills. */
  writeAll(rdms: SampleRdms, into: FieldArrays, slot: number, except: readonly SampledField[] = []): void {
    for (const [name, array] of Object.entries(into) as [SampledField, Float64Array][]) {
      if (!isTwoBody(name) || except.includes(name)) continue;
      this.write(name, rdms, array, slot * valuesPerSample(name, this.sites));
    }
  }

  /** Writes one sample of a field to out[offset ...]. */
  write(name: TwoBodyField, rdms: SampleRdms, out: Float64Array, offset: number): void {
    switch (name) {
      case "density":
        return this.density(rdms, out, offset);
      case "densityUp":
        for (let i = 0; i < this.sites; i++) out[offset + i] = rdms.d1up[2 * i * (this.sites + 1)];
        return;
      case "doublons":
        return out.set(rdms.doublons, offset);
      case "energy":
        out[offset] = this.energy(rdms);
        return;
      case "particles":
        out[offset] = this.trace(rdms.d1up) + this.trace(rdms.d1dn);
        return;
      case "delta2":
        out[offset] = cumulantNorm(rdms.d1up, rdms.d1dn, required(rdms.dab), this.sites);
        return;
      case "minEigenvalueD":
        out[offset] = this.smallestEigenvalue(required(rdms.dab));
        return;
      case "minEigenvalueQ":
        out[offset] = this.smallestEigenvalue(this.holeMatrix(rdms));
        return;
      case "momentum":
        return this.momentum(rdms.d1up, out, offset);
      case "densityDensity":
        return connectedDensities(this.pairDensities(rdms), this.sites, out, offset);
      case "spinSpin":
        return connectedSpins(this.pairDensities(rdms), this.sites, out, offset);
      case "naturalOccupations":
        this.small.eigenvalues(rdms.d1up);
        for (let k = 0; k < this.sites; k++) out[offset + k] = this.small.values[this.sites - 1 - k];
        return;
      case "entropy":
        out[offset] = this.entropy(rdms.d1up) + this.entropy(rdms.d1dn);
        return;
      case "dab":
        return out.set(required(rdms.dab), offset);
      default:
        unreachable(name);
    }
  }

  /** sum_ij h[i;j] D1[j;i] over both spins plus U times the double occupancy. */
  energy({ d1up, d1dn, doublons }: SampleRdms): number {
    const { sites, oneBody } = this;
    let energy = 0;
    for (let i = 0; i < sites * sites; i++) energy += oneBody[i] * (d1up[2 * i] + d1dn[2 * i]);
    for (let i = 0; i < sites; i++) energy += this.interaction * doublons[i];
    return energy;
  }

  /**
   * Q[i1 i2; j1 j2] = delta delta - g_up[i1;j1] delta_{i2 j2} - delta_{i1 j1} g_down[i2;j2] + Dab
   * (PHYSICS.md section 6), in a buffer that the next call overwrites.
   */
  holeMatrix(rdms: SampleRdms): Float64Array {
    const { sites, holes } = this;
    holes.set(required(rdms.dab));
    const size = sites * sites;
    for (let i = 0; i < size; i++) holes[2 * (i * size + i)] += 1;
    for (let i = 0; i < sites; i++) {
      for (let j = 0; j < sites; j++) {
        const element = 2 * (i * sites + j);
        for (let k = 0; k < sites; k++) {
          const first = 2 * ((i * sites + k) * size + j * sites + k);
          const second = 2 * ((k * sites + i) * size + k * sites + j);
          holes[first] -= rdms.d1up[element];
          holes[first + 1] -= rdms.d1up[element + 1];
          holes[second] -= rdms.d1dn[element];
          holes[second + 1] -= rdms.d1dn[element + 1];
        }
      }
    }
    return holes;
  }

  private density({ d1up, d1dn }: SampleRdms, out: Float64Array, offset: number): void {
    for (let i = 0; i < this.sites; i++) {
      const diagonal = 2 * i * (this.sites + 1);
      out[offset + i] = d1up[diagonal] + d1dn[diagonal];
    }
  }

  private trace(d1: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.sites; i++) sum += d1[2 * i * (this.sites + 1)];
    return sum;
  }

  private smallestEigenvalue(matrix: Float64Array): number {
    this.large ??= new HermitianEigensolver(this.sites * this.sites);
    this.large.eigenvalues(matrix);
    return this.large.values[0];
  }

  private entropy(d1: Float64Array): number {
    this.small.eigenvalues(d1);
    let sum = 0;
    for (const n of this.small.values) {
      if (n > 0) sum -= n * Math.log(n);
      if (n < 1) sum -= (1 - n) * Math.log1p(-n);
    }
    return sum;
  }

  /** n_k = (1/sites) sum_ij e^{i k (r_j - r_i)} D1[i;j] */
  private momentum(d1: Float64Array, out: Float64Array, offset: number): void {
    const { sites, waves } = this;
    for (let k = 0; k < sites; k++) {
      const row = 2 * k * sites;
      let sum = 0;
      for (let i = 0; i < sites; i++) {
        for (let j = 0; j < sites; j++) {
          const re =
            waves[row + 2 * i] * waves[row + 2 * j] + waves[row + 2 * i + 1] * waves[row + 2 * j + 1];
          const im =
            waves[row + 2 * i + 1] * waves[row + 2 * j] - waves[row + 2 * i] * waves[row + 2 * j + 1];
          sum += re * d1[2 * (i * sites + j)] - im * d1[2 * (i * sites + j) + 1];
        }
      }
      out[offset + k] = sum / sites;
    }
  }

  private pairDensities(rdms: SampleRdms): PairDensities {
    return pairDensities(rdms.d1up, rdms.d1dn, required(rdms.dab), rdms.daa, rdms.dbb, this.sites);
  }
}

function required(matrix: Float64Array | null): Float64Array {
  assert(matrix !== null, "a requested field needs Dab");
  return matrix;
}

function planeWaves({ sites, momenta, positions }: Lattice): Float64Array {
  const waves = new Float64Array(2 * sites * sites);
  momenta.forEach((k, row) => {
    positions.forEach((r, i) => {
      const phase = k.x * r.x + k.y * r.y;
      waves[2 * (row * sites + i)] = Math.cos(phase);
      waves[2 * (row * sites + i) + 1] = -Math.sin(phase);
    });
  });
  return waves;
}
