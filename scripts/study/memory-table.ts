import { methodLabels } from "../../src/protocol/labels.ts";
import type { MapTable } from "../../src/protocol/map.ts";
import { siteCount } from "../../src/protocol/sizes.ts";
import { markdownTable, median, short } from "../words.ts";
import type { Part } from "./parts.ts";
import { mainLabels } from "./regime-text.ts";

/** One learned or approximate method at one quench: its values over the seeds, null where it diverged. */
export interface MemoryRow {
  readonly method: string;
  readonly training: readonly (number | null)[];
  readonly extrapolation: readonly (number | null)[];
}

export interface MemoryResult {
  readonly sites: number;
  readonly interaction: number;
  readonly trap: number;
  readonly unseenFraction: number;
  /** Extrapolation error of the constant training mean. */
  readonly meanError: number;
  /** Delay-DMD and its extrapolation error. */
  readonly linear: { readonly method: string; readonly error: number };
  readonly rows: readonly MemoryRow[];
}

/** Joins the parts of each quench: neural ODEs, then learned closures, of all seeds. */
export function memoryResults(memory: readonly Part[], closures: readonly Part[]): MemoryResult[] {
  const learned = byQuench(closures);
  return [...byQuench(memory)].map(([quench, tables]) => memoryResult(tables, learned.get(quench) ?? []));
}

/** Computed maps of one quench that differ in their seed only. */
function byQuench(parts: readonly Part[]): Map<string, MapTable[]> {
  const groups = new Map<string, MapTable[]>();
  for (const { table } of parts) {
    const { axes, config, status } = table;
    if (status.includes("pending")) continue;
    const quench = JSON.stringify([config.lattice, axes]);
    groups.set(quench, [...(groups.get(quench) ?? []), table]);
  }
  return groups;
}

function memoryResult(memory: readonly MapTable[], closures: readonly MapTable[]): MemoryResult {
  const [first] = memory;
  const rows = [
    ...rowsOf(memory),
    ...rowsOf(closures).filter(({ method }) => method.startsWith("Learned closure")),
  ];
  const { linear } = mainLabels(first);
  return {
    sites: siteCount(first.config.lattice),
    interaction: first.axes.interaction[0],
    trap: first.axes.trap[0],
    unseenFraction: first.fields.unseenFraction[0],
    meanError: first.fields.meanError[0],
    linear: {
      method: linear,
      error: median(rows.find(({ method }) => method === linear)?.extrapolation ?? []),
    },
    rows,
  };
}

/** The approximate methods of maps that differ in their seed only. */
function rowsOf(tables: readonly MapTable[]): MemoryRow[] {
  const [first] = tables;
  if (first === undefined) return [];
  return first.config.methods.slice(1).map((method, k): MemoryRow => {
    const seeded = "seed" in method ? tables : [first];
    return {
      method: labelsOf(first)[k + 1],
      training: seeded.map((table) => valueOf(table, "trainingError", k + 1)),
      extrapolation: seeded.map((table) => valueOf(table, "extrapolationError", k + 1)),
    };
  });
}

/** Labels without the seed. */
function labelsOf({ config }: MapTable): string[] {
  return methodLabels(config.methods.map((method) => ("seed" in method ? { ...method, seed: 0 } : method)));
}

function valueOf({ config, fields }: MapTable, field: string, index: number): number | null {
  const value = fields[`${field}:${methodLabels(config.methods)[index]}`]?.[0] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}

/** One quench: errors are medians over the seeds with the single values behind them. */
export function memoryText(result: MemoryResult): string {
  const { sites, interaction, trap, unseenFraction, meanError, linear, rows } = result;
  const body = rows.map(({ method, training, extrapolation }) => {
    const middle = median(extrapolation);
    return [
      method,
      short(median(training)),
      withValues(middle, extrapolation),
      short(middle / meanError),
      short(middle / linear.error),
    ];
  });
  return [
    `### ${sites} sites, U = ${interaction}, V = ${trap}`,
    "",
    `Unseen fraction ${short(unseenFraction)}; the constant training mean is off by ${short(meanError)}.`,
    verdict(result),
    "",
    markdownTable(["method", "training error", "extrapolation error", "skill", "over delay-DMD"], body),
  ].join("\n");
}

function withValues(middle: number, values: readonly (number | null)[]): string {
  if (values.length === 1) return short(middle);
  return `${short(middle)} (${values.map((value) => (value === null ? "diverged" : short(value))).join(", ")})`;
}

/** Which methods beat delay-DMD here, by their medians. */
function verdict({ rows, linear, meanError }: MemoryResult): string {
  const better = rows
    .map(({ method, extrapolation }) => ({ method, error: median(extrapolation) }))
    .filter(({ method, error }) => method !== linear.method && error < linear.error)
    .sort((p, q) => p.error - q.error)
    .map(({ method, error }) => `${method} (${short(error)})`);
  const beaten =
    better.length === 0
      ? `No method beats delay-DMD (${short(linear.error)}) here.`
      : `Below delay-DMD (${short(linear.error)}): ${better.join(", ")}.`;
  const worthless = rows
    .filter(({ extrapolation }) => !(median(extrapolation) < meanError))
    .map(({ method }) => method);
  return worthless.length === 0
    ? `${beaten} Every method is better than the constant mean.`
    : `${beaten} Not better than the constant mean: ${worthless.join(", ")}.`;
}
