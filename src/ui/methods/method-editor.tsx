import type { MethodConfig } from "../../protocol/config.ts";
import { withMethodAdded } from "../../state/config-edits.ts";
import { DEFINITIONS, type DefinitionId } from "../../view/definitions.ts";
import { useApp } from "../app-context.ts";
import { Defined } from "../definitions/defined.tsx";
import { Icon } from "../icons.tsx";
import { RichText } from "../plots/rich-text.tsx";
import { ClosureEditor } from "./closure-editor.tsx";
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
      <p className="method-definitions">
        {definitionsOf(method).map((id) => (
          <Defined key={id} id={id}>
            <RichText markup={DEFINITIONS[id].name} />
          </Defined>
        ))}
      </p>
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

/** The method, and what it is made of. */
function definitionsOf(method: ConfigurableMethod): readonly DefinitionId[] {
  const parts: DefinitionId[] = [method.kind];
  if (method.kind === "td2rdm") {
    parts.push(method.closure);
    if (method.contractionConsistent) parts.push("contraction-consistency");
  }
  if ("memory" in method && method.memory.kind !== "none") parts.push(method.memory.kind);
  if ("purification" in method && method.purification !== "none") parts.push("purification");
  return parts;
}

function MethodFields({ index, method }: MethodEditorProps) {
  switch (method.kind) {
    case "td2rdm":
      return <Td2rdmEditor index={index} method={method} />;
    case "dmd":
      return <DmdEditor index={index} method={method} />;
    case "neural-ode":
      return <NeuralEditor index={index} method={method} />;
    case "learned-closure":
      return <ClosureEditor index={index} method={method} />;
  }
}
