import type { FieldName } from "../base/fields.ts";
import type { Config, LatticeConfig } from "../protocol/config.ts";
import { fixed } from "./format.ts";

export type PlotId =
  | "density"
  | "doublons"
  | "cumulants"
  | "error"
  | "closure"
  | "drift"
  | "eigenvalues"
  | "momentum"
  | "occupations"
  | "entropy"
  | "densityDensity"
  | "spinSpin";

interface Common {
  /** Rich markup. */
  readonly title: string;
  readonly subtitle: string;
  /** Name in the picker. */
  readonly name: string;
  /** What it draws costs so much that runs compute it only where it is among the outputs of the config. */
  readonly output?: Config["outputs"][number];
}

/** One curve per method: a choice of quantities, each a field with its axis. */
export interface CurvesSpec extends Common {
  readonly kind: "curves";
  readonly quantities: readonly Quantity[];
}

export interface Quantity {
  /** On the switch between quantities. */
  readonly name: string;
  readonly field: FieldName;
  readonly axisLabel: string;
  readonly scale: "linear" | "log";
  /** Shows |value - value at t = 0|. */
  readonly drift: boolean;
}

/** One row or curve per site, momentum or orbital of one method. */
export interface RowsSpec extends Common {
  readonly kind: "rows";
  readonly field: FieldName;
  readonly axisLabel: string;
  readonly rowLabel: string;
  readonly rowName: (row: number, lattice: LatticeConfig) => string;
  /** The colour scale and the axis start at zero. */
  readonly fromZero: boolean;
}

/** A site x site matrix at the cursor. */
export interface MatrixSpec extends Common {
  readonly kind: "matrix";
  readonly field: FieldName;
  readonly axisLabel: string;
}

export type PlotSpec = CurvesSpec | RowsSpec | MatrixSpec;

/** Plane waves in [-pi, pi), ascending, numbered like the sites; in units of pi. */
function momentumName(row: number, lattice: LatticeConfig): string {
  const share = (index: number, length: number): string =>
    fixed((2 * (index - Math.floor(length / 2))) / length, 2);
  if (lattice.kind === "chain") return share(row, lattice.sites);
  return `${share(row % lattice.lx, lattice.lx)}, ${share(Math.floor(row / lattice.lx), lattice.ly)}`;
}

const plain = (row: number): string => String(row);

const curve = (
  name: string,
  field: FieldName,
  axisLabel: string,
  options: { scale?: "linear" | "log"; drift?: boolean } = {},
): Quantity => ({ name, field, axisLabel, scale: options.scale ?? "linear", drift: options.drift ?? false });

export const PLOTS: Readonly<Record<PlotId, PlotSpec>> = {
  density: {
    kind: "rows",
    title: "Density *n*_{i}(*t*)",
    subtitle: "electrons per site",
    name: "Density per site",
    field: "density",
    axisLabel: "*n*_{i}",
    rowLabel: "site *i*",
    rowName: plain,
    fromZero: false,
  },
  cumulants: {
    kind: "curves",
    title: "Cumulant buildup",
    subtitle: "Frobenius norms",
    name: "Cumulant buildup",
    quantities: [curve("", "delta2", "‖Δ‖")],
  },
  error: {
    kind: "curves",
    title: "Error against exact",
    subtitle: "‖*D*_{12} − *D*_{12}^{exact}‖ / ‖*D*_{12}^{exact}‖",
    name: "Error against exact",
    quantities: [curve("", "relativeError", "relative error", { scale: "log" })],
  },
  closure: {
    kind: "curves",
    title: "Closure residual",
    subtitle: "‖Δ_{123}^{exact} − Δ_{123}‖ / ‖Δ_{123}^{exact}‖ along the exact trajectory",
    name: "Closure residual",
    output: "closureResidual",
    quantities: [curve("", "closureResidual", "closure residual")],
  },
  doublons: {
    kind: "rows",
    title: "Doublons *d*_{i}(*t*)",
    subtitle: "double occupancy ⟨*n*_{i↑} *n*_{i↓}⟩",
    name: "Doublons per site",
    field: "doublons",
    axisLabel: "*d*_{i}",
    rowLabel: "site *i*",
    rowName: plain,
    fromZero: true,
  },
  drift: {
    kind: "curves",
    title: "Conservation",
    subtitle: "drift since *t* = 0",
    name: "Energy and particle drift",
    quantities: [
      curve("Energy", "energy", "|Δ*E*| / *J*", { scale: "log", drift: true }),
      curve("Particles", "particles", "|Δ*N*|", { scale: "log", drift: true }),
    ],
  },
  eigenvalues: {
    kind: "curves",
    title: "Representability",
    subtitle: "smallest eigenvalue; negative is unphysical",
    name: "Smallest eigenvalues of D and Q",
    quantities: [curve("D", "minEigenvalueD", "min eig *D*"), curve("Q", "minEigenvalueQ", "min eig *Q*")],
  },
  momentum: {
    kind: "rows",
    title: "Momentum distribution *n*_{k}(*t*)",
    subtitle: "up electrons",
    name: "Momentum distribution",
    field: "momentum",
    axisLabel: "*n*_{k}",
    rowLabel: "*k* / π",
    rowName: momentumName,
    fromZero: true,
  },
  occupations: {
    kind: "rows",
    title: "Natural occupations",
    subtitle: "eigenvalues of *D*_{1}, up electrons",
    name: "Natural occupations",
    field: "naturalOccupations",
    axisLabel: "occupation",
    rowLabel: "orbital",
    rowName: plain,
    fromZero: true,
  },
  entropy: {
    kind: "curves",
    title: "One-body entropy *S*(*t*)",
    subtitle: "of the natural occupations, both spins",
    name: "One-body entropy",
    quantities: [curve("", "entropy", "*S* / nat")],
  },
  densityDensity: {
    kind: "matrix",
    title: "Density correlation",
    subtitle: "⟨*n*_{i} *n*_{j}⟩ − ⟨*n*_{i}⟩⟨*n*_{j}⟩",
    name: "Density correlation",
    field: "densityDensity",
    axisLabel: "⟨*n*_{i} *n*_{j}⟩_{c}",
  },
  spinSpin: {
    kind: "matrix",
    title: "Spin correlation",
    subtitle: "⟨*S*^{z}_{i} *S*^{z}_{j}⟩ − ⟨*S*^{z}_{i}⟩⟨*S*^{z}_{j}⟩",
    name: "Spin correlation",
    field: "spinSpin",
    axisLabel: "⟨*S*^{z}_{i} *S*^{z}_{j}⟩_{c}",
  },
};

export const PLOT_IDS = Object.keys(PLOTS) as PlotId[];
export const DEFAULT_PLOTS: readonly PlotId[] = [
  "density",
  "cumulants",
  "error",
  "doublons",
  "drift",
  "eigenvalues",
];
