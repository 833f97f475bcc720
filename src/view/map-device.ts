import type { MapTable } from "../protocol/map.ts";
import { fieldKind } from "../protocol/map-fields.ts";
import type { Backend } from "../protocol/results.ts";
import { scientific } from "./format.ts";
import { mapFieldInfo } from "./map-fields.ts";

/** `CPU, float64` or `WebGPU, float32 (adapter)` */
export function backendName({ device, adapter, precision }: Backend): string {
  const name = device === "cpu" ? "CPU" : "WebGPU";
  return `${name}, ${precision}${adapter === null || adapter === "" ? "" : ` (${adapter})`}`;
}

/** What computed a map, one sentence for each backend. */
export function originSentences({ backend, parts }: MapTable): string[] {
  const others = parts
    .filter(({ points }) => points.length > 0)
    .map(({ backend: other, points, reason }) => {
      const count = `${points.length} ${points.length === 1 ? "point" : "points"}`;
      return `${count} computed by ${backendName(other)}${reason === null ? "." : `: ${reason}`}`;
    });
  return [`Computed by ${backendName(backend)}.`, ...others];
}

export interface DeviationRow {
  readonly label: string;
  /** Rich markup. */
  readonly symbol: string;
  /** Rich markup. */
  readonly value: string;
}

/** The measured deviation of a map from float64 by field; empty where nothing was measured. */
export function deviationRows({ deviation }: MapTable): DeviationRow[] {
  return Object.entries(deviation?.fields ?? {}).map(([name, value]) => {
    const { label, symbol } = mapFieldInfo(name);
    return { label, symbol, value: value === null ? "defined in one only" : scientific(value, 2) };
  });
}

/** Kinds of fields that the short form names. */
const SHORT = ["pearson", "buildup", "relativeError"];

/** `at 4 points, *r* 1.3·10^{−6}, …`, the largest deviation of each kind; null where nothing was measured. */
export function deviationSummary({ deviation }: MapTable): string | null {
  if (deviation === null) return null;
  const entries = Object.entries(deviation.fields);
  const parts = SHORT.flatMap((kind) => {
    const values = entries.filter(([name]) => fieldKind(name) === kind).map(([, value]) => value);
    if (values.length === 0) return [];
    const open = values.includes(null);
    const largest = Math.max(...values.map((value) => value ?? 0));
    return [`${mapFieldInfo(kind).symbol}\u00a0${open ? "defined in one only" : scientific(largest, 2)}`];
  });
  const count = deviation.points.length;
  return `at ${count} ${count === 1 ? "point" : "points"}: ${parts.join(", ")}`;
}
