import type { InputError } from "../../base/errors.ts";
import { DEFAULT_MEMORY, type MemoryConfig } from "../../protocol/config.ts";
import { NumberField } from "../controls/number-field.tsx";
import { Segmented } from "../controls/segmented.tsx";
import { ValuesField } from "../neural/values-field.tsx";

export interface MemoryFieldsProps {
  readonly method: { readonly memory: MemoryConfig };
  /** Changes settings; returns why that was refused. */
  readonly set: (changes: { readonly memory: MemoryConfig }) => InputError | null;
}

const KINDS = [
  { value: "none", label: "None", name: "No memory" },
  { value: "delay", label: "Delay", name: "Memory of earlier states" },
  { value: "latent", label: "Latent", name: "Memory states" },
] as const;

/** What the field sees besides the state of the moment. */
export function MemoryFields({ method: { memory }, set }: MemoryFieldsProps) {
  return (
    <>
      <div className="field">
        <span className="field-label" aria-hidden="true">
          Memory
        </span>
        <Segmented
          label="Memory"
          value={memory.kind}
          options={KINDS}
          onChange={(kind) => set({ memory: DEFAULT_MEMORY[kind] })}
        />
      </div>
      <KindFields memory={memory} set={(changed) => set({ memory: changed })} />
    </>
  );
}

interface KindFieldsProps {
  readonly memory: MemoryConfig;
  readonly set: (memory: MemoryConfig) => InputError | null;
}

function KindFields({ memory, set }: KindFieldsProps) {
  switch (memory.kind) {
    case "none":
      return null;
    case "delay":
      return (
        <div className="field-pair">
          <NumberField
            label="Earlier states"
            value={memory.delays}
            format={String}
            onCommit={(delays) => set({ ...memory, delays })}
          />
          <NumberField
            label="Apart (1/J)"
            value={memory.stride}
            format={String}
            onCommit={(stride) => set({ ...memory, stride })}
          />
        </div>
      );
    case "latent":
      return (
        <div className="field-pair">
          <NumberField
            label="Components"
            value={memory.states}
            format={String}
            onCommit={(states) => set({ ...memory, states })}
          />
          <ValuesField
            label="Decay rates (J)"
            values={memory.rates}
            onCommit={(rates) => set({ ...memory, rates })}
          />
        </div>
      );
  }
}
