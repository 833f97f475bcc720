import type { NeuralOdeConfig } from "../../protocol/config.ts";
import { withMethod } from "../../state/config-edits.ts";
import { useApp } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { MemoryFields } from "./memory-fields.tsx";
import { PurificationField, ShapeFields, SkipField } from "./neural-fields.tsx";

interface NeuralEditorProps {
  readonly index: number;
  readonly method: NeuralOdeConfig;
}

/** Settings of a neural ODE that change what it can learn; the rest of the recipe is in the config. */
export function NeuralEditor({ index, method }: NeuralEditorProps) {
  const { configs } = useApp();
  const set = (change: Partial<NeuralOdeConfig>) =>
    configs.edit((config) => withMethod(config, index, { ...method, ...change }));
  return (
    <>
      <div className="field-pair">
        <NumberField
          label="Trained until (1/J)"
          value={method.trainUntil}
          format={String}
          onCommit={(trainUntil) => set({ trainUntil })}
        />
        <NumberField label="Seed" value={method.seed} format={String} onCommit={(seed) => set({ seed })} />
      </div>
      <MemoryFields method={method} set={set} />
      <SkipField method={method} set={set} />
      <ShapeFields method={method} set={set} />
      <PurificationField method={method} set={set} />
    </>
  );
}
