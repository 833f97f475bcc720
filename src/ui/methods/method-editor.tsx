import type { MethodConfig } from "../../protocol/config.ts";
import { withMethodAdded } from "../../state/config-edits.ts";
import { useApp } from "../app-context.ts";
import { Icon } from "../icons.tsx";
import { DmdEditor } from "./dmd-editor.tsx";
import { NeuralEditor } from "./neural-editor.tsx";
import { Td2rdmEditor } from "./td2rdm-editor.tsx";

/** Methods that have settings. */
export type ConfigurableMethod = Exclude<MethodConfig, { kind: "exact" | "mean-field" }>;

export function isConfigurable(method: MethodConfig): method is ConfigurableMethod {
  return method.kind !== "exact" && method.kind !== "mean-field";
}

interface MethodEditorProps {
  readonly index: number;
  readonly method: ConfigurableMethod;
}

/** Settings of one method; every change runs at once. */
export function MethodEditor({ index, method }: MethodEditorProps) {
  const { configs } = useApp();
  return (
    <div className="method-editor">
      <MethodFields index={index} method={method} />
      <button
        type="button"
        className="button"
        onClick={() => configs.edit((config) => withMethodAdded(config, method))}
      >
        <Icon name="copy" /> Add a copy to vary
      </button>
    </div>
  );
}

function MethodFields({ index, method }: MethodEditorProps) {
  switch (method.kind) {
    case "td2rdm":
      return <Td2rdmEditor index={index} method={method} />;
    case "dmd":
      return <DmdEditor index={index} method={method} />;
    case "neural-ode":
      return <NeuralEditor index={index} method={method} />;
  }
}
