import type { DmdConfig } from "../../protocol/config.ts";
import { withMethod } from "../../state/config-edits.ts";
import { useApp } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { SelectField } from "../controls/select-field.tsx";

/** Rank with which a fixed one begins. */
const FIRST_RANK = 20;

interface DmdEditorProps {
  readonly index: number;
  readonly method: DmdConfig;
}

/** Settings of a dynamic mode decomposition. */
export function DmdEditor({ index, method }: DmdEditorProps) {
  const { configs } = useApp();
  const { rank } = method;
  const set = (change: Partial<DmdConfig>) =>
    configs.edit((config) => withMethod(config, index, { ...method, ...change }));
  return (
    <>
      <NumberField
        label="Trained until (1/J)"
        value={method.trainUntil}
        format={String}
        onCommit={(trainUntil) => set({ trainUntil })}
      />
      <div className="field-pair">
        <NumberField
          label="Delays"
          value={method.delays}
          format={String}
          onCommit={(delays) => set({ delays })}
        />
        <NumberField
          label="Stride (1/J)"
          value={method.stride}
          format={String}
          onCommit={(stride) => set({ stride })}
        />
      </div>
      <SelectField
        label="Rank"
        value={rank === "auto" ? "auto" : "fixed"}
        options={[
          { value: "auto", label: "Smallest training error" },
          { value: "fixed", label: "Fixed" },
        ]}
        onChange={(choice) => set({ rank: choice === "auto" ? "auto" : FIRST_RANK })}
      />
      {rank !== "auto" && (
        <NumberField
          label="Singular vectors kept"
          value={rank}
          format={String}
          onCommit={(kept) => set({ rank: kept })}
        />
      )}
    </>
  );
}
