import { useStore } from "zustand";
import type { ResultSet } from "../protocol/results.ts";
import type { RunState } from "../state/run-store.ts";
import { useApp, useRun } from "./app-context.ts";
import { PlotStack } from "./plots/plot-stack.tsx";
import { KeyFigures } from "./summary/key-figures.tsx";
import { SummarySentence } from "./summary/summary-sentence.tsx";
import { TransportBar } from "./transport/transport-bar.tsx";

/** The run that words and progress are about: the newest, but of previews the last complete one. */
function workingRun({ active, shown }: RunState): ResultSet | null {
  return active === null || active.preview ? shown : active;
}

/** Sentence, figures and plots. */
export function Results({ main = false }: { readonly main?: boolean }) {
  const results = useRun((state) => state.shown);
  const working = useRun(workingRun);
  const workingVersion = useRun((state) => state.activeVersion);
  const previous = useRun((state) => state.previous);
  const version = useRun((state) => state.version);
  const imported = useStore(useApp().imports);
  const Tag = main ? "main" : "section";
  return (
    <Tag className="results" aria-label="Results" data-testid="results">
      {results?.preview === true && <span className="preview-mark">Preview in coarse steps</span>}
      <SummarySentence results={working} version={workingVersion} />
      <KeyFigures results={results} version={version} />
      <PlotStack results={results} previous={previous} imported={imported} version={version} />
    </Tag>
  );
}

/** Playhead, lattice and progress, at the foot of the page. */
export function Transport() {
  const { controller } = useApp();
  const results = useRun((state) => state.shown);
  const working = useRun(workingRun);
  const version = useRun((state) => state.activeVersion);
  return (
    <footer className="transport-slot">
      <TransportBar results={results} active={working} version={version} onCancel={controller.cancel} />
    </footer>
  );
}
