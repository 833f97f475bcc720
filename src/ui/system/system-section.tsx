import { useState } from "react";
import { formatBytes, formatSeconds } from "../../protocol/estimate.ts";
import { runCost } from "../../state/cost.ts";
import { useApp, useConfig } from "../app-context.ts";
import { describeLattice, describeWindow, formatCount, PROTOCOL_NAMES } from "./describe-system.ts";
import "./system.css";
import { SystemEditor } from "./system-editor.tsx";

/** The system in five lines, with a form behind them, and what the run will cost. */
export function SystemSection() {
  const [editing, setEditing] = useState(false);
  return (
    <section className="panel-section" aria-labelledby="system-title">
      <div className="section-head">
        <h2 className="section-title" id="system-title">
          System
        </h2>
        <button
          type="button"
          className="text-button"
          aria-expanded={editing}
          aria-controls="system-editor"
          onClick={() => setEditing(!editing)}
        >
          {editing ? "Done" : "Edit"}
          <span className="visually-hidden"> system</span>
        </button>
      </div>
      <div id="system-editor">{editing ? <SystemEditor /> : <SystemRows />}</div>
      <CostRow />
    </section>
  );
}

function SystemRows() {
  const config = useConfig((state) => state.config);
  const rows = [
    ["Lattice", describeLattice(config)],
    ["Electrons", `${config.electrons.up} ↑ ${config.electrons.down} ↓`],
    ["Quench", PROTOCOL_NAMES[config.quench.protocol]],
    ["Window", describeWindow(config)],
  ] as const;
  return (
    <dl className="rows">
      {rows.map(([name, value]) => (
        <div key={name} className="row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Dimension, memory and duration of all methods together, known before the run. */
function CostRow() {
  const { device } = useApp();
  const config = useConfig((state) => state.config);
  const { dimension, bytes, seconds } = runCost(config, device.threads);
  return (
    <dl className="rows" data-testid="cost">
      <div className="row">
        <dt>Dimension</dt>
        <dd title="Amplitudes of the exact wave function, estimated memory and time of this run">
          {formatCount(dimension)} · {formatBytes(bytes)} · {formatSeconds(seconds)}
        </dd>
      </div>
    </dl>
  );
}
