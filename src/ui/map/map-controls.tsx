import { memo } from "react";
import { useStore } from "zustand";
import type { InputError } from "../../base/errors.ts";
import type { Config } from "../../protocol/config.ts";
import { methodLabels } from "../../protocol/labels.ts";
import { type MapPreset, mappedConfig, mapRefusal, resolutionsOf } from "../../state/map-settings.ts";
import { SEQUENTIAL_LABELS, SEQUENTIAL_NAMES } from "../../view/map-palette.ts";
import { useApp, useConfig, useMap } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { SelectField } from "../controls/select-field.tsx";
import { Fold } from "../controls-column.tsx";
import { MapEstimate, MapOrigin } from "../device/map-device.tsx";
import { describeLattice, PROTOCOL_NAMES } from "../system/describe-system.ts";
import { KeptMaps } from "./kept-maps.tsx";
import { MapProgress } from "./map-progress.tsx";
import { useMapView } from "./map-view-store.ts";

/** What to map, the run of it, and the maps there are. Left alone while a map fills in. */
export const MapControls = memo(function MapControls() {
  return (
    <aside className="controls" aria-label="Controls">
      <System />
      <Axes />
      <MapRunSection />
      <KeptMaps />
      <Colours />
    </aside>
  );
});

/** The run of a map, on narrow screens above it. */
export const MapRunSection = memo(function MapRunSection() {
  return (
    <section className="panel-section" aria-labelledby="map-run-title">
      <h2 className="section-title" id="map-run-title">
        Computation
      </h2>
      <Estimate />
      <Buttons />
      <MapProgress />
      <MapOrigin />
    </section>
  );
});

/** The rest of the controls on narrow screens: folded, below the maps. */
export const FoldedMapControls = memo(function FoldedMapControls() {
  const { resolution } = useMap((state) => state.settings);
  const lattice = useConfig((state) => describeLattice(state.config));
  const palette = useMapView((view) => view.palette);
  return (
    <div className="controls">
      <Fold title="System and methods" summary={lattice}>
        <System />
      </Fold>
      <Fold title="Axes" summary={`${resolution} × ${resolution}`}>
        <Axes />
      </Fold>
      <Fold title="Maps kept here" summary="">
        <KeptMaps />
      </Fold>
      <Fold title="Colours" summary={palette}>
        <Colours />
      </Fold>
    </div>
  );
});

function Axes() {
  return (
    <section className="panel-section" aria-labelledby="map-axes-title">
      <h2 className="section-title" id="map-axes-title">
        Axes
      </h2>
      <RangeFields axis="interaction" symbol="U" />
      <RangeFields axis="trap" symbol="V" />
      <Resolution />
    </section>
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
  const preset = useMap((state) => state.settings.preset);
  const resolution = useMap((state) => state.settings.resolution);
  const resolutions = resolutionsOf(preset);
  return (
    <SelectField
      label="Resolution"
      value={String(resolution)}
      options={resolutions.map((size) => ({ value: String(size), label: `${size} × ${size} points` }))}
      onChange={(value) => {
        const size = resolutions.find((option) => String(option) === value);
        if (size !== undefined) maps.setResolution(size);
      }}
    />
  );
}

function Colours() {
  const palette = useMapView((view) => view.palette);
  const choose = useMapView((view) => view.choosePalette);
  return (
    <section className="panel-section" aria-labelledby="map-look-title">
      <h2 className="section-title" id="map-look-title">
        Colours
      </h2>
      <SelectField
        label="Colour map"
        value={palette}
        options={SEQUENTIAL_NAMES.map((name) => ({ value: name, label: SEQUENTIAL_LABELS[name] }))}
        onChange={choose}
      />
      <p className="hint">
        <i>r</i> runs from orange (−1) through white to blue (1), which is colour-blind safe too.
      </p>
    </section>
  );
}

const PRESETS: readonly { readonly value: MapPreset; readonly label: string }[] = [
  { value: "chosen", label: "Methods of the Dynamics page" },
  { value: "regime", label: "Regime map: closures and models" },
];

/** System of the Dynamics page and methods of the map to come. */
function System() {
  const { maps } = useApp();
  const preset = useMap((state) => state.settings.preset);
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
      <SelectField label="Compare" value={preset} options={PRESETS} onChange={maps.setPreset} />
      <p data-testid="map-methods">{methodLabels(mappedConfig(config, { preset }).methods).join(", ")}</p>
      <p className="hint">
        {preset === "regime"
          ? "Models are trained at every point, values of U and V lie in equal ratios. Learned methods of the Dynamics page take the place of the default ones."
          : "System and methods are chosen on the Dynamics page."}
      </p>
    </section>
  );
}

function Estimate() {
  const config = useConfig((state) => state.config);
  const preset = useMap((state) => state.settings.preset);
  const refused = mapRefusal(config, { preset });
  if (refused !== null) {
    return (
      <p className="inline-error" data-testid="map-refusal">
        {refusalWords(config, refused)}
      </p>
    );
  }
  return <MapEstimate />;
}

function refusalWords({ quench, methods }: Config, refused: InputError): string {
  if (quench.protocol === "product-state")
    return "Product states have no trap to map over. Choose a trap release or an interaction quench on the Dynamics page.";
  return methods.some(({ kind }) => kind === "exact")
    ? `This system cannot be mapped so: ${refused.message}`
    : "A map compares everything with the exact run. Add the method Exact on the Dynamics page.";
}

function Buttons() {
  const { maps, devices } = useApp();
  const phase = useMap((state) => state.phase);
  const preset = useMap((state) => state.settings.preset);
  const config = useConfig((state) => state.config);
  const refused = mapRefusal(config, { preset }) !== null;
  const searching = useStore(devices, (state) => state.survey === null);
  const active = phase === "running" || phase === "paused";
  return (
    <div className="map-buttons">
      {phase === "running" && (
        <button type="button" className="button primary" onClick={maps.pause}>
          Pause
        </button>
      )}
      {(phase === "paused" || phase === "failed") && (
        <button type="button" className="button primary" onClick={maps.resume}>
          Resume
        </button>
      )}
      {!active && (
        <button
          type="button"
          className={phase === "failed" ? "button" : "button primary"}
          disabled={refused || searching}
          onClick={maps.start}
        >
          {phase === "empty" ? "Start" : "Start a new map"}
        </button>
      )}
      <button type="button" className="button" disabled={!active} onClick={maps.cancel}>
        Cancel
      </button>
    </div>
  );
}
