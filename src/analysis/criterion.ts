import { bootstrap, type Estimate } from "../base/bootstrap.ts";
import { correlationMatrix } from "../base/correlations.ts";
import type { MapTable } from "../protocol/map.ts";
import type { PointClass } from "./classes.ts";
import { FEWEST_POINTS } from "./coefficients.ts";
import type { AnalysisSettings } from "./settings.ts";

/** The paper's criterion (r high and b moderate: a local closure works) against what was found. */
export interface CriterionCheck {
  /** Points by what the criterion says and what was found: numbers of points in the map. */
  readonly rightlyHopeful: readonly number[];
  readonly rightlyDoubtful: readonly number[];
  /** It says that a local closure works, and none does. */
  readonly wronglyHopeful: readonly number[];
  /** It says that no local closure works, and one does. */
  readonly wronglyDoubtful: readonly number[];
  /** Pearson's coefficient of the two answers as 0 and 1: 1 full agreement, 0 that of chance. NaN where one never varies. */
  readonly phi: Estimate;
}

/** Compares the criterion with the classes, at the points that have both. Pauses often. */
export function* checkCriterion(
  table: MapTable,
  classes: readonly (PointClass | null)[],
  settings: AnalysisSettings,
): Generator<void, CriterionCheck, void> {
  const { pearson, buildup } = table.fields;
  const points = [...classes.keys()].filter(
    (point) => classes[point] !== null && !Number.isNaN(pearson[point] + buildup[point]),
  );
  const hopeful = (point: number) =>
    pearson[point] >= settings.pearsonAbove && buildup[point] <= settings.buildupBelow;
  const works = (point: number) => classes[point] === "local";
  const answers = [hopeful, works].map((answer) =>
    Float64Array.from(points, (point) => (answer(point) ? 1 : 0)),
  );
  const enough = points.length >= FEWEST_POINTS;
  const [phi] = yield* bootstrap(
    points.length,
    (weights) => [enough ? correlationMatrix(answers, weights)[0][1] : Number.NaN],
    settings,
  );
  const where = (said: boolean, found: boolean) =>
    points.filter((point) => hopeful(point) === said && works(point) === found);
  return {
    rightlyHopeful: where(true, true),
    rightlyDoubtful: where(false, false),
    wronglyHopeful: where(true, false),
    wronglyDoubtful: where(false, true),
    phi,
  };
}
