import { useEffect, useMemo, useState } from "react";
import type { ResultSet } from "../../protocol/results.ts";
import { type Summary, summarize } from "../../view/summary.ts";
import { Icon } from "../icons.tsx";
import { RichText } from "../plots/rich-text.tsx";
import { useThrottled } from "../plots/use-throttled.ts";
import "./summary.css";

export interface SummaryProps {
  readonly results: ResultSet | null;
  /** Grows with every change of the results, which are mutable. */
  readonly version: number;
}

/** Words change at most this often while a run streams, in ms. */
const UPDATE_INTERVAL = 250;
/** A run shorter than this keeps the old words, dimmed, instead of flashing "Computing", in ms. */
const PATIENCE = 900;

/** What the quench does, in words generated from the numbers. */
export function SummarySentence({ results, version }: SummaryProps) {
  const seen = useThrottled(version, UPDATE_INTERVAL);
  const { summary, stale } = useSummary(results, seen);
  return (
    <div className="summary" data-state={summary.state} data-stale={stale} data-testid="summary">
      <p className="summary-text">
        <strong>
          <RichText markup={summary.lead} />
        </strong>{" "}
        <RichText markup={summary.body} />
      </p>
      {summary.warnings.map((warning) => (
        <p key={warning} className="summary-warning">
          <Icon name="warning" />
          <span>
            <RichText markup={warning} />
          </span>
        </p>
      ))}
    </div>
  );
}

/** The present summary; for a short while the last complete one, marked stale. */
function useSummary(results: ResultSet | null, version: number): { summary: Summary; stale: boolean } {
  // The results change in place: `version` says that they did.
  const now = useMemo(() => (version < 0 ? summarize(null) : summarize(results)), [results, version]);
  const [last, setLast] = useState<Summary | null>(null);
  const computing = now.state === "computing";
  if (!computing && last !== now) setLast(now);
  useEffect(() => {
    if (!computing) return;
    const timer = setTimeout(() => setLast(null), PATIENCE);
    return () => clearTimeout(timer);
  }, [computing]);
  return computing && last !== null ? { summary: last, stale: true } : { summary: now, stale: false };
}
