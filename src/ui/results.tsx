import { useStore } from "zustand";
import { useApp, useRun } from "./app-context.ts";
import { PlotStack } from "./plots/plot-stack.tsx";
import { KeyFigures } from "./summary/key-figures.tsx";
import { SummarySentence } from "./summary/summary-sentence.tsx";
import { TransportBar } from "./transport/transport-bar.tsx";

/** Sentence, figures and plots. */
export function Results({ main = false }: { readonly main?: boolean }) {
  const results = useRun((state) => state.shown);
  const active = useRun((state) => state.active);
  const previous = useRun((state) => state.previous);
  const version = useRun((state) => state.version);
  const imported = useStore(useApp().imports);
  const Tag = main ? "main" : "section";
  return (
    <Tag className="results" aria-label="Results" data-testid="results">
      {results?.preview === true && <span className="preview-mark">Preview in coarse steps</span>}
      <SummarySentence results={active ?? results} version={version} />
      <KeyFigures results={results} version={version} />
      <PlotStack results={results} previous={previous} imported={imported} version={version} />
    </Tag>
  );
}

/** Playhead, lattice and progress, at the foot of the page. */
export function Transport() {
  const { controller } = useApp();
  const results = useRun((state) => state.shown);
  const active = useRun((state) => state.active);
  const version = useRun((state) => state.version);
  return (
    <footer className="transport-slot">
      <TransportBar results={results} active={active} version={version} onCancel={controller.cancel} />
    </footer>
  );
}
