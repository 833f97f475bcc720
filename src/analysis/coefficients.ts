import { bootstrap, type Estimate, type Resampling } from "../base/bootstrap.ts";
import { correlationMatrix, partialCorrelation, RankOrder, type Weights } from "../base/correlations.ts";
import type { MapTable } from "../protocol/map.ts";
import {
  approximateLabels,
  errorField,
  measureOf,
  type Predictor,
  predictorsOf,
  valueAt,
} from "./measure.ts";

/**
 * A coefficient of the error of a method:
 * `spearman` with a predictor, `partial` the same given others, `pearson` of the logarithm of the error, `lead` by how
 * much the absolute Spearman coefficient of a predictor is above that of another.
 */
export type CoefficientName =
  | { readonly kind: "spearman" | "pearson"; readonly predictor: Predictor }
  | { readonly kind: "partial"; readonly predictor: Predictor; readonly given: readonly Predictor[] }
  | { readonly kind: "lead"; readonly predictor: Predictor; readonly over: Predictor };

export type Coefficient = CoefficientName &
  Estimate & {
    /** Why there is no value or no interval, in words; null where both are there. */
    readonly because: string | null;
  };

/** What the errors of one method have to do with the predictors. */
export interface MethodCoefficients {
  readonly method: string;
  /** Name of the field that holds the errors. */
  readonly field: string;
  /** Numbers of the points that have an error and every predictor. */
  readonly points: readonly number[];
  /** How many of them diverged: their error counts as larger than every other, and is left out of `pearson`. */
  readonly diverged: number;
  /** Computed points that lack an error or a predictor. */
  readonly missing: number;
  readonly coefficients: readonly Coefficient[];
}

/** Fewest points of a coefficient; a partial one needs one more for each predictor given. */
export const FEWEST_POINTS = 4;

/** Coefficients of every approximate method of a map. Pauses often. */
export function* correlateAll(
  table: MapTable,
  resampling: Resampling,
): Generator<void, MethodCoefficients[], void> {
  const found: MethodCoefficients[] = [];
  for (const label of approximateLabels(table.config)) found.push(yield* correlate(table, label, resampling));
  return found;
}

function* correlate(
  table: MapTable,
  method: string,
  resampling: Resampling,
): Generator<void, MethodCoefficients, void> {
  const field = errorField(measureOf(table), method);
  const predictors = predictorsOf(table);
  const names = coefficientNames(predictors);
  const { points, missing } = usablePoints(table, field, predictors);
  const errors = Float64Array.from(points, (point) => valueAt(table, field, point));
  const columns = predictors.map((name) => Float64Array.from(points, (point) => table.fields[name][point]));
  const evaluate = evaluator(errors, columns, names, predictors);
  const estimates = yield* bootstrap(points.length, evaluate, resampling);
  return {
    method,
    field,
    points,
    diverged: errors.filter((error) => error === Number.POSITIVE_INFINITY).length,
    missing,
    coefficients: names.map((name, k) => ({
      ...name,
      ...estimates[k],
      because: reason(name, estimates[k], errors, columns[predictors.indexOf(name.predictor)]),
    })),
  };
}

function usablePoints(table: MapTable, field: string, predictors: readonly Predictor[]) {
  const computed = [...table.status.keys()].filter((point) => table.status[point] !== "pending");
  const points = computed.filter(
    (point) =>
      !Number.isNaN(valueAt(table, field, point)) &&
      predictors.every((name) => !Number.isNaN(table.fields[name][point])),
  );
  return { points, missing: computed.length - points.length };
}

/** Every coefficient of these predictors, in a fixed order. */
function coefficientNames(predictors: readonly Predictor[]): CoefficientName[] {
  return predictors.flatMap((predictor): CoefficientName[] => {
    const others = predictors.filter((other) => other !== predictor);
    const pairs = others.flatMap((a, k) => others.slice(k + 1).map((b) => [a, b]));
    return [
      { kind: "spearman", predictor },
      { kind: "pearson", predictor },
      ...[...others.map((other) => [other]), ...pairs].map(
        (given) => ({ kind: "partial", predictor, given }) as const,
      ),
      ...others.map((over) => ({ kind: "lead", predictor, over }) as const),
    ];
  });
}

/** Errors below this count as this in logarithms; they are rounding. */
const SMALLEST_ERROR = 1e-16;

/** All coefficients of weighted points; NaN where there are too few or one is undefined. */
function evaluator(
  errors: Float64Array,
  columns: readonly Float64Array[],
  names: readonly CoefficientName[],
  predictors: readonly Predictor[],
): (weights: Weights) => number[] {
  const orders = [errors, ...columns].map((column) => new RankOrder(column));
  const ranks = orders.map(() => new Float64Array(errors.length));
  const logs = [errors.map((error) => Math.log10(Math.max(error, SMALLEST_ERROR))), ...columns];
  const finite = new Float64Array(errors.length);
  const at = (predictor: Predictor) => 1 + predictors.indexOf(predictor);
  return (weights) => {
    orders.forEach((order, k) => order.ranks(weights, ranks[k]));
    const ranked = correlationMatrix(ranks, weights);
    errors.forEach((error, k) => {
      finite[k] = Number.isFinite(error) ? weights[k] : 0;
    });
    const linear = correlationMatrix(logs, finite);
    return names.map((name) => {
      if (errors.length < fewestPoints(name)) return Number.NaN;
      const x = at(name.predictor);
      switch (name.kind) {
        case "spearman":
          return ranked[0][x];
        case "pearson":
          return linear[0][x];
        case "partial":
          return partialCorrelation(ranked, 0, x, name.given.map(at));
        case "lead":
          return Math.abs(ranked[0][x]) - Math.abs(ranked[0][at(name.over)]);
      }
    });
  };
}

function fewestPoints(name: CoefficientName): number {
  return FEWEST_POINTS + (name.kind === "partial" ? name.given.length : 0);
}

function reason(
  name: CoefficientName,
  { value, low }: Estimate,
  errors: Float64Array,
  column: Float64Array,
): string | null {
  if (!Number.isNaN(low)) return null;
  if (errors.length < fewestPoints(name)) return `it needs at least ${fewestPoints(name)} points`;
  if (!Number.isNaN(value)) return "most resamples have no value";
  if (errors.every((error) => error === errors[0])) return "the error is the same at all points";
  if (column.every((each) => each === column[0])) return "the predictor is the same at all points";
  return name.kind === "partial"
    ? "the given predictors leave nothing to correlate"
    : "too few different values are there";
}

/** The coefficient of that name, which is always there for predictors of the map. */
export function findCoefficient(
  coefficients: readonly Coefficient[],
  name: CoefficientName,
): Coefficient | undefined {
  const key = keyOf(name);
  return coefficients.find((coefficient) => keyOf(coefficient) === key);
}

function keyOf(name: CoefficientName): string {
  switch (name.kind) {
    case "spearman":
    case "pearson":
      return `${name.kind} ${name.predictor}`;
    case "partial":
      return `partial ${name.predictor} ${[...name.given].sort().join()}`;
    case "lead":
      return `lead ${name.predictor} ${name.over}`;
  }
}
