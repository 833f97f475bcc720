import { useEffect, useState } from "react";
import type { MapTable } from "../../protocol/map.ts";
import { loadQuenchMap, mapMatches } from "../../state/quench-map.ts";
import { useConfig, useMap } from "../app-context.ts";

let loading: Promise<MapTable | null> | null = null;

/** The map of the site, read once; null where there is none. */
export function loadShippedMap(): Promise<MapTable | null> {
  if (__DEFAULT_MAP__ === null) return Promise.resolve(null);
  loading ??= loadQuenchMap(`${import.meta.env.BASE_URL}${__DEFAULT_MAP__}`);
  return loading;
}

export interface QuenchMap {
  /** Null where there is none, undefined while it loads. */
  readonly map: MapTable | null | undefined;
  /** Grows when the map changes in place. */
  readonly version: number;
}

/**
 * The map that shows the quenches of the present system: the last one computed or imported, while that is
 * incomplete rather the one the site ships.
 */
export function useQuenchMap(): QuenchMap {
  const shipped = useShippedMap();
  const own = useMap(({ table }) => table);
  const matches = useConfig(({ config }) => own !== null && mapMatches(own, config));
  const incomplete = useMap(({ table }) => table?.status.includes("pending") ?? true);
  const preferred = matches && !(incomplete && shipped);
  const version = useMap((state) => (preferred ? state.version : 0));
  return preferred ? { map: own, version } : { map: shipped, version: 0 };
}

/** The map of the site if it is of the present system; null where there is none, undefined while it loads. */
export function useShippedMap(): MapTable | null | undefined {
  const [map, setMap] = useState<MapTable | null | undefined>(__DEFAULT_MAP__ === null ? null : undefined);
  const matches = useConfig((state) => map !== null && map !== undefined && mapMatches(map, state.config));
  useEffect(() => {
    if (__DEFAULT_MAP__ === null) return;
    let mounted = true;
    loadShippedMap().then(
      (loaded) => mounted && setMap(loaded),
      () => mounted && setMap(null),
    );
    return () => {
      mounted = false;
    };
  }, []);
  return map === undefined || matches ? map : null;
}
