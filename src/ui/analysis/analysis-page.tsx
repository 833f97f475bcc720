import { useApp, useMap } from "../app-context.ts";
import { Fold } from "../controls-column.tsx";
import { PHONE, useMediaQuery } from "../hooks/use-media-query.ts";
import "../map/map.css";
import "./analysis.css";
import { AnalysisControls, ChoiceSection, IntervalSection, RoleSection } from "./analysis-controls.tsx";
import { AnalysisResults } from "./analysis-results.tsx";

/** What the map in view says about where a closure exists. */
export function AnalysisPage() {
  const table = useMap((state) => state.table);
  // Another map begins afresh; nothing of the one before stays in view.
  const map = useMap((state) => state.kept ?? state.phase);
  const phone = useMediaQuery(PHONE);
  return (
    <>
      {!phone && (
        <aside className="controls" aria-label="Controls">
          {table !== null && <AnalysisControls table={table} />}
        </aside>
      )}
      <main className="results" aria-label="Analysis" data-testid="analysis-page">
        {table === null ? <Empty /> : <AnalysisResults key={map} table={table} />}
      </main>
      {phone && table !== null && (
        <div className="controls">
          <Fold title="Map and method" summary="">
            <ChoiceSection table={table} />
          </Fold>
          <Fold title="Classes and thresholds" summary="">
            <RoleSection table={table} />
          </Fold>
          <Fold title="Intervals" summary="">
            <IntervalSection table={table} />
          </Fold>
        </div>
      )}
    </>
  );
}

function Empty() {
  const { pages, maps } = useApp();
  const choose = () => {
    maps.setPreset("regime");
    pages.go("map");
  };
  return (
    <div className="map-empty" data-testid="analysis-empty">
      <p>
        The analysis tells from a map of quenches where a time-local closure exists, where one needs memory,
        and which diagnostics of the exact dynamics tell beforehand.
      </p>
      <p className="hint">
        A regime map has the learned models in it: choose <em>Regime map</em> under <em>Compare</em> on the
        Map page and press <em>Start</em>, or open a map file. Points show up here as they are computed.
      </p>
      <p>
        <button type="button" className="button primary" onClick={choose}>
          Set up a regime map
        </button>
      </p>
    </div>
  );
}
