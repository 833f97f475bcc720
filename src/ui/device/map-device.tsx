import { useStore } from "zustand";
import { formatSeconds } from "../../protocol/estimate.ts";
import { mapSeconds } from "../../state/cost.ts";
import { chosenDevice } from "../../state/device-store.ts";
import { mappedConfig } from "../../state/map-settings.ts";
import { deviationSummary, originSentences } from "../../view/map-device.ts";
import { useApp, useConfig, useMap } from "../app-context.ts";
import { RichText } from "../plots/rich-text.tsx";

/** How long the next map takes, and on what. */
export function MapEstimate() {
  const { device, devices } = useApp();
  const { preset, resolution } = useMap((state) => state.settings);
  const config = mappedConfig(
    useConfig((state) => state.config),
    { preset },
  );
  const pace = useMap((state) => state.pace);
  const state = useStore(devices);
  const chosen = chosenDevice(state, config);
  const points = resolution ** 2;
  const known = pace?.config.device === chosen ? pace : null;
  const seconds = formatSeconds(mapSeconds(config, points, device.threads, known));
  const adapter = state.survey?.kind === "found" ? state.survey.adapter.name : "";
  const threads = `${device.threads} ${device.threads === 1 ? "thread" : "threads"}`;
  const gpu = `WebGPU, float32 (${adapter})`;
  return (
    <p className="hint" data-testid="map-estimate">
      {chosen === "cpu"
        ? `${points} quenches, about ${seconds} on ${threads}.`
        : known === null
          ? `${points} quenches on ${gpu}; about ${seconds} on ${threads} without it.`
          : `${points} quenches, about ${seconds} on ${gpu}.`}
    </p>
  );
}

/** What computed the map, and how far it is from float64. */
export function MapOrigin() {
  const table = useMap((state) => state.table);
  const version = useMap((state) => state.version);
  if (table === null || version < 0) return null;
  const deviation = deviationSummary(table);
  return (
    <div className="hint" data-testid="map-origin">
      {originSentences(table).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {deviation !== null && (
        <p>
          float32 against float64 <RichText markup={deviation} />.
        </p>
      )}
    </div>
  );
}
