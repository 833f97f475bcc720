import { useEffect, useState } from "react";
import type { MapTable } from "../../protocol/map.ts";
import { loadQuenchMap, mapMatches } from "../../state/quench-map.ts";
import { useConfig, useRun } from "../app-context.ts";

let loading: Promise<MapTable | null> | null = null;

/** The map the site ships, if it shows the quenches of the present system; fetched once the first run is done. */
export function useQuenchMap(): MapTable | null {
  const [map, setMap] = useState<MapTable | null>(null);
  const ready = useRun((state) => state.phase !== "idle" && state.phase !== "running");
  const matches = useConfig((state) => map !== null && mapMatches(map, state.config));
  useEffect(() => {
    if (!ready || __DEFAULT_MAP__ === null) return;
    let mounted = true;
    loading ??= loadQuenchMap(`${import.meta.env.BASE_URL}${__DEFAULT_MAP__}`);
    const show = (loaded: MapTable | null) => {
      if (mounted) setMap(loaded);
    };
    loading.then(show, () => show(null));
    return () => {
      mounted = false;
    };
  }, [ready]);
  return matches ? map : null;
}
