import type { Analysis } from "../../analysis/analyse.ts";
import type { MapTable } from "../../protocol/map.ts";
import { interval } from "../../view/analysis-words.ts";
import { compact } from "../../view/format.ts";
import { pointAt } from "../../view/map-grid.ts";
import { useApp } from "../app-context.ts";
import { formatNumber } from "../controls/number-text.ts";
import { Defined } from "../definitions/defined.tsx";
import { useMapView } from "../map/map-view-store.ts";
import { useGoTo } from "../map/use-go-to.ts";
import { RichText } from "../plots/rich-text.tsx";

interface CriterionCardProps {
  readonly table: MapTable;
  /** Null until it is there. */
  readonly analysis: Analysis | null;
}

/** What the paper's criterion says against what was found, and the points that contradict it. */
export function CriterionCard({ table, analysis }: CriterionCardProps) {
  return (
    <section className="map-card criterion" aria-labelledby="criterion-title" data-testid="criterion">
      <h2 className="plot-title" id="criterion-title">
        The paper’s criterion
      </h2>
      {analysis === null ? (
        <p className="hint">It is being compared.</p>
      ) : (
        <>
          <Contingency analysis={analysis} />
          <PointList
            title="Promises a local closure where none works"
            table={table}
            points={analysis.criterion.wronglyHopeful}
          />
          <PointList
            title="Misses a local closure that works"
            table={table}
            points={analysis.criterion.wronglyDoubtful}
          />
        </>
      )}
    </section>
  );
}

function Contingency({ analysis: { criterion, settings } }: { readonly analysis: Analysis }) {
  const { pearsonAbove, buildupBelow } = settings;
  const { rightlyHopeful, rightlyDoubtful, wronglyHopeful, wronglyDoubtful, phi } = criterion;
  const rule = `*r* ≥ ${compact(pearsonAbove)} and *b* ≤ ${compact(buildupBelow)}`;
  return (
    <table className="analysis-table" data-testid="contingency">
      <thead>
        <tr>
          <th scope="col">Points</th>
          <th scope="col">local works</th>
          <th scope="col">none works</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">
            <RichText markup={rule} />
          </th>
          <td>{rightlyHopeful.length}</td>
          <td data-wrong={wronglyHopeful.length > 0}>{wronglyHopeful.length}</td>
        </tr>
        <tr>
          <th scope="row">otherwise</th>
          <td data-wrong={wronglyDoubtful.length > 0}>{wronglyDoubtful.length}</td>
          <td>{rightlyDoubtful.length}</td>
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3}>
            <Defined id="agreement">
              Agreement <i>φ</i>
            </Defined>{" "}
            = {interval(phi)}; 0 is chance, 1 is full.
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** Most points that are listed one by one. */
const LISTED = 12;

interface PointListProps {
  readonly title: string;
  readonly table: MapTable;
  readonly points: readonly number[];
}

/** Points to go to: a click opens the trajectories of the quench. */
function PointList({ title, table, points }: PointListProps) {
  const { pages } = useApp();
  const goTo = useGoTo();
  const mark = useMapView((view) => view.point);
  if (points.length === 0) return null;
  return (
    <div className="contradictions">
      <h3>
        {title} ({points.length})
      </h3>
      <ul>
        {points.slice(0, LISTED).map((point) => {
          const { u, v } = pointAt(table.axes, point);
          return (
            <li key={point}>
              <button
                type="button"
                className="button"
                title="Show its trajectories"
                onPointerEnter={() => mark(point)}
                onPointerLeave={() => mark(null)}
                onFocus={() => mark(point)}
                onBlur={() => mark(null)}
                onClick={() => {
                  goTo(point);
                  pages.go("dynamics");
                }}
              >
                <i>U</i> {formatNumber(u)}, <i>V</i> {formatNumber(v)}
              </button>
            </li>
          );
        })}
        {points.length > LISTED && <li className="hint">and {points.length - LISTED} more</li>}
      </ul>
    </div>
  );
}
