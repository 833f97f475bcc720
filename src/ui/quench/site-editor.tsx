import { useState } from "react";
import type { InputError } from "../../base/errors.ts";
import { type Config, needsSinglet } from "../../protocol/config.ts";
import {
  nextSiteState,
  type ProductPreset,
  productSites,
  type SiteState,
  withProductSites,
} from "../../state/config-edits.ts";
import { useApp, useConfig } from "../app-context.ts";

const SPOKEN: Readonly<Record<SiteState, string>> = {
  "0": "empty",
  u: "one electron, spin up",
  d: "one electron, spin down",
  ud: "doubly occupied",
};

const PRESETS: readonly { readonly preset: ProductPreset; readonly label: string }[] = [
  { preset: "doublon-cluster", label: "Doublon cluster" },
  { preset: "charge-density-wave", label: "Density wave" },
  { preset: "neel", label: "Néel" },
];

/** The initial product state as a picture of the lattice: a click changes the occupation of a site. */
export function SiteEditor() {
  const { configs } = useApp();
  const quench = useConfig((state) => state.config.quench);
  const closedShell = useConfig((state) => state.config.methods.some(needsSinglet));
  const [problem, setProblem] = useState<InputError | null>(null);
  if (quench.protocol !== "product-state") return null;
  const { sites } = quench;
  const apply = (next: readonly SiteState[]) =>
    configs.edit((config: Config) => withProductSites(config, next));
  const cycle = (clicked: number) => {
    let state = sites[clicked] ?? "0";
    let refused: InputError | null = null;
    do {
      state = nextSiteState(state);
      refused = apply(sites.with(clicked, state));
    } while (refused !== null && state !== sites[clicked]);
    setProblem(refused);
  };
  return (
    <div className="site-editor">
      <p className="hint">
        The state at t = 0. Click a site to change it.
        {closedShell && " TD2RDM and learned methods take doubly occupied and empty sites only."}
      </p>
      <Sites sites={sites} onClick={cycle} />
      <div className="site-presets">
        {PRESETS.map(({ preset, label }) => (
          <button
            key={preset}
            type="button"
            className="button"
            onClick={() => setProblem(apply(productSites(preset, sites.length)))}
          >
            {label}
          </button>
        ))}
      </div>
      {problem !== null && (
        <p className="inline-error" role="alert">
          This state cannot be used: expected {problem.expected}. The state shown stays in force.
          {closedShell && " Removing the TD2RDM and learned methods would allow it."}
        </p>
      )}
    </div>
  );
}

interface SitesProps {
  readonly sites: readonly SiteState[];
  readonly onClick: (site: number) => void;
}

function Sites({ sites, onClick }: SitesProps) {
  const lattice = useConfig((state) => state.config.lattice);
  const columns = lattice.kind === "rectangle" ? lattice.lx : Math.min(sites.length, 8);
  return (
    <div className="sites" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {sites.map((state, site) => (
        <button
          key={site}
          type="button"
          className={`site occupied-${state}`}
          aria-label={`Site ${site}: ${SPOKEN[state]}`}
          onClick={() => onClick(site)}
        >
          <span className="spin up" />
          <span className="spin down" />
        </button>
      ))}
    </div>
  );
}
