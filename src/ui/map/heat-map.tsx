import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from "react";
import type { MapTable } from "../../protocol/map.ts";
import { nearestIndex, sameSystem } from "../../state/quench-map.ts";
import { mapFieldInfo } from "../../view/map-fields.ts";
import { axisPlace, axisTicks, mapPixels } from "../../view/map-grid.ts";
import type { Rgb } from "../../view/map-palette.ts";
import type { MapScale } from "../../view/map-scale.ts";
import type { Theme } from "../../view/method-style.ts";
import { useConfig } from "../app-context.ts";
import { useTheme } from "../plots/use-theme.ts";
import { describePoint } from "./describe-point.ts";
import { useMapView } from "./map-view-store.ts";
import { useGoTo } from "./use-go-to.ts";

interface HeatMapProps {
  readonly table: MapTable;
  /** Grows when the table has changed in place. */
  readonly version: number;
  readonly field: string;
  readonly scale: MapScale;
}

/** What a heat map shows: a stable object, a new one when something has changed. */
export interface HeatPicture {
  /** In one word. */
  readonly name: string;
  readonly label: string;
  /** RGBA, one pixel per point: interaction to the right, trap upwards. `pending` is the colour of what is not computed. */
  pixels(pending: Rgb): Uint8ClampedArray<ArrayBuffer>;
  /** A point in words. */
  describe(point: number): string;
}

/** One field over U and V. */
export function HeatMap({ table, version, field, scale }: HeatMapProps) {
  const picture = useMemo(() => fieldPicture(table, version, field, scale), [table, version, field, scale]);
  return <HeatPlane table={table} picture={picture} />;
}

/** A new picture for every version of a table, which changes in place. */
function fieldPicture(table: MapTable, _version: number, field: string, scale: MapScale): HeatPicture {
  return {
    name: field,
    label: `${mapFieldInfo(field).label} over U and V`,
    pixels: (pending) => mapPixels(table, field, scale, pending),
    describe: (point) => describePoint(table, field, point),
  };
}

interface HeatPlaneProps {
  readonly table: MapTable;
  readonly picture: HeatPicture;
}

/** A picture over U and V in cells of equal size. Pointer and arrow keys move the cursor, a click or Enter the quench. */
export function HeatPlane({ table, picture }: HeatPlaneProps) {
  const { interaction, trap } = table.axes;
  return (
    <div className="heat">
      <div className="heat-ticks left" aria-hidden="true">
        {axisTicks(trap).map(({ value, label, place }) => (
          <span key={value} style={{ bottom: percent(place) }}>
            {label}
          </span>
        ))}
        <i className="heat-axis">V / J</i>
      </div>
      <Plane table={table} picture={picture} />
      <div className="heat-ticks bottom" aria-hidden="true">
        {axisTicks(interaction).map(({ value, label, place }) => (
          <span key={value} style={{ left: percent(place) }}>
            {label}
          </span>
        ))}
        <span className="heat-axis">
          <i>U</i>
          {table.config.quench.protocol === "interaction-quench" && <sub>f</sub>}
          <i> / J</i>
        </span>
      </div>
    </div>
  );
}

function Plane({ table, picture }: HeatPlaneProps) {
  const cursor = useMapView((view) => view.cursor);
  const handlers = useCursor(table);
  const size = table.status.length;
  const shown = cursor !== null && cursor < size ? cursor : null;
  return (
    <div
      className="heat-plane"
      role="slider"
      tabIndex={0}
      aria-label={picture.label}
      aria-roledescription="heat map"
      aria-valuemin={0}
      aria-valuemax={size - 1}
      aria-valuenow={shown ?? 0}
      aria-valuetext={shown === null ? "no point chosen" : picture.describe(shown)}
      data-testid="heat-map"
      data-field={picture.name}
      {...handlers}
    >
      <Pixels table={table} picture={picture} />
      <QuenchMark table={table} />
      {shown !== null && <CursorCell table={table} point={shown} />}
    </div>
  );
}

/** `--sunken` of the themes: what is not computed yet. */
const PENDING: Readonly<Record<Theme, Rgb>> = { light: [238, 241, 244], dark: [30, 35, 43] };

function Pixels({ table, picture }: HeatPlaneProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const { interaction, trap } = table.axes;
  useEffect(() => {
    const context = ref.current?.getContext("2d");
    if (!context) return;
    const pixels = picture.pixels(PENDING[theme]);
    context.putImageData(new ImageData(pixels, interaction.length, trap.length), 0, 0);
  }, [picture, theme, interaction, trap]);
  return (
    <canvas
      ref={ref}
      className="heat-pixels"
      width={interaction.length}
      height={trap.length}
      aria-hidden="true"
    />
  );
}

/** Where the quench of the Dynamics page lies, if it is of this system and inside. */
function QuenchMark({ table }: { readonly table: MapTable }) {
  const config = useConfig((state) => state.config);
  const { quench } = config;
  if (quench.protocol === "product-state" || !sameSystem(table.config, config)) return null;
  const x = axisPlace(table.axes.interaction, quench.interaction);
  const y = axisPlace(table.axes.trap, quench.trap);
  if (x < 0 || x > 1 || y < 0 || y > 1) return null;
  return <span className="heat-quench" style={{ left: percent(x), bottom: percent(y) }} />;
}

function CursorCell({ table, point }: { readonly table: MapTable; readonly point: number }) {
  const { interaction, trap } = table.axes;
  const style: CSSProperties = {
    left: percent(Math.floor(point / trap.length) / interaction.length),
    bottom: percent((point % trap.length) / trap.length),
    width: percent(1 / interaction.length),
    height: percent(1 / trap.length),
  };
  return <span className="heat-cursor" style={style} />;
}

/** Steps of the arrow keys in (interaction, trap); with Shift they are longer. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

const LONG_STEP = 4;

function useCursor(table: MapTable) {
  const goTo = useGoTo();
  const move = useMapView((view) => view.point);
  const quench = useConfig((state) => state.config.quench);
  const { interaction, trap } = table.axes;
  const pointUnder = (event: PointerEvent | React.MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const i = cell((event.clientX - box.left) / box.width, interaction.length);
    return i * trap.length + cell((box.bottom - event.clientY) / box.height, trap.length);
  };
  const atQuench = () =>
    nearestIndex(interaction, quench.interaction) * trap.length +
    nearestIndex(trap, "trap" in quench ? quench.trap : 0);
  return {
    onPointerMove: (event: PointerEvent) => move(pointUnder(event)),
    // A finger leaves the point it has read.
    onPointerLeave: (event: PointerEvent) => event.pointerType !== "touch" && move(null),
    onBlur: () => move(null),
    onClick: (event: React.MouseEvent) => goTo(pointUnder(event)),
    onKeyDown(event: KeyboardEvent) {
      const now = useMapView.getState().cursor;
      const from = now !== null && now < table.status.length ? now : atQuench();
      if (event.key === "Enter") goTo(from);
      const step = STEPS[event.key];
      if (step === undefined && event.key !== "Enter") return;
      event.preventDefault();
      const [di, dj] = now === null ? [0, 0] : (step ?? [0, 0]);
      const length = event.shiftKey ? LONG_STEP : 1;
      const i = clip(Math.floor(from / trap.length) + length * di, interaction.length);
      move(i * trap.length + clip((from % trap.length) + length * dj, trap.length));
    },
  };
}

function cell(fraction: number, count: number): number {
  return clip(Math.floor(fraction * count), count);
}

function clip(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}

function percent(fraction: number): string {
  return `${100 * fraction}%`;
}
