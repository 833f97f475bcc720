import { useEffect, useState } from "react";
import type { MapTable } from "../../protocol/map.ts";
import { loadQuenchMap, mapMatches } from "../../state/quench-map.ts";
import { useConfig } from "../app-context.ts";

let loading: Promise<MapTable | null> | null = null;

/** The map the site ships if it shows the quenches of the present system, null if not, undefined while it loads. */
export function useQuenchMap(): MapTable | null | undefined {
  const [map, setMap] = useState<MapTable | null | undefined>(__DEFAULT_MAP__ === null ? null : undefined);
  const matches = useConfig((state) => map !== null && map !== undefined && mapMatches(map, state.config));
  useEffect(() => {
    if (__DEFAULT_MAP__ === null) return;
    let mounted = true;
    loading ??= loadQuenchMap(`${import.meta.env.BASE_URL}${__DEFAULT_MAP__}`);
    loading.then(
      (loaded) => mounted && setMap(loaded),
      () => mounted && setMap(null),
    );
    return () => {
      mounted = false;
    };
  }, []);
  return map === undefined || matches ? map : null;
}
