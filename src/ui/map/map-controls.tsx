import { formatSeconds } from "../../protocol/estimate.ts";
import { methodLabels } from "../../protocol/labels.ts";
import { mapSeconds } from "../../state/cost.ts";
import { mapRefusal, RESOLUTIONS } from "../../state/map-store.ts";
import { computedCount } from "../../view/map-grid.ts";
import { useApp, useConfig, useMap } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { SelectField } from "../controls/select-field.tsx";
import { describeLattice, PROTOCOL_NAMES } from "../system/describe-system.ts";

/** What to map, and the run of it. */
export function MapControls() {
  return (
    <aside className="controls" aria-label="Controls">
      <section className="panel-section" aria-labelledby="map-axes-title">
        <h2 className="section-title" id="map-axes-title">
          Axes
        </h2>
        <RangeFields axis="interaction" symbol="U" />
        <RangeFields axis="trap" symbol="V" />
        <Resolution />
      </section>
      <System />
      <section className="panel-section" aria-labelledby="map-run-title">
        <h2 className="section-title" id="map-run-title">
          Computation
        </h2>
        <Estimate />
        <Buttons />
        <Progress />
      </section>
    </aside>
  );
}

function RangeFields({ axis, symbol }: { readonly axis: "interaction" | "trap"; readonly symbol: string }) {
  const { maps } = useApp();
  const [from, to] = useMap((state) => state.settings[axis]);
  return (
    <div className="map-range">
      <NumberField
        label={`${symbol} from`}
        value={from}
        unit="J"
        onCommit={(value) => maps.setRange(axis, [value, to])}
      />
      <NumberField
        label={`${symbol} to`}
        value={to}
        unit="J"
        onCommit={(value) => maps.setRange(axis, [from, value])}
      />
    </div>
  );
}

function Resolution() {
  const { maps } = useApp();
  const resolution = useMap((state) => state.settings.resolution);
  return (
    <SelectField
      label="Resolution"
      value={String(resolution)}
      options={RESOLUTIONS.map((size) => ({ value: String(size), label: `${size} × ${size} points` }))}
      onChange={(value) => {
        const size = RESOLUTIONS.find((option) => String(option) === value);
        if (size !== undefined) maps.setResolution(size);
      }}
    />
  );
}

/** System and methods of the map to come: those of the Dynamics page. */
function System() {
  const config = useConfig((state) => state.config);
  return (
    <section className="panel-section" aria-labelledby="map-system-title">
      <h2 className="section-title" id="map-system-title">
        System and methods
      </h2>
      <p>
        {describeLattice(config)}, {config.electrons.up}↑ {config.electrons.down}↓
      </p>
      <p>
        {PROTOCOL_NAMES[config.quench.protocol]}, 0 … {config.time.end} / <i>J</i>
      </p>
      <p>{methodLabels(config.methods).join(", ")}</p>
      <p className="hint">They are chosen on the Dynamics page.</p>
    </section>
  );
}

function Estimate() {
  const { device } = useApp();
  const config = useConfig((state) => state.config);
  const resolution = useMap((state) => state.settings.resolution);
  const refused = mapRefusal(config);
  if (refused !== null) {
    const product = config.quench.protocol === "product-state";
    return (
      <p className="inline-error" data-testid="map-refusal">
        {product
          ? "Product states have no trap to map over. Choose a trap release or an interaction quench on the Dynamics page."
          : "A map compares everything with the exact run. Add the method Exact on the Dynamics page."}
      </p>
    );
  }
  const points = resolution ** 2;
  return (
    <p className="hint" data-testid="map-estimate">
      {points} quenches, about {formatSeconds(mapSeconds(config, points, device.threads))} on {device.threads}{" "}
      {device.threads === 1 ? "thread" : "threads"}.
    </p>
  );
}

function Buttons() {
  const { maps } = useApp();
  const phase = useMap((state) => state.phase);
  const refused = useConfig((state) => mapRefusal(state.config) !== null);
  const active = phase === "running" || phase === "paused";
  return (
    <div className="map-buttons">
      {phase === "running" && (
        <button type="button" className="button primary" onClick={maps.pause}>
          Pause
        </button>
      )}
      {phase === "paused" && (
        <button type="button" className="button primary" onClick={maps.resume}>
          Resume
        </button>
      )}
      {!active && (
        <button type="button" className="button primary" disabled={refused} onClick={maps.start}>
          {phase === "empty" ? "Start" : "Start a new map"}
        </button>
      )}
      <button type="button" className="button" disabled={!active} onClick={maps.cancel}>
        Cancel
      </button>
    </div>
  );
}

function Progress() {
  // The table changes in place: `version` says that it did.
  const version = useMap((state) => state.version);
  const { phase, table, secondsLeft, file, error } = useApp().maps.getState();
  const total = table?.status.length ?? 1;
  const done = table === null || version < 0 ? 0 : computedCount(table);
  const count = `${done} of ${total} points`;
  const left = secondsLeft === null ? "" : `, about ${formatSeconds(secondsLeft)} left`;
  const words: Readonly<Record<typeof phase, string>> = {
    empty: "Nothing is computed yet.",
    running: `${count}${left}`,
    paused: `Paused at ${count}.`,
    cancelled: `Cancelled; ${count} are kept.`,
    done: `Done, ${total} points${faults(table?.status ?? [])}.`,
    failed: `Stopped at ${count}: ${error ?? "unknown cause"}`,
    imported: `${file ?? "A file"}: ${count}${faults(table?.status ?? [])}.`,
  };
  return (
    <div className="map-progress" data-testid="map-progress" data-phase={phase} data-done={done}>
      <span
        className="map-track"
        role="progressbar"
        aria-label="Map"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        <span className="map-fill" style={{ transform: `scaleX(${done / total})` }} />
      </span>
      <p className={phase === "failed" ? "inline-error" : "hint"}>{words[phase]}</p>
      <p className="visually-hidden" role="status">
        {phase === "empty" ? "" : `Map ${phase}`}
      </p>
    </div>
  );
}

/** `; 3 diverged, 1 failed` */
function faults(status: readonly string[]): string {
  const parts = ["diverged", "failed"].flatMap((kind) => {
    const count = status.filter((point) => point === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`;
}
