import type { CSSProperties } from "react";
import type { Analysis } from "../../analysis/analyse.ts";
import {
  type Coefficient,
  type CoefficientName,
  findCoefficient,
  type MethodCoefficients,
} from "../../analysis/coefficients.ts";
import { type Predictor, predictorsOf } from "../../analysis/measure.ts";
import type { AnalysisSettings } from "../../analysis/settings.ts";
import { methodLabels } from "../../protocol/labels.ts";
import type { MapTable } from "../../protocol/map.ts";
import { decided, PREDICTOR_NAMES } from "../../view/analysis-words.ts";
import { DEFINITIONS, type DefinitionId } from "../../view/definitions.ts";
import { fixed } from "../../view/format.ts";
import { methodStyles } from "../../view/method-style.ts";
import { richToPlain } from "../../view/rich.ts";
import { SelectField } from "../controls/select-field.tsx";
import { Defined } from "../definitions/defined.tsx";
import { Swatch } from "../methods/swatch.tsx";
import { RichText } from "../plots/rich-text.tsx";
import { type Shown, useAnalysisView } from "./analysis-view-store.ts";

interface CoefficientTableProps {
  readonly table: MapTable;
  /** Null until it is there. */
  readonly analysis: Analysis | null;
  readonly settings: AnalysisSettings;
}

/** Coefficients of the errors of every method with every predictor. */
export function CoefficientTable({ table, analysis, settings }: CoefficientTableProps) {
  const chosen = useAnalysisView((view) => view.shown);
  const show = useAnalysisView((view) => view.show);
  const predictors = predictorsOf(table);
  const options = shownOptions(predictors);
  const shown = options.some(({ value }) => value === chosen) ? chosen : "spearman";
  return (
    <section className="map-card coefficients" aria-label="Coefficients" data-testid="coefficient-table">
      <SelectField label="Coefficient" value={shown} options={options} onChange={show} />
      <table className="analysis-table" style={{ "--predictors": predictors.length } as CSSProperties}>
        <thead>
          <tr>
            <th scope="col">Error of</th>
            <th scope="col">Points</th>
            {predictors.map((name) => (
              <th key={name} scope="col">
                <Defined id={name}>
                  <RichText markup={DEFINITIONS[name].name} />
                </Defined>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {analysis?.methods.map((found) => (
            <Row key={found.method} table={table} found={found} predictors={predictors} shown={shown} />
          ))}
        </tbody>
      </table>
      <p className="hint">
        <Defined id={definitionOf(shown)}>
          <RichText markup={DEFINITIONS[definitionOf(shown)].name} />
        </Defined>{" "}
        with 95 % intervals from {settings.resamples} resamples; bold where the interval excludes zero. Ranks
        count a point where the method diverged as the largest error; the Pearson coefficient leaves it out.
      </p>
    </section>
  );
}

interface RowProps {
  readonly table: MapTable;
  readonly found: MethodCoefficients;
  readonly predictors: readonly Predictor[];
  readonly shown: Shown;
}

function Row({ table, found, predictors, shown }: RowProps) {
  const { methods } = table.config;
  const style = methodStyles(methods)[methodLabels(methods).indexOf(found.method)];
  return (
    <tr data-method={found.method}>
      <th scope="row">
        {style !== undefined && <Swatch methodStyle={style} />} {found.method}
      </th>
      <td>
        {found.points.length}
        {found.diverged > 0 && <span className="hint"> ({found.diverged} diverged)</span>}
      </td>
      {predictors.map((predictor) => {
        const name = nameOf(predictor, shown);
        return (
          <Cell
            key={predictor}
            found={name === null ? undefined : findCoefficient(found.coefficients, name)}
          />
        );
      })}
    </tr>
  );
}

function Cell({ found }: { readonly found: Coefficient | undefined }) {
  if (found === undefined) return <td>–</td>;
  const { value, low, high, because } = found;
  if (Number.isNaN(value)) return <td title={because ?? ""}>undefined</td>;
  return (
    <td data-value={value} title={because ?? ""}>
      {decided(found) ? <strong>{fixed(value, 2)}</strong> : fixed(value, 2)}
      <span className="hint">
        {Number.isNaN(low) ? " no interval" : ` ${fixed(low, 2)}\u00a0… ${fixed(high, 2)}`}
      </span>
    </td>
  );
}

/** What can be shown of these predictors: plain coefficients, and partial ones given one or two of them. */
function shownOptions(predictors: readonly Predictor[]): { value: Shown; label: string }[] {
  const pairs = predictors.flatMap((a, k) => predictors.slice(k + 1).map((b) => [a, b]));
  const given = [...predictors.map((name) => [name]), ...pairs];
  return [
    { value: "spearman", label: "Spearman, of the ranks" },
    { value: "pearson", label: "Pearson, of the logarithm of the error" },
    ...given.map((names) => ({
      value: `given ${names.join(" ")}` as const,
      label: `Partial, of the ranks, given ${names.map((name) => richToPlain(PREDICTOR_NAMES[name])).join(" and ")}`,
    })),
  ];
}

function definitionOf(shown: Shown): DefinitionId {
  if (shown === "pearson") return "logPearson";
  return shown === "spearman" ? "spearman" : "partial";
}

/** Null where a predictor is itself held fixed. */
function nameOf(predictor: Predictor, shown: Shown): CoefficientName | null {
  if (shown === "spearman" || shown === "pearson") return { kind: shown, predictor };
  const given = shown.split(" ").slice(1) as Predictor[];
  return given.includes(predictor) ? null : { kind: "partial", predictor, given };
}
