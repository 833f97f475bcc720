import { useMemo } from "react";
import type { DefinitionId } from "../../view/definitions.ts";
import { compact, fixed } from "../../view/format.ts";
import { useTraining } from "../app-context.ts";
import { Defined } from "../definitions/defined.tsx";
import { RichText } from "../plots/rich-text.tsx";
import "../summary/summary.css";
import { factsOf } from "./training-sentence.tsx";

interface Figure {
  readonly id: string;
  readonly definition: DefinitionId;
  readonly name: string;
  readonly value: string | null;
  readonly note: string;
}

/** The scalars that the sentence quotes, as cards; dashes keep their places until they are known. */
export function TrainingFigures() {
  const comparison = useTraining((state) => state.comparison);
  const facts = useMemo(() => factsOf(comparison), [comparison]);
  const { pearson, buildup, unseen, neural } = facts;
  const figures: readonly Figure[] = [
    {
      id: "pearson",
      definition: "pearson",
      name: "Pearson *r*",
      value: pearson === null ? null : fixed(pearson, 2),
      note: "‖Δ_{12}‖ with ‖Δ_{123}‖",
    },
    {
      id: "buildup",
      definition: "buildup",
      name: "Buildup *b*",
      value: buildup === null ? null : compact(buildup),
      note: "mean ‖Δ_{123}‖ − start",
    },
    {
      id: "unseen",
      definition: "unseenFraction",
      name: "Unseen fraction",
      value: unseen === null ? null : compact(unseen),
      note: "of *D*_{12} after training",
    },
    {
      id: "training",
      definition: "trainingError",
      name: "Training error",
      value: text(neural?.training),
      note: "neural ODE, free rollout",
    },
    {
      id: "extrapolation",
      definition: "extrapolationError",
      name: "Extrapolation error",
      value: text(neural?.extrapolation),
      note: "beyond the window",
    },
    {
      id: "skill",
      definition: "skill",
      name: "Skill",
      value: text(neural?.skill),
      note: "1 is worthless",
    },
  ];
  return (
    <dl className="key-figures">
      {figures.map(({ id, definition, name, value, note }) => (
        <div key={id} className="key-figure" data-testid={`training-${id}`}>
          <dt>
            <Defined id={definition}>
              <RichText markup={name} />
            </Defined>
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
