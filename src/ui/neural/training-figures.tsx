import { useMemo } from "react";
import { compact, fixed } from "../../view/format.ts";
import { useTraining } from "../app-context.ts";
import { RichText } from "../plots/rich-text.tsx";
import "../summary/summary.css";
import { factsOf } from "./training-sentence.tsx";

/** The scalars that the sentence quotes, as cards; dashes keep their places until they are known. */
export function TrainingFigures() {
  const comparison = useTraining((state) => state.comparison);
  const facts = useMemo(() => factsOf(comparison), [comparison]);
  const { pearson, buildup, unseen, neural } = facts;
  const figures: readonly { id: string; name: string; value: string | null; note: string }[] = [
    {
      id: "pearson",
      name: "Pearson *r*",
      value: pearson === null ? null : fixed(pearson, 2),
      note: "‖Δ_{12}‖ with ‖Δ_{123}‖",
    },
    {
      id: "buildup",
      name: "Buildup *b*",
      value: buildup === null ? null : compact(buildup),
      note: "mean ‖Δ_{123}‖ − start",
    },
    {
      id: "unseen",
      name: "Unseen fraction",
      value: unseen === null ? null : compact(unseen),
      note: "of *D*_{12} after training",
    },
    {
      id: "training",
      name: "Training error",
      value: text(neural?.training),
      note: "neural ODE, free rollout",
    },
    {
      id: "extrapolation",
      name: "Extrapolation error",
      value: text(neural?.extrapolation),
      note: "beyond the window",
    },
    {
      id: "skill",
      name: "Skill",
      value: text(neural?.skill),
      note: "1 is worthless",
    },
  ];
  return (
    <dl className="key-figures">
      {figures.map(({ id, name, value, note }) => (
        <div key={id} className="key-figure" data-testid={`training-${id}`}>
          <dt>
            <RichText markup={name} />
          </dt>
          <dd className="key-value">{value === null ? "–" : <RichText markup={value} />}</dd>
          <dd className="key-note">
            <RichText markup={note} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function text(error: number | null | undefined): string | null {
  return error == null ? null : compact(error);
}
