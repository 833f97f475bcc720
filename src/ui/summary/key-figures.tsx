import { useMemo, useState } from "react";
import { type KeyFigure, keyFigures } from "../../view/key-figures.ts";
import { isComplete } from "../../view/model.ts";
import { Defined } from "../definitions/defined.tsx";
import { RichText } from "../plots/rich-text.tsx";
import { useThrottled } from "../plots/use-throttled.ts";
import type { SummaryProps } from "./summary-sentence.tsx";
import "./summary.css";

/** Numbers change at most this often while a run streams, in ms. */
const UPDATE_INTERVAL = 250;

/** The scalars of a run as cards; dashes keep their places until they are known. */
export function KeyFigures({ results, version }: SummaryProps) {
  const seen = useThrottled(version, UPDATE_INTERVAL);
  // The results change in place: `seen` says that they did.
  const now = useMemo(() => keyFigures(seen < 0 ? null : results), [results, seen]);
  const figures = useKept(now, !isComplete(results));
  return (
    <dl className="key-figures">
      {figures.map((figure) => (
        <div
          key={figure.id}
          className="key-figure"
          data-warn={figure.warn}
          data-stale={figure.stale}
          data-testid={`figure-${figure.id}`}
        >
          <dt>
            <Defined id={figure.definition}>
              <RichText markup={figure.name} />
            </Defined>
          </dt>
          <dd className="key-value">{figure.value === null ? "–" : <RichText markup={figure.value} />}</dd>
          <dd className="key-note">
            <RichText markup={figure.note} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** While a run has not got to a number yet, the number of the run before stays, marked stale. */
function useKept(now: readonly KeyFigure[], computing: boolean): (KeyFigure & { readonly stale: boolean })[] {
  const [kept, setKept] = useState(now);
  if (!computing && kept !== now) setKept(now);
  return now.map((figure, index) => {
    const old = kept[index];
    return computing && figure.value === null && old !== undefined && old.value !== null
      ? { ...old, stale: true }
      : { ...figure, stale: false };
  });
}
