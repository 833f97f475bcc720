import { useStore } from "zustand";
import { useApp } from "../app-context.ts";
import { Icon } from "../icons.tsx";

/** Trajectories of files that are drawn next to the live ones. */
export function ImportedChips() {
  const { imports } = useApp();
  const imported = useStore(imports);
  if (imported.length === 0) return null;
  return (
    <ul className="chips" aria-label="Imported trajectories">
      {imported.map((results) => {
        const name = results.source.kind === "imported" ? results.source.name : "trajectory";
        return (
          <li key={results.id} className="chip" data-testid="imported-chip">
            <span className="chip-face">
              <Icon name="upload" size={14} />
              <span className="chip-label">{name}</span>
              <span className="chip-state quiet">{results.methods.length} curves</span>
            </span>
            <button
              type="button"
              className="chip-remove"
              aria-label={`Remove imported ${name}`}
              onClick={() => imports.remove(results.id)}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
