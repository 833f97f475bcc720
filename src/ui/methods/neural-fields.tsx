import type { InputError } from "../../base/errors.ts";
import type { NeuralOdeConfig } from "../../protocol/config.ts";
import { NumberField } from "../controls/number-field.tsx";
import { SelectField } from "../controls/select-field.tsx";

type Settings = Pick<NeuralOdeConfig, "skip" | "hidden" | "activation" | "packing" | "purification">;

interface FieldsProps<K extends keyof Settings> {
  readonly method: Pick<Settings, K>;
  /** Changes settings; returns why that was refused. */
  readonly set: (changes: Partial<Pick<Settings, K>>) => InputError | null;
}

export type NeuralFieldsProps = FieldsProps<keyof Settings>;

export function SkipField({ method, set }: NeuralFieldsProps) {
  return (
    <SelectField
      label="Linear part"
      value={method.skip}
      options={[
        { value: "full", label: "Full" },
        { value: "skew", label: "Skew: stable, for strong quenches" },
        { value: "none", label: "None" },
      ]}
      onChange={(skip) => set({ skip })}
    />
  );
}

/** Layers, activation, and what the state holds. */
export function ShapeFields({ method, set }: NeuralFieldsProps) {
  return (
    <>
      <LayerFields method={method} set={set} />
      <SelectField
        label="State"
        value={method.packing}
        options={[
          { value: "symmetric", label: "Packed by symmetries" },
          { value: "hermitian", label: "Unpacked" },
        ]}
        onChange={(packing) => set({ packing })}
      />
    </>
  );
}

/** Layers and activation. */
export function LayerFields({ method, set }: FieldsProps<"hidden" | "activation">) {
  const [width = 128] = method.hidden;
  return (
    <>
      <div className="field-pair">
        <NumberField
          label="Hidden layers"
          value={method.hidden.length}
          format={String}
          onCommit={(depth) => set({ hidden: layers(depth, width) })}
        />
        <NumberField
          label="Width"
          value={width}
          format={String}
          onCommit={(chosen) => set({ hidden: method.hidden.map(() => chosen) })}
        />
      </div>
      <SelectField
        label="Activation"
        value={method.activation}
        options={[
          { value: "tanh", label: "tanh" },
          { value: "silu", label: "SiLU" },
          { value: "gelu", label: "GELU" },
        ]}
        onChange={(activation) => set({ activation })}
      />
    </>
  );
}

/** Equal layers; a depth that no list can have becomes one that the config refuses in words. */
function layers(depth: number, width: number): number[] {
  const count = Number.isInteger(depth) && depth > 0 && depth < 100 ? depth : 0;
  return Array.from({ length: count }, () => width);
}

export function PurificationField({ method, set }: FieldsProps<"purification">) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={method.purification !== "none"}
        onChange={(event) => set({ purification: event.target.checked ? "energy-conserving" : "none" })}
      />
      <span>
        Purification <span className="hint">keeps D and Q positive in the rollout</span>
      </span>
    </label>
  );
}
