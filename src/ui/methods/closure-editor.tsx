import { DEFAULT_MEMORY, type LearnedClosureConfig } from "../../protocol/config.ts";
import { withMethod } from "../../state/config-edits.ts";
import { useApp } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { SelectField } from "../controls/select-field.tsx";
import { LayerFields, PurificationField } from "./neural-fields.tsx";

interface ClosureEditorProps {
  readonly index: number;
  readonly method: LearnedClosureConfig;
}

/** Settings of a learned closure that change what it can learn; the rest of the recipe is in the config. */
export function ClosureEditor({ index, method }: ClosureEditorProps) {
  const { configs } = useApp();
  const set = (change: Partial<LearnedClosureConfig>) =>
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
      <SelectField
        label="Memory"
        value={method.memory.kind}
        options={[
          { value: "none", label: "None" },
          { value: "latent", label: "Latent: memory states" },
        ]}
        onChange={(kind) => set({ memory: DEFAULT_MEMORY[kind] })}
      />
      <SelectField
        label="Linear part"
        value={method.skip}
        options={[
          { value: "none", label: "None" },
          { value: "full", label: "Full" },
        ]}
        onChange={(skip) => set({ skip })}
      />
      <LayerFields method={method} set={set} />
      <PurificationField method={method} set={set} />
    </>
  );
}
