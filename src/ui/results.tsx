import { useStore } from "zustand";
import { useApp, useRun } from "./app-context.ts";
import { PlotStack } from "./plots/plot-stack.tsx";

/** Sentence, figures and plots. */
export function Results({ main = false }: { readonly main?: boolean }) {
  const results = useRun((state) => state.shown);
  const previous = useRun((state) => state.previous);
  const version = useRun((state) => state.version);
  const imported = useStore(useApp().imports);
  const Tag = main ? "main" : "section";
  return (
    <Tag className="results" aria-label="Results" data-testid="results">
      {results?.preview === true && <span className="preview-mark">preview</span>}
      <PlotStack results={results} previous={previous} imported={imported} version={version} />
    </Tag>
  );
}

export function Transport() {
  return <footer className="transport-slot" />;
}
