import { type Analysis, analyse } from "../../src/analysis/analyse.ts";
import { findCoefficient } from "../../src/analysis/coefficients.ts";
import { predictorsOf } from "../../src/analysis/measure.ts";
import { defaultSettings } from "../../src/analysis/settings.ts";
import { drain } from "../../src/base/steps.ts";
import type { MapTable } from "../../src/protocol/map.ts";
import {
  analysisStatements,
  interval,
  PREDICTOR_NAMES,
  VERDICT_NAMES,
} from "../../src/view/analysis-words.ts";
import { richToPlain } from "../../src/view/rich.ts";
import { markdownTable } from "../words.ts";

/** The analysis of a map with the settings that the Analysis page opens with. */
export function analysisOf(table: MapTable): Analysis {
  return drain(analyse(table, defaultSettings(table)));
}

/** Every statement of an analysis with its verdict, as a list. */
export function statementList(analysis: Analysis): string {
  return analysisStatements(analysis)
    .map(({ verdict, text }) => `- **${VERDICT_NAMES[verdict]}.** ${richToPlain(text)}`)
    .join("\n");
}

/** Spearman's coefficients of the errors of every method with what may predict them. */
export function coefficientTable(table: MapTable, { methods }: Analysis): string {
  const predictors = predictorsOf(table);
  const head = ["error of", "points", ...predictors.map((name) => richToPlain(PREDICTOR_NAMES[name]))];
  const rows = methods.map(({ method, points, coefficients }) => [
    method,
    String(points.length),
    ...predictors.map((predictor) => {
      const found = findCoefficient(coefficients, { kind: "spearman", predictor });
      return found === undefined ? "–" : interval(found);
    }),
  ]);
  return markdownTable(head, rows);
}
