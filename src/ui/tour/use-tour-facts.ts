import { trainedMethod } from "../../state/training-settings.ts";
import { formatTime } from "../../view/format.ts";
import { bestMethod } from "../../view/key-figures.ts";
import { mapFieldInfo } from "../../view/map-fields.ts";
import { shortLabel } from "../../view/method-style.ts";
import { leavingTime } from "../../view/summary.ts";
import type { TourFacts } from "../../view/tour-words.ts";
import { useConfig, useMap, useRun, useTraining } from "../app-context.ts";
import { fieldOf, useMapView } from "../map/map-view-store.ts";
import { factsOf } from "../neural/training-sentence.tsx";

/** The numbers the tour speaks of, as they are on the pages now. */
export function useTourFacts(): TourFacts {
  const config = useConfig((state) => state.config);
  const results = useRun((state) => state.shown);
  useRun((state) => state.version);
  const comparison = useTraining((state) => state.comparison);
  useTraining((state) => state.version);
  const settings = useTraining((state) => state.settings);
  const table = useMap((state) => state.table);
  useMapView((view) => view.fields);
  const { pearson = null, buildup = null } = results?.diagnostics ?? {};
  const best = results === null ? undefined : bestMethod(results);
  const leaves = best === undefined || results === null ? null : leavingTime(best, results.times);
  return {
    quench: config.quench,
    pearson,
    buildup,
    best:
      best?.data.relativeError === undefined
        ? null
        : {
            label: shortLabel(best.label),
            leaves: leaves === null ? null : formatTime(leaves, config.time.sample),
          },
    unseen: factsOf(comparison).unseen,
    trainUntil: trainedMethod(config, settings).trainUntil,
    end: config.time.end,
    maps:
      table === null
        ? null
        : {
            first: mapFieldInfo(fieldOf(table, "first")).title,
            second: mapFieldInfo(fieldOf(table, "second")).title,
          },
  };
}
