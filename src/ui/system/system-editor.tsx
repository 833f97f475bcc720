import { useState } from "react";
import { type Config, siteCount } from "../../protocol/config.ts";
import {
  halfFilling,
  type Protocol,
  withEnd,
  withLattice,
  withLatticeKind,
  withProtocol,
} from "../../state/config-edits.ts";
import { useApp, useConfig } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { SelectField } from "../controls/select-field.tsx";
import { PROTOCOL_NAMES } from "./describe-system.ts";

const PROTOCOLS = (Object.keys(PROTOCOL_NAMES) as Protocol[]).map((value) => ({
  value,
  label: PROTOCOL_NAMES[value],
}));

const LATTICES = [
  { value: "chain", label: "chain" },
  { value: "rectangle", label: "rectangle" },
] as const;
const BOUNDARIES = [
  { value: "open", label: "open" },
  { value: "periodic", label: "periodic" },
] as const;

/** The form behind the rows. Numbers report at their field; choices that cannot be made report below the form. */
export function SystemEditor() {
  const { configs } = useApp();
  const config = useConfig((state) => state.config);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (change: (config: Config) => unknown) => {
    const refused = configs.edit(change);
    setProblem(refused === null ? null : `This choice cannot be made: expected ${refused.expected}.`);
  };
  return (
    <div className="editor">
      <SelectField
        label="Quench"
        value={config.quench.protocol}
        options={PROTOCOLS}
        onChange={(protocol) => choose((old) => withProtocol(old, protocol))}
      />
      <LatticeFields choose={choose} />
      <SizeFields />
      <ElectronFields />
      <div className="field-pair">
        <NumberField
          label="Window ends (1/J)"
          value={config.time.end}
          onCommit={(end) => configs.edit((old) => withEnd(old, end))}
        />
        <NumberField
          label="Sample step (1/J)"
          value={config.time.sample}
          onCommit={(sample) => configs.edit((old) => ({ ...old, time: { ...old.time, sample } }))}
        />
      </div>
      <NumberField
        label="Hopping J"
        value={config.hopping}
        onCommit={(hopping) => configs.edit((old) => ({ ...old, hopping }))}
      />
      {problem !== null && (
        <p className="inline-error" role="alert">
          {problem} Nothing has changed.
        </p>
      )}
    </div>
  );
}

function LatticeFields({ choose }: { readonly choose: (change: (config: Config) => unknown) => void }) {
  const lattice = useConfig((state) => state.config.lattice);
  return (
    <div className="field-pair">
      <SelectField
        label="Lattice"
        value={lattice.kind}
        options={LATTICES}
        onChange={(kind) => choose((config) => withLatticeKind(config, kind))}
      />
      <SelectField
        label="Boundary"
        value={lattice.boundary}
        options={BOUNDARIES}
        onChange={(boundary) => choose((config) => ({ ...config, lattice: { ...config.lattice, boundary } }))}
      />
    </div>
  );
}

function SizeFields() {
  const { configs } = useApp();
  const lattice = useConfig((state) => state.config.lattice);
  const resize = (size: Readonly<Record<string, number>>) =>
    configs.edit((config) => withLattice(config, { ...config.lattice, ...size }));
  if (lattice.kind === "chain") {
    return (
      <NumberField
        label="Sites"
        value={lattice.sites}
        format={String}
        onCommit={(sites) => resize({ sites })}
      />
    );
  }
  return (
    <div className="field-pair">
      <NumberField
        label="Sites along x"
        value={lattice.lx}
        format={String}
        onCommit={(lx) => resize({ lx })}
      />
      <NumberField
        label="Sites along y"
        value={lattice.ly}
        format={String}
        onCommit={(ly) => resize({ ly })}
      />
    </div>
  );
}

function ElectronFields() {
  const { configs } = useApp();
  const electrons = useConfig((state) => state.config.electrons);
  const sites = useConfig((state) => siteCount(state.config.lattice));
  const fixed = useConfig((state) => state.config.quench.protocol === "product-state");
  if (fixed) return <p className="hint">The sites of the product state fix the electrons.</p>;
  const set = (change: Partial<Config["electrons"]>) =>
    configs.edit((config) => ({ ...config, electrons: { ...config.electrons, ...change } }));
  const half = halfFilling(sites);
  const isHalf = electrons.up === half.up && electrons.down === half.down;
  return (
    <>
      <div className="field-pair">
        <NumberField
          label="Electrons ↑"
          value={electrons.up}
          format={String}
          onCommit={(up) => set({ up })}
        />
        <NumberField
          label="Electrons ↓"
          value={electrons.down}
          format={String}
          onCommit={(down) => set({ down })}
        />
      </div>
      <button type="button" className="button" disabled={isHalf} onClick={() => set(half)}>
        Half filling
      </button>
    </>
  );
}
