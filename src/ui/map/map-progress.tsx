import { formatSeconds } from "../../protocol/estimate.ts";
import type { MapPhase } from "../../state/map-state.ts";
import { computedCount } from "../../view/map-grid.ts";
import { useApp, useMap } from "../app-context.ts";
import { useThrottled } from "../plots/use-throttled.ts";

/** Words and bar follow the computation at most this often, in ms. */
const UPDATE_INTERVAL = 200;

/** How far the map is, in a bar and in words. */
export function MapProgress() {
  const phase = useMap((state) => state.phase);
  // The table changes in place: `version` says that it did.
  const seen = useThrottled(
    useMap((state) => state.version),
    UPDATE_INTERVAL,
  );
  const { table, secondsLeft, inside, file, error } = useApp().maps.getState();
  const total = table?.status.length ?? 1;
  const done = table === null || seen < 0 ? 0 : computedCount(table);
  const count = `${done} of ${total} points`;
  const ended = `${count}${faults(table?.status ?? [])}`;
  const left = secondsLeft === null ? "" : `, about ${formatSeconds(secondsLeft)} left`;
  const words: Readonly<Record<MapPhase, string>> = {
    empty: "Nothing is computed yet.",
    shipped: `The map that comes with the page: ${ended}.`,
    running: `${count}${left}`,
    paused: `Paused at ${count}.`,
    cancelled: `Cancelled; ${count} are kept.`,
    done: `Done, ${ended}.`,
    failed: `Stopped at ${count}: ${error ?? "unknown cause"}`,
    imported: `${file ?? "A file"}: ${ended}.`,
  };
  return (
    <div className="map-progress" data-testid="map-progress" data-phase={phase} data-done={done}>
      <span
        className="job-track"
        role="progressbar"
        aria-label="Map"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        <span className="job-fill" style={{ transform: `scaleX(${done / total})` }} />
      </span>
      {phase === "running" && inside.length > 0 && (
        <p className="hint" data-testid="map-inside">
          Under way:{" "}
          {inside.map(({ method, fraction }) => `${method} ${Math.floor(100 * fraction)} %`).join(", ")}
        </p>
      )}
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
