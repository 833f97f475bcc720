/**
 * Every time-resolved quantity a run can produce, with its dimensions. Names are those of the
 * trajectory file. Arrays are row-major in the order of `dims`; complex ones are interleaved
 * (re, im) in memory.
 */
export type Dim = "time" | "site" | "i" | "j" | "i1" | "i2" | "j1" | "j2" | "k" | "orbital";

export interface FieldSpec {
  readonly dims: readonly Dim[];
  readonly complex: boolean;
  readonly unit: "1" | "J";
  readonly description: string;
}

const real = (dims: readonly Dim[], description: string, unit: "1" | "J" = "1"): FieldSpec => ({
  dims,
  complex: false,
  unit,
  description,
});

export const FIELDS = {
  density: real(["time", "site"], "electron density per site, up plus down"),
  densityUp: real(["time", "site"], "density of up electrons per site"),
  doublons: real(["time", "site"], "double occupancy per site <n_up n_down>"),
  energy: real(["time"], "energy with the Hamiltonian after the quench", "J"),
  particles: real(["time"], "number of electrons"),
  delta2: real(["time"], "Frobenius norm of the two-particle cumulant Delta_ab"),
  delta3: real(["time"], "Frobenius norm of the three-particle cumulant, up-up-down block"),
  minEigenvalueD: real(["time"], "smallest eigenvalue of D_ab"),
  minEigenvalueQ: real(["time"], "smallest eigenvalue of the two-hole matrix Q_ab"),
  momentum: real(["time", "k"], "momentum distribution of up electrons n_k"),
  densityDensity: real(["time", "i", "j"], "connected density-density correlation <n_i n_j> - <n_i><n_j>"),
  spinSpin: real(["time", "i", "j"], "connected spin correlation <Sz_i Sz_j> - <Sz_i><Sz_j>"),
  naturalOccupations: real(["time", "orbital"], "natural occupations of up electrons, descending"),
  entropy: real(["time"], "one-body entropy -sum [n ln n + (1-n) ln(1-n)] over both spins"),
  dab: {
    dims: ["time", "i1", "i2", "j1", "j2"],
    complex: true,
    unit: "1",
    description:
      "up-down two-particle reduced density matrix <c+_{j1 up} c+_{j2 down} c_{i2 down} c_{i1 up}>",
  },
  closureResidual: real(
    ["time"],
    "|Delta3 exact - Delta3 closure| / |Delta3 exact| (Frobenius, up-up-down block) of the exact state at that time; null where Delta3 exact vanishes",
  ),
  relativeError: real(["time"], "|Dab - Dab exact| / |Dab exact| (Frobenius)"),
} as const satisfies Record<string, FieldSpec>;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

/** Fields a method computes itself; `relativeError` is derived where exact and approximate runs meet. */
export type SampledField = Exclude<FieldName, "relativeError">;

/** Number of float64 values one sample of a field occupies on a lattice of `sites` sites. */
export function valuesPerSample(name: FieldName, sites: number): number {
  const spec: FieldSpec = FIELDS[name];
  const extents = spec.dims.length - 1;
  return sites ** extents * (spec.complex ? 2 : 1);
}

/** Shape of a whole field over `samples` samples (complex counted once). */
export function fieldShape(name: FieldName, sites: number, samples: number): number[] {
  return FIELDS[name].dims.map((dim) => (dim === "time" ? samples : sites));
}
