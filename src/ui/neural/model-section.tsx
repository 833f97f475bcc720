import type { InputError } from "../../base/errors.ts";
import { recipeStages, type TrainingStage } from "../../base/recipe.ts";
import { siteCount } from "../../protocol/config.ts";
import { RECIPE, type TrainingSettings } from "../../state/training-settings.ts";
import { useApp, useConfig, useTraining } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { MemoryFields } from "../methods/memory-fields.tsx";
import { PurificationField, ShapeFields, SkipField } from "../methods/neural-fields.tsx";

/** Vector field and recipe; whatever is left alone follows the recipe for the system. */
export function ModelSection() {
  const { training } = useApp();
  const { method, set } = useMethod();
  const stages = useStages(method);
  return (
    <section className="panel-section" aria-labelledby="model-title">
      <h2 className="section-title" id="model-title">
        Model
      </h2>
      <MemoryFields method={method} set={set} />
      <SkipField method={method} set={set} />
      <PurificationField method={method} set={set} />
      <details className="training-details">
        <summary>Hyperparameters</summary>
        <ShapeFields method={method} set={set} />
        <RecipeFields method={method} set={set} />
        {stages.map((stage, index) => (
          <StageFields key={`${index} ${stage.kind}`} stages={stages} index={index} set={set} />
        ))}
        <button type="button" className="text-button" onClick={() => training.change({ method: RECIPE })}>
          Back to the recipe
        </button>
      </details>
    </section>
  );
}

type Method = TrainingSettings["method"];

interface FieldsProps {
  readonly method: Method;
  readonly set: (changes: Partial<Method>) => InputError | null;
}

function useMethod(): FieldsProps {
  const { training } = useApp();
  const method = useTraining((state) => state.settings.method);
  return { method, set: (changes) => training.change({ method: { ...method, ...changes } }) };
}

/** The stages in force; those of the recipe depend on the number of sites. */
function useStages({ stages }: Method): readonly TrainingStage[] {
  const sites = useConfig((state) => siteCount(state.config.lattice));
  return stages === "recipe" ? recipeStages(sites) : stages;
}

function RecipeFields({ method, set }: FieldsProps) {
  return (
    <div className="field-pair">
      <NumberField label="Seed" value={method.seed} format={String} onCommit={(seed) => set({ seed })} />
      <NumberField
        label="Learning rate"
        value={method.learningRate}
        format={String}
        onCommit={(learningRate) => set({ learningRate })}
      />
    </div>
  );
}

const STAGE_NAMES = { derivative: "Derivative matching", shooting: "Shooting" } as const;

interface StageFieldsProps {
  readonly stages: readonly TrainingStage[];
  readonly index: number;
  readonly set: FieldsProps["set"];
}

function StageFields({ stages, index, set }: StageFieldsProps) {
  const stage = stages[index];
  if (stage === undefined) return null;
  const change = (changes: Partial<TrainingStage>) =>
    set({
      stages: stages.map((other, k) => (k === index ? ({ ...other, ...changes } as TrainingStage) : other)),
    });
  return (
    <fieldset className="stage-fields">
      <legend className="field-label">
        {index + 1}. {STAGE_NAMES[stage.kind]}
      </legend>
      <NumberField
        label="Steps"
        value={stage.steps}
        format={String}
        onCommit={(steps) => change({ steps })}
      />
      <NumberField
        label="Batch"
        value={stage.batch}
        format={String}
        onCommit={(batch) => change({ batch })}
      />
      {stage.kind === "shooting" && (
        <NumberField
          label="RK4 steps"
          value={stage.length}
          format={String}
          onCommit={(length) => change({ length })}
        />
      )}
    </fieldset>
  );
}
