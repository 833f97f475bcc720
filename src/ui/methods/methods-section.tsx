import { useShallow } from "zustand/react/shallow";
import { methodLabels } from "../../protocol/labels.ts";
import { methodStyles } from "../../view/method-style.ts";
import { useApp, useConfig, useRun } from "../app-context.ts";
import { Icon } from "../icons.tsx";
import { AddMethodMenu } from "./add-method-menu.tsx";
import { ImportedChips } from "./imported-chips.tsx";
import { MethodChip } from "./method-chip.tsx";
import "./methods.css";

/** The methods of the config with their colours and states, and what can be added. */
export function MethodsSection() {
  const { controller } = useApp();
  const methods = useConfig((state) => state.config.methods);
  const ids = useConfig(useShallow((state) => state.methodIds));
  const stopped = useRun((state) => state.phase === "cancelled" || state.phase === "failed");
  const error = useRun((state) => state.error);
  const labels = methodLabels(methods);
  const styles = methodStyles(methods);
  return (
    <section className="panel-section" aria-labelledby="methods-title">
      <div className="section-head">
        <h2 className="section-title" id="methods-title">
          Methods
        </h2>
        {stopped && (
          <button type="button" className="text-button" onClick={controller.rerun}>
            <Icon name="retry" size={14} /> Run again
          </button>
        )}
      </div>
      {error !== null && (
        <p className="inline-error" role="alert">
          The run failed: {error}
        </p>
      )}
      <ul className="chips">
        {methods.map((method, index) => {
          const style = styles[index];
          const id = ids[index] ?? String(index);
          if (style === undefined) return null;
          return (
            <li key={id}>
              <MethodChip
                id={id}
                index={index}
                method={method}
                label={labels[index] ?? ""}
                methodStyle={style}
                removable={methods.length > 1}
              />
            </li>
          );
        })}
      </ul>
      <AddMethodMenu />
      <ImportedChips />
    </section>
  );
}
