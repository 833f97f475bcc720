import { type CSSProperties, useState } from "react";
import type { MapTable } from "../../protocol/map.ts";
import { type MapField, mapValue } from "../../state/quench-map.ts";
import { useConfig } from "../app-context.ts";
import { formatNumber } from "../controls/number-text.ts";
import { Segmented } from "../controls/segmented.tsx";
import { useQuenchMap } from "../hooks/use-quench-map.ts";
import { MapCanvas } from "./map-canvas.tsx";
import { axisValue, type QuenchAxis } from "./quench-axes.tsx";
import { type PadPoint, usePadGestures } from "./use-pad-gestures.ts";

interface PhasePadProps {
  readonly horizontal: QuenchAxis;
  readonly vertical: QuenchAxis;
}

/** The plane of two numbers of the quench, with a point to drag and, where one is known, a map behind it. */
export function PhasePad({ horizontal, vertical }: PhasePadProps) {
  const quench = useConfig((state) => state.config.quench);
  const { map: found, version } = useQuenchMap();
  const map = found ?? null;
  const [field, setField] = useState<MapField>("pearson");
  const [hover, setHover] = useState<PadPoint | null>(null);
  const point = { x: axisValue(quench, horizontal), y: axisValue(quench, vertical) };
  const handlers = usePadGestures({ horizontal, vertical, point, setHover });
  const outside = isOutside(point, horizontal, vertical);
  return (
    <div className="pad-block">
      <div className="pad">
        <AxisTicks axis={vertical} side="left" />
        <div
          className={map === null ? "pad-plane grid" : "pad-plane"}
          data-testid="phase-pad"
          style={gridStyle(horizontal, vertical)}
          {...handlers.plane}
        >
          {map !== null && (
            <MapCanvas map={map} version={version} field={field} xMax={horizontal.max} yMax={vertical.max} />
          )}
          <PadPointer point={point} horizontal={horizontal} vertical={vertical} handlers={handlers.point} />
          {hover !== null && (
            <PadTip point={hover} map={map} field={field} horizontal={horizontal} vertical={vertical} />
          )}
        </div>
        <AxisTicks axis={horizontal} side="bottom" />
      </div>
      <p className="pad-caption">
        {map === null ? (
          <span>{outside ? "outside the pad" : found === null && "no map of this system yet"}</span>
        ) : (
          <MapLegend field={field} onChange={setField} outside={outside} />
        )}
        <span>drag the point</span>
      </p>
    </div>
  );
}

interface PadPointerProps extends PhasePadProps {
  readonly point: PadPoint;
  readonly handlers: ReturnType<typeof usePadGestures>["point"];
}

/** The point with its cross hair; the focus and the arrow keys are here. */
function PadPointer({ point, horizontal, vertical, handlers }: PadPointerProps) {
  const left = percent(point.x, horizontal.max);
  const bottom = percent(point.y, vertical.max);
  const spoken = [
    `${horizontal.plain} = ${formatNumber(point.x)} J`,
    `${vertical.plain} = ${formatNumber(point.y)} J`,
  ];
  return (
    <>
      <span className="cross vertical" style={{ left }} />
      <span className="cross horizontal" style={{ bottom }} />
      <div
        className={isOutside(point, horizontal, vertical) ? "pad-point outside" : "pad-point"}
        style={{ left, bottom }}
        role="slider"
        tabIndex={0}
        aria-label="Quench point"
        aria-roledescription="two-dimensional slider"
        aria-valuemin={0}
        aria-valuemax={horizontal.max}
        aria-valuenow={Math.min(horizontal.max, Math.max(0, point.x))}
        aria-valuetext={spoken.join(", ")}
        data-testid="phase-point"
        {...handlers}
      />
    </>
  );
}

interface MapLegendProps {
  readonly field: MapField;
  readonly onChange: (field: MapField) => void;
  readonly outside: boolean;
}

function MapLegend({ field, onChange, outside }: MapLegendProps) {
  return (
    <span className="pad-legend">
      {outside ? "outside the pad" : "background"}
      <Segmented
        label="Background of the pad"
        value={field}
        options={[
          { value: "pearson", label: <var>r</var>, name: "Pearson correlation r" },
          { value: "buildup", label: <var>b</var>, name: "Three-particle buildup b" },
        ]}
        onChange={onChange}
      />
    </span>
  );
}

interface PadTipProps extends PhasePadProps {
  readonly point: PadPoint;
  readonly map: MapTable | null;
  readonly field: MapField;
}

function PadTip({ point, map, field, horizontal, vertical }: PadTipProps) {
  const value = map === null ? Number.NaN : mapValue(map, field, point.x, point.y);
  const style: CSSProperties = {
    left: percent(point.x, horizontal.max),
    bottom: percent(point.y, vertical.max),
    translate: `${point.x > horizontal.max / 2 ? "calc(-100% - 14px)" : "14px"} ${point.y > vertical.max / 2 ? "calc(100% + 10px)" : "-10px"}`,
  };
  return (
    <span className="pad-tip" style={style} aria-hidden="true">
      {horizontal.symbol} {formatNumber(point.x)} · {vertical.symbol} {formatNumber(point.y)}
      {!Number.isNaN(value) && (
        <>
          {" · "}
          <var>{field === "pearson" ? "r" : "b"}</var> {value.toFixed(2).replace("-", "−")}
        </>
      )}
    </span>
  );
}

function AxisTicks({ axis, side }: { readonly axis: QuenchAxis; readonly side: "left" | "bottom" }) {
  return (
    <div className={`pad-ticks ${side}`} aria-hidden="true">
      {axis.ticks.map((tick) => (
        <span key={tick} style={{ [side === "left" ? "bottom" : "left"]: percent(tick, axis.max) }}>
          {tick}
        </span>
      ))}
      <span className="pad-axis-name">{axis.symbol}</span>
    </div>
  );
}

function isOutside({ x, y }: PadPoint, horizontal: QuenchAxis, vertical: QuenchAxis): boolean {
  return x < 0 || x > horizontal.max || y < 0 || y > vertical.max;
}

function percent(value: number, max: number): string {
  return `${100 * Math.min(1, Math.max(0, value / max))}%`;
}

function gridStyle(horizontal: QuenchAxis, vertical: QuenchAxis): CSSProperties {
  const columns = horizontal.ticks.length - 1;
  const rows = vertical.ticks.length - 1;
  return { backgroundSize: `calc(100% / ${columns}) calc(100% / ${rows})` };
}
