import { useCallback, useEffect, useMemo } from "react";
import { type Analysis, classifyAll } from "../../analysis/analyse.ts";
import { classify, countClasses } from "../../analysis/classes.ts";
import { correlateAll } from "../../analysis/coefficients.ts";
import { measureOf } from "../../analysis/measure.ts";
import type { AnalysisSettings } from "../../analysis/settings.ts";
import type { MapTable } from "../../protocol/map.ts";
import { analysisStatements, VERDICT_NAMES } from "../../view/analysis-words.ts";
import { useMap } from "../app-context.ts";
import { Here } from "../map/map-page.tsx";
import { RichText } from "../plots/rich-text.tsx";
import { useThrottled } from "../plots/use-throttled.ts";
import { settingsOf, useAnalysisView } from "./analysis-view-store.ts";
import { ClassMapCard } from "./class-map-card.tsx";
import { ClassScatters } from "./class-scatters.tsx";
import { CoefficientTable } from "./coefficient-table.tsx";
import { CriterionCard } from "./criterion-card.tsx";
import { useSteps } from "./use-steps.ts";

/** The analysis is made anew at most this often while a map fills in, in ms. */
const UPDATE_INTERVAL = 1000;

/** Words, scatters, classes and coefficients of a map. */
export function AnalysisResults({ table }: { readonly table: MapTable }) {
  const chosen = useAnalysisView((view) => view.chosen);
  const settings = useMemo(() => settingsOf(table, chosen), [table, chosen]);
  const version = useThrottled(
    useMap((state) => state.version),
    UPDATE_INTERVAL,
  );
  const { analysis, busy } = useAnalysis(table, version, settings);
  // The table changes in place: `version` says that it did.
  const classes = useMemo(() => (version < 0 ? [] : classify(table, settings)), [table, version, settings]);
  const counts = useMemo(() => countClasses(table, classes), [table, classes]);
  const keep = useAnalysisView((view) => view.keep);
  useEffect(() => {
    keep(analysis === null || busy ? null : { table, analysis });
    return () => keep(null);
  }, [keep, table, analysis, busy]);
  return (
    <>
      <Words analysis={analysis} busy={busy} />
      <ClassScatters table={table} classes={classes} settings={settings} />
      <div className="analysis-pair">
        <ClassMapCard table={table} classes={classes} counts={counts} />
        <CriterionCard table={table} analysis={analysis} />
      </div>
      <CoefficientTable table={table} analysis={analysis} settings={settings} />
      <Here />
    </>
  );
}

/** The analysis of a table at a version, as soon as it is there; until then the one before. */
function useAnalysis(
  table: MapTable,
  version: number,
  settings: AnalysisSettings,
): { analysis: Analysis | null; busy: boolean } {
  const { resamples, seed } = settings;
  const methods = useSteps(
    useCallback(
      () => correlateAll(version < 0 ? { ...table, status: [] } : table, { resamples, seed }),
      [table, version, resamples, seed],
    ),
  );
  const classification = useSteps(
    useCallback(
      () => classifyAll(version < 0 ? { ...table, status: [] } : table, settings),
      [table, version, settings],
    ),
  );
  const found = methods.result;
  const classified = classification.result;
  const analysis = useMemo(
    () =>
      found === null || classified === null
        ? null
        : { measure: measureOf(table), settings, methods: found, ...classified },
    [table, settings, found, classified],
  );
  return { analysis, busy: methods.busy || classification.busy };
}

/** The summary, with what each sentence means for the paper in front of it. */
function Words({ analysis, busy }: { readonly analysis: Analysis | null; readonly busy: boolean }) {
  const statements = useMemo(() => (analysis === null ? null : analysisStatements(analysis)), [analysis]);
  return (
    <section
      className="analysis-words"
      aria-label="Summary"
      aria-busy={busy}
      data-testid="analysis-words"
      data-busy={busy}
    >
      {statements === null ? (
        <p className="hint">Intervals are being computed.</p>
      ) : (
        <ul>
          {statements.map(({ verdict, text }) => (
            <li key={text}>
              <span className="verdict" data-verdict={verdict}>
                {VERDICT_NAMES[verdict]}
              </span>
              <span>
                <RichText markup={text} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
