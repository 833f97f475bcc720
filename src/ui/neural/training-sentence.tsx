import { useMemo } from "react";
import type { MethodConfig } from "../../protocol/config.ts";
import type { ResultSet } from "../../protocol/results.ts";
import { expectation, type TrainingFacts, verdict } from "../../view/training-words.ts";
import { useTraining } from "../app-context.ts";
import { RichText } from "../plots/rich-text.tsx";

/** What to expect of a time-local model here; once one is trained, what happened. */
export function TrainingSentence() {
  const comparison = useTraining((state) => state.comparison);
  const ended = useTraining((state) => state.end !== null);
  const facts = useMemo(() => factsOf(comparison), [comparison]);
  const found = ended ? verdict(facts) : null;
  return (
    <div className="summary" data-testid="training-sentence">
      {[found, expectation(facts)].map(
        (words) =>
          words !== null && (
            <p key={words.lead} className="summary-text">
              <strong>
                <RichText markup={words.lead} />
              </strong>{" "}
              <RichText markup={words.body} />
            </p>
          ),
      )}
    </div>
  );
}

/** The numbers behind the words. */
export function factsOf(results: ResultSet | null): TrainingFacts {
  if (results === null) return { pearson: null, buildup: null, unseen: null, neural: null, linear: null };
  const { pearson, buildup, unseenFraction, extrapolation } = results.diagnostics;
  const errorsOf = (accepts: (method: MethodConfig) => boolean) => {
    const found = results.methods.find(({ method }) => accepts(method));
    return found === undefined ? null : (extrapolation?.errors[found.label] ?? null);
  };
  return {
    pearson,
    buildup,
    unseen: unseenFraction,
    neural: errorsOf(({ kind }) => kind === "neural-ode"),
    linear: errorsOf((method) => method.kind === "dmd" && method.delays > 1),
  };
}
