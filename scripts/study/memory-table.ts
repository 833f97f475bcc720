import { methodLabels } from "../../src/protocol/labels.ts";
import type { MapTable } from "../../src/protocol/map.ts";
import { siteCount } from "../../src/protocol/sizes.ts";
import { markdownTable, median, short } from "../words.ts";
import { experimentOf, type Part, quenchParts, type Study } from "./parts.ts";
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

/** Joins the parts of each quench, of all seeds. */
export function memoryResults(study: Omit<Study, "regimes">): MemoryResult[] {
  const computed = quenchParts(study).filter(({ table }) => !table.status.includes("pending"));
  return [...groupBy(computed, quenchOf).values()].map(memoryResult);
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return groups;
}

const quenchOf = ({ table: { axes, config } }: Part): string => JSON.stringify([config.lattice, axes]);

/** A method of several parts is taken from the first of them. */
function memoryResult(parts: readonly Part[]): MemoryResult {
  const first = parts[0].table;
  const rows = new Map<string, MemoryRow>();
  for (const group of groupBy(parts, experimentOf).values()) {
    for (const row of rowsOf(group.map(({ table }) => table))) {
      if (!rows.has(row.method)) rows.set(row.method, row);
    }
  }
  const { linear } = mainLabels(first);
  return {
    sites: siteCount(first.config.lattice),
    interaction: first.axes.interaction[0],
    trap: first.axes.trap[0],
    unseenFraction: first.fields.unseenFraction[0],
    meanError: first.fields.meanError[0],
    linear: {
      method: linear,
      error: median(rows.get(linear)?.extrapolation ?? []),
    },
    rows: [...rows.values()],
  };
}

/** The approximate methods of maps that differ in their seed only. */
function rowsOf(tables: readonly MapTable[]): MemoryRow[] {
  const [first] = tables;
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

/** Methods differ by per cents here. */
const digits = (value: number): string => short(value, 3);

/** One quench: errors are medians over the seeds with the single values behind them. */
export function memoryText(result: MemoryResult): string {
  const { sites, interaction, trap, unseenFraction, meanError, linear, rows } = result;
  const body = rows.map(({ method, training, extrapolation }) => {
    const middle = median(extrapolation);
    return [
      method,
      digits(median(training)),
      withValues(middle, extrapolation),
      digits(middle / meanError),
      digits(middle / linear.error),
    ];
  });
  return [
    `### ${sites} sites, U = ${interaction}, V = ${trap}`,
    "",
    `Unseen fraction ${digits(unseenFraction)}; the constant training mean is off by ${digits(meanError)}.`,
    verdict(result),
    "",
    markdownTable(["method", "training error", "extrapolation error", "skill", "over delay-DMD"], body),
  ].join("\n");
}

function withValues(middle: number, values: readonly (number | null)[]): string {
  if (values.length === 1) return digits(middle);
  return `${digits(middle)} (${values.map((value) => (value === null ? "diverged" : digits(value))).join(", ")})`;
}

/** Which methods beat delay-DMD here, by their medians. */
function verdict({ rows, linear, meanError }: MemoryResult): string {
  const better = rows
    .map(({ method, extrapolation }) => ({ method, error: median(extrapolation) }))
    .filter(({ method, error }) => method !== linear.method && error < linear.error)
    .sort((p, q) => p.error - q.error)
    .map(({ method, error }) => `${method} (${digits(error)})`);
  const beaten =
    better.length === 0
      ? `No method beats delay-DMD (${digits(linear.error)}) here.`
      : `Below delay-DMD (${digits(linear.error)}): ${better.join(", ")}.`;
  const worthless = rows
    .filter(({ extrapolation }) => !(median(extrapolation) < meanError))
    .map(({ method }) => method);
  return worthless.length === 0
    ? `${beaten} Every method is better than the constant mean.`
    : `${beaten} Not better than the constant mean: ${worthless.join(", ")}.`;
}
