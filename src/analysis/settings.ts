import type { Resampling } from "../base/bootstrap.ts";
import { InputError } from "../base/errors.ts";
import type { Config } from "../protocol/config.ts";
import { methodLabels } from "../protocol/labels.ts";
import type { MapTable } from "../protocol/map.ts";
import { approximateLabels, hasMemory, measureOf } from "./measure.ts";

/** What the user decides about an analysis. */
export interface AnalysisSettings extends Resampling {
  /** Label of the method that the words and the scatters are about. */
  readonly method: string;
  /** Labels of the methods that count as time-local closures, and as closures with memory. */
  readonly local: readonly string[];
  readonly memory: readonly string[];
  /** A local closure works where its skill is below this; where there is no skill, its error. */
  readonly localBelow: number;
  /** A closure with memory works where its error is below this, */
  readonly memoryBelow: number;
  /** or smaller than that of the best local one by this factor (and better than the training mean). */
  readonly memoryFactor: number;
  /** The paper's criterion: a local closure works where r is at least, and b at most, this. */
  readonly pearsonAbove: number;
  readonly buildupBelow: number;
}

export type Thresholds = Pick<
  AnalysisSettings,
  "localBelow" | "memoryBelow" | "memoryFactor" | "pearsonAbove" | "buildupBelow"
>;

/** Bounds of the numbers a user may set. */
export const BOUNDS: Readonly<Record<keyof Thresholds | keyof Resampling, readonly [number, number]>> = {
  localBelow: [0, 10],
  memoryBelow: [0, 10],
  memoryFactor: [1, 100],
  pearsonAbove: [-1, 1],
  buildupBelow: [0, 10],
  resamples: [100, 100_000],
  seed: [0, 2 ** 31 - 1],
};
const WHOLE: ReadonlySet<string> = new Set(["resamples", "seed"]);

const THRESHOLDS = {
  memoryBelow: 0.1,
  memoryFactor: 2,
  pearsonAbove: 0.7,
  buildupBelow: 0.2,
} as const;

/** Skill, and error over the whole window, below which a local closure works unless the user says otherwise. */
const LOCAL_SKILL = 0.5;
const LOCAL_ERROR = 0.1;

/** The settings a map is analysed with at first: neural ODEs count as the local closures where there are any. */
export function defaultSettings(table: Pick<MapTable, "config" | "fields">): AnalysisSettings {
  const labels = labelsOf(table.config);
  const networks = labels.local.filter(({ kind }) => kind === "neural-ode");
  const local = (networks.length > 0 ? networks : labels.local).map(({ label }) => label);
  const memory = labels.memory.map(({ label }) => label);
  return {
    method: local.at(-1) ?? memory.at(-1) ?? "",
    local,
    memory,
    localBelow: measureOf(table) === "extrapolation" ? LOCAL_SKILL : LOCAL_ERROR,
    ...THRESHOLDS,
    resamples: 2000,
    seed: 0,
  };
}

function labelsOf({ methods }: Pick<Config, "methods">) {
  const all = methodLabels(methods).map((label, index) => {
    const method = methods[index];
    return { label, kind: method.kind, memory: hasMemory(method) };
  });
  const approximate = all.filter(({ kind }) => kind !== "exact");
  return {
    local: approximate.filter(({ memory }) => !memory),
    memory: approximate.filter(({ memory }) => memory),
  };
}

/** @throws InputError naming the setting that cannot be used for a map */
export function checkSettings(config: Pick<Config, "methods">, settings: Partial<AnalysisSettings>): void {
  const labels = approximateLabels(config);
  const expected = labels.length === 0 ? "a map with an approximate method" : `one of ${labels.join(", ")}`;
  const { method, local = [], memory = [] } = settings;
  const named = [
    ...(method === undefined ? [] : [["method", method] as const]),
    ...local.map((label) => ["local", label] as const),
    ...memory.map((label) => ["memory", label] as const),
  ];
  for (const [name, label] of named) if (!labels.includes(label)) throw new InputError(name, label, expected);
  for (const label of local) {
    if (memory.includes(label))
      throw new InputError("memory", label, "a method that is not among the local ones");
  }
  for (const name of Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]) checkNumber(name, settings[name]);
}

/** @throws InputError where the value is out of bounds */
export function checkNumber(name: keyof typeof BOUNDS, value: number | undefined): void {
  if (value === undefined) return;
  const [low, high] = BOUNDS[name];
  const whole = WHOLE.has(name);
  const fits = value >= low && value <= high && (!whole || Number.isInteger(value));
  if (!fits) throw new InputError(name, value, `a ${whole ? "whole " : ""}number from ${low} to ${high}`);
}
