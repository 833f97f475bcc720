import type { Estimate } from "../base/bootstrap.ts";
import type { MapFile, MapTable } from "../protocol/map.ts";
import type { Analysis } from "./analyse.ts";

export const ANALYSIS_SCHEMA = "cumulant-explorer/analysis@1";

/** What an analysis file holds besides the analysis. */
export interface AnalysisOrigin extends Pick<MapFile, "software" | "created"> {
  /** Name of the map file, or null. */
  readonly map: string | null;
  /** The summary as plain text, a sentence each, with its verdict. */
  readonly summary: readonly { readonly verdict: string; readonly text: string }[];
}

/** An analysis as JSON: points are numbered as in the map, values are null where undefined. Described in docs/analysis.md. */
export function analysisFile(table: MapTable, analysis: Analysis, origin: AnalysisOrigin): object {
  const { measure, settings, methods, classes, counts, criterion } = analysis;
  return {
    schema: ANALYSIS_SCHEMA,
    ...origin,
    config: table.config,
    axes: table.axes,
    measure,
    settings,
    methods: methods.map((each) => ({
      ...each,
      coefficients: each.coefficients.map((coefficient) => ({
        ...coefficient,
        ...plainEstimate(coefficient),
      })),
    })),
    classes,
    counts,
    criterion: { ...criterion, phi: plainEstimate(criterion.phi) },
  };
}

function plainEstimate({ value, low, high }: Estimate) {
  const plain = (number: number) => (Number.isNaN(number) ? null : number);
  return { value: plain(value), low: plain(low), high: plain(high) };
}
