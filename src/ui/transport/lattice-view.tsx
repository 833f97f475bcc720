import { useMemo } from "react";
import type { ResultSet } from "../../protocol/results.ts";
import { useTimeline } from "../../state/timeline.ts";
import { fixed } from "../../view/format.ts";
import { latticePicture, type SiteLook, siteLooks } from "../../view/lattice-picture.ts";
import { nearestSample } from "../../view/time-scale.ts";

const WIDTH = 236;
const HEIGHT = 48;
/** More sites than this carry no numbers. */
const MOST_NUMBERS = 8;
const EMPTY: SiteLook[] = [];

/** The lattice at the playhead: density by colour, doublons by the ring. */
export function LatticeView({ results, version }: { readonly results: ResultSet; readonly version: number }) {
  const { lattice } = results.config;
  const numbered = lattice.kind === "chain" && results.sites <= MOST_NUMBERS;
  const height = numbered ? HEIGHT - 14 : HEIGHT;
  const picture = useMemo(() => latticePicture(lattice, WIDTH, height), [lattice, height]);
  const sample = useTimeline(({ hoverT, t }) =>
    nearestSample(results.times, results.times.length, hoverT ?? t),
  );
  const t = results.times[sample] ?? 0;
  // The results change in place: `version` says that they did.
  const looks = useMemo(() => (version < 0 ? EMPTY : siteLooks(results, t)), [results, version, t]);
  const text = looks.map(({ density }, site) => `${site}: ${fixed(density, 2)}`).join(", ");
  return (
    <svg className="lattice" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img">
      <title>{`Electrons per site at t = ${fixed(t, 1)}: ${text}`}</title>
      {picture.bonds.map(([a, b]) => (
        <line key={`${a.x} ${a.y} ${b.x} ${b.y}`} className="bond" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
      ))}
      {picture.dots.map((dot, site) => {
        const look = looks[site];
        return (
          <g key={`${dot.x} ${dot.y}`}>
            <circle
              className="site"
              cx={dot.x}
              cy={dot.y}
              r={picture.radius}
              fill={look?.fill ?? "var(--sunken)"}
            />
            {look !== undefined && look.ring.width > 0 && (
              <circle
                className="doublon"
                cx={dot.x}
                cy={dot.y}
                r={look.ring.radius * picture.radius}
                strokeWidth={look.ring.width * picture.radius}
              />
            )}
            {numbered && (
              <text className="site-number" x={dot.x} y={HEIGHT - 4}>
                {look === undefined ? "" : fixed(look.density, 2)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
