import { useState } from "react";
import { useConfig } from "./app-context.ts";
import { Icon } from "./icons.tsx";
import { MethodsSection } from "./methods/methods-section.tsx";
import { QuenchSection } from "./quench/quench-section.tsx";
import { describeLattice } from "./system/describe-system.ts";
import { SystemSection } from "./system/system-section.tsx";

/** The left column. */
export function Controls() {
  return (
    <aside className="controls" aria-label="Controls">
      <QuenchSection />
      <SystemSection />
      <MethodsSection />
    </aside>
  );
}

/** System and methods on narrow screens: folded, below the plots. */
export function FoldedControls() {
  const lattice = useConfig((state) => describeLattice(state.config));
  const methods = useConfig((state) => state.config.methods.length);
  return (
    <div className="controls">
      <Fold title="System" summary={lattice}>
        <SystemSection />
      </Fold>
      <Fold title="Methods" summary={`${methods} ${methods === 1 ? "method" : "methods"}`}>
        <MethodsSection />
      </Fold>
    </div>
  );
}

interface FoldProps {
  readonly title: string;
  readonly summary: string;
  readonly children: React.ReactNode;
}

/** A section that opens on demand. */
export function Fold({ title, summary, children }: FoldProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{title}</span>
        <span className="hint">
          {summary} <Icon name="chevron" size={14} />
        </span>
      </summary>
      {open && children}
    </details>
  );
}
