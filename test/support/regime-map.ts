import { parseConfig } from "../../src/protocol/config.ts";
import { emptyMap, fileFromTable, type MapFile, type MapTable } from "../../src/protocol/map.ts";

/** One quench of a hand-made regime map; `null` for an error means that the method diverged. */
export interface RegimePoint {
  readonly r: number;
  readonly b: number;
  readonly unseen: number;
  readonly initial?: number;
  /** Extrapolation errors of the training mean, the neural ODE and delay-DMD. */
  readonly mean: number;
  readonly neural: number | null;
  readonly delay: number | null;
}

export const NEURAL = "Neural ODE";
export const DELAY = "Delay-DMD";

const METHODS = [
  { kind: "exact" },
  { kind: "neural-ode", trainUntil: 10 },
  { kind: "dmd", delays: 10, trainUntil: 10 },
] as const;

/** A map of four sites with one row of V per U; points beyond those given stay pending. */
export function regimeTable(points: readonly RegimePoint[], columns: number, rows: number): MapTable {
  const config = parseConfig({
    schema: "cumulant-explorer/config@1",
    lattice: { kind: "chain", sites: 4 },
    electrons: { up: 2, down: 2 },
    methods: METHODS,
  });
  const axes = {
    interaction: Array.from({ length: columns }, (_, k) => k + 1),
    trap: Array.from({ length: rows }, (_, k) => 0.5 * (k + 1)),
  };
  const table = emptyMap(config, axes, { device: "cpu", adapter: null, precision: "float64" });
  points.forEach((point, index) => fill(table, point, index));
  return table;
}

function fill(table: MapTable, point: RegimePoint, index: number): void {
  const set = (name: string, value: number) => {
    const field = table.fields[name];
    if (field === undefined) throw new Error(`no field ${name}`);
    field[index] = value;
  };
  const { r, b, unseen, initial = 0.1, mean } = point;
  set("pearson", r);
  set("buildup", b);
  set("initialDelta3", initial);
  set("meanDelta3", initial + b);
  set("gap", 0.5);
  set("unseenFraction", unseen);
  set("meanError", mean);
  for (const [label, error] of [[NEURAL, point.neural] as const, [DELAY, point.delay] as const]) {
    set(`divergedAt:${label}`, error === null ? 12 : Number.NaN);
    set(`trainingError:${label}`, 0.001);
    set(`relativeError:${label}`, error === null ? Number.NaN : 0.7 * error);
    set(`relativeErrorAtEnd:${label}`, error === null ? Number.NaN : 1.2 * error);
    set(`extrapolationError:${label}`, error ?? Number.NaN);
    set(`skill:${label}`, error === null ? Number.NaN : error / mean);
  }
  table.status[index] = point.neural === null || point.delay === null ? "diverged" : "done";
}

/** The table of physics.md, section 8, six sites: r, b, unseen fraction, training mean, neural ODE, delay-DMD. */
const MEASURED = [
  [-0.29, 0.002, 0.003, 0.06, 0.009, 0.006],
  [0.98, 0.027, 0.022, 0.33, 0.034, 0.023],
  [0.98, 0.042, 0.021, 0.21, 0.066, 0.038],
  [0.05, 0.048, 0.026, 0.24, 0.081, 0.053],
  [0.72, 0.059, 0.023, 0.27, 0.057, 0.042],
  [0.93, 0.149, 0.052, 0.32, 0.14, 0.11],
  [0.98, 0.4, 0.24, 0.62, 0.45, 0.29],
  [0.41, 0.83, 0.26, 0.42, 0.41, 0.37],
  [0, 0.83, 0.33, 0.44, 0.49, 0.39],
  [-0.42, 1.2, 0.34, 0.48, 0.55, 0.52],
] as const;

export const MEASURED_POINTS: readonly RegimePoint[] = MEASURED.map(
  ([r, b, unseen, mean, neural, delay]) => ({ r, b, unseen, mean, neural, delay }),
);

export function regimeFile(table: MapTable): MapFile {
  const software = { name: "cumulant-explorer", version: "0.1.0", commit: null };
  return fileFromTable(table, { software, created: "2026-11-24T12:00:00.000Z" });
}
