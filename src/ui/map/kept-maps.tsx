import { useState } from "react";
import { useStore } from "zustand";
import type { KeptMap, KeptState } from "../../protocol/kept-map.ts";
import { useApp, useMap } from "../app-context.ts";
import { useShippedMap } from "../hooks/use-quench-map.ts";
import { Icon } from "../icons.tsx";
import { describeLattice } from "../system/describe-system.ts";

/** The last maps, to be opened again or deleted, and the one of the site. */
export function KeptMaps() {
  const { library, maps } = useApp();
  const kept = useStore(library, (state) => state.maps);
  const shown = useMap((state) => state.kept);
  const phase = useMap((state) => state.phase);
  const shipped = useShippedMap();
  if (kept.length === 0 && (shipped ?? null) === null) return null;
  return (
    <section className="panel-section" aria-labelledby="kept-maps-title">
      <h2 className="section-title" id="kept-maps-title">
        Maps kept here
      </h2>
      <ul className="kept-maps" data-testid="kept-maps">
        {kept.map((map) => (
          <KeptEntry
            key={map.id}
            map={map}
            shown={map.id === shown}
            busy={map.id === shown && phase === "running"}
          />
        ))}
        {shipped !== null && shipped !== undefined && (
          <li className="kept-map">
            <button
              type="button"
              className="kept-open"
              aria-current={phase === "shipped"}
              onClick={() => phase !== "shipped" && maps.showShipped(shipped)}
            >
              <span className="kept-name">{describeLattice(shipped.config)}</span>
              <span className="hint">comes with the page</span>
            </button>
          </li>
        )}
      </ul>
      <p className="hint">The last eight are kept in this browser.</p>
    </section>
  );
}

const STATES: Readonly<Record<KeptState, string>> = {
  paused: "paused",
  cancelled: "cancelled",
  done: "done",
  imported: "imported",
};

interface KeptEntryProps {
  readonly map: KeptMap;
  readonly shown: boolean;
  /** It is being computed. */
  readonly busy: boolean;
}

function KeptEntry({ map, shown, busy }: KeptEntryProps) {
  const { maps } = useApp();
  const [asking, setAsking] = useState(false);
  const name = map.name ?? describeLattice(map.file.config);
  if (asking) {
    return (
      <li className="kept-map asking">
        <span>Delete this map?</span>
        <button type="button" className="button danger" onClick={() => void maps.remove(map.id)}>
          Delete
        </button>
        <button type="button" className="button" onClick={() => setAsking(false)}>
          Keep
        </button>
      </li>
    );
  }
  return (
    <li className="kept-map">
      <button
        type="button"
        className="kept-open"
        aria-current={shown}
        onClick={() => void maps.reopen(map.id)}
      >
        <span className="kept-name">{name}</span>
        <span className="hint">{describeKept(map, busy)}</span>
      </button>
      <button
        type="button"
        className="button quiet icon-only"
        aria-label={`Delete ${name}`}
        disabled={busy}
        onClick={() => setAsking(true)}
      >
        <Icon name="close" size={12} />
      </button>
    </li>
  );
}

const DATE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** `24 Nov, 13:40 · 16 × 16 · 3 methods · paused at 40 %` */
function describeKept({ file, state, done }: KeptMap, busy: boolean): string {
  const { interaction, trap } = file.axes;
  const share = Math.floor((100 * done) / (interaction.length * trap.length));
  const how = busy ? "computing" : STATES[state];
  const date = DATE.format(new Date(file.created));
  const count = file.config.methods.length;
  const size = `${interaction.length} × ${trap.length} · ${count} ${count === 1 ? "method" : "methods"}`;
  return `${date} · ${size} · ${how}${share < 100 ? ` at ${share} %` : ""}`;
}
