import { InputError } from "../base/errors.ts";
import type { Config } from "./config-schema.ts";
import { fieldKind, hasExtrapolation, isWindowField, mapFieldNames } from "./map-fields.ts";
import type { MapFile } from "./map-schema.ts";

/** Slack for values at the edge of their range, and relative one for values rounded to four digits. */
const ROUNDING = 1e-9;
const FOUR_DIGITS = 1e-3;

/** Rules between the parts of a map that a schema cannot state. @throws InputError */
export function checkMap(map: MapFile): void {
  checkMapConfig(map.config, "config.");
  checkAxis(map, "interaction");
  checkAxis(map, "trap");
  checkNames(map);
  const size = map.axes.interaction.length * map.axes.trap.length;
  expect(map.status.length === size, "status", map.status.length, `${size} entries, one per point`);
  for (const name of Object.keys(map.fields)) checkField(map, name, size);
  checkBuildup(map);
  for (let point = 0; point < size; point++) checkPoint(map, point);
  checkParts(map);
  checkDeviation(map);
}

/**
 * Whether a config can be mapped over interaction and trap.
 * @param at path of the config, with a final dot, or nothing
 * @throws InputError
 */
export function checkMapConfig(config: Config, at = ""): void {
  expect(
    config.quench.protocol !== "product-state",
    `${at}quench.protocol`,
    config.quench.protocol,
    '"trap-release" or "interaction-quench": product states have no trap axis to map',
  );
  expect(
    config.methods.some(({ kind }) => kind === "exact"),
    `${at}methods`,
    config.methods.map(({ kind }) => kind),
    'an "exact" entry: every field of a map refers to the exact run',
  );
}

function checkAxis({ axes }: MapFile, name: "interaction" | "trap"): void {
  axes[name].forEach((value, index, axis) => {
    const previous = axis[index - 1] ?? Number.NEGATIVE_INFINITY;
    expect(value > previous, `axes.${name}[${index}]`, value, `more than ${previous}, the value before it`);
  });
}

/** Maps of earlier versions lack the fields on the time after the training, all of them. */
function checkNames({ config, fields }: MapFile): void {
  const judged = Object.keys(fields).some(isWindowField);
  const names = mapFieldNames(config).filter((name) => judged || !isWindowField(name));
  for (const name of names) expect(fields[name] !== undefined, `fields.${name}`, undefined, "this field");
  for (const name of Object.keys(fields)) {
    expect(names.includes(name), `fields.${name}`, "a field", `one of ${names.join(", ")}`);
  }
}

function checkField({ config, axes, fields }: MapFile, name: string, size: number): void {
  const { shape, real } = fields[name];
  const path = `fields.${name}`;
  const wanted = [axes.interaction.length, axes.trap.length];
  expect(
    shape[0] === wanted[0] && shape[1] === wanted[1],
    `${path}.shape`,
    shape,
    `${JSON.stringify(wanted)}, the lengths of the axes`,
  );
  expect(real.length === size, `${path}.real`, real.length, `${size} values`);
  const [low, high] = rangeOf(name, config.time.end);
  real.forEach((value, index) => {
    if (value === null) return;
    const fits = value >= low - ROUNDING && value <= high + ROUNDING;
    const expected = high === Number.POSITIVE_INFINITY ? `at least ${low}` : `between ${low} and ${high}`;
    expect(fits, `${path}.real[${index}]`, value, expected);
  });
}

function rangeOf(name: string, end: number): readonly [number, number] {
  switch (fieldKind(name)) {
    case "pearson":
      return [-1, 1];
    case "buildup":
      return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    case "divergedAt":
      return [0, end];
    default:
      return [0, Number.POSITIVE_INFINITY];
  }
}

/** buildup = meanDelta3 - initialDelta3 */
function checkBuildup({ fields }: MapFile): void {
  const { buildup, meanDelta3, initialDelta3 } = fields;
  buildup?.real.forEach((value, index) => {
    const mean = meanDelta3?.real[index] ?? null;
    const initial = initialDelta3?.real[index] ?? null;
    if (value === null || mean === null || initial === null) return;
    const fits = Math.abs(mean - initial - value) <= FOUR_DIGITS * (mean + initial) + ROUNDING;
    const expected = `${mean - initial}, meanDelta3 less initialDelta3`;
    expect(fits, `fields.buildup.real[${index}]`, value, expected);
  });
}

/** Kinds of fields that a point without a divergence may lack. */
const MAY_BE_UNDEFINED: ReadonlySet<string> = new Set(["divergedAt", "pearson", "gap", "skill"]);

function checkPoint({ config, fields, status }: MapFile, point: number): void {
  const judged = hasExtrapolation(config);
  let diverged = false;
  for (const [name, { real }] of Object.entries(fields)) {
    const value = real[point] ?? null;
    const path = `fields.${name}.real[${point}]`;
    const kind = fieldKind(name);
    if (kind === "divergedAt") diverged ||= value !== null;
    if (status[point] === "pending") expect(value === null, path, value, "null: the point is pending");
    if (status[point] === "done" && !MAY_BE_UNDEFINED.has(kind) && (judged || !isWindowField(name))) {
      expect(value !== null, path, value, "a number: the point is done");
    }
  }
  if (status[point] === "failed") return;
  const expected = diverged ? '"diverged": a divergedAt is given' : '"done": no divergedAt is given';
  const fits = status[point] === "pending" || (status[point] === "diverged") === diverged;
  expect(fits, `status[${point}]`, status[point], expected);
}

/** Every point belongs to one part at most, and is there. */
function checkParts(map: MapFile): void {
  const seen = new Set<number>();
  map.parts?.forEach(({ points }, part) => checkPoints(map, points, `parts[${part}].points`, seen));
}

function checkDeviation(map: MapFile): void {
  const { deviation, fields } = map;
  if (deviation === undefined) return;
  checkPoints(map, deviation.points, "deviation.points", new Set());
  for (const name of Object.keys(deviation.fields)) {
    const names = Object.keys(fields);
    expect(names.includes(name), `deviation.fields.${name}`, "a field", `one of ${names.join(", ")}`);
  }
}

function checkPoints({ status }: MapFile, points: readonly number[], path: string, seen: Set<number>): void {
  points.forEach((point, index) => {
    const at = `${path}[${index}]`;
    expect(point < status.length, at, point, `the number of a point, below ${status.length}`);
    expect(status[point] !== "pending", at, point, "a point that is not pending");
    expect(!seen.has(point), at, point, "each point once");
    seen.add(point);
  });
}

function expect(fits: boolean, path: string, value: unknown, expected: string): void {
  if (!fits) throw new InputError(path, value, expected);
}
