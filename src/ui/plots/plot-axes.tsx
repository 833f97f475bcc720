import { memo } from "react";
import { axisFraction, axisTicks, linearTicks, type Range } from "../../view/axis.ts";
import type { PlotBody } from "../../view/model.ts";
import type { PlotArea } from "./plot-area.ts";
import { RichText } from "./rich-text.tsx";

interface Mark {
  readonly key: string;
  readonly label: string;
  /** Fraction of the plot area from its low end (left, or top). */
  readonly at: number;
}

/** Least distance between tick labels, in pixels. */
const ROW_PITCH = 13;
const COLUMN_PITCH = 62;
const VALUE_PITCH = { linear: 28, log: 22 };

export interface PlotAxesProps {
  readonly body: PlotBody;
  readonly window: Range;
  readonly area: PlotArea;
}

/** Grid, tick labels and axis titles, as HTML around the plot area; left alone while only curves change. */
export const PlotAxes = memo(Axes, sameAxes);

function sameAxes(a: PlotAxesProps, b: PlotAxesProps): boolean {
  return a.window === b.window && a.area === b.area && axesKey(a.body) === axesKey(b.body);
}

function axesKey(body: PlotBody): string {
  switch (body.kind) {
    case "lines":
      return `lines ${body.axis.scale} ${body.axis.label} ${body.axis.range.join(" ")}`;
    case "heat":
      return `heat ${body.rowLabel} ${body.rows.join(" ")}`;
    case "matrix":
      return `matrix ${body.size}`;
  }
}

function Axes({ body, window, area }: PlotAxesProps) {
  const rows = verticalMarks(body, area);
  const columns = horizontalMarks(body, window, area);
  const yTitle = body.kind === "lines" ? body.axis.label : body.kind === "heat" ? body.rowLabel : "site *j*";
  return (
    <div className="plot-axes" aria-hidden="true">
      {body.kind === "lines" &&
        rows.map((mark) => (
          <span
            key={mark.key}
            className="grid-line"
            style={{ left: area.left, width: area.width, top: area.top + mark.at * area.height }}
          />
        ))}
      {rows.map((mark) => (
        <span
          key={mark.key}
          className="tick tick-y"
          style={{ width: area.left - 7, top: area.top + mark.at * area.height }}
        >
          <RichText markup={mark.label} />
        </span>
      ))}
      {columns.map((mark) => (
        <span
          key={mark.key}
          className="tick tick-x"
          style={{ left: area.left + mark.at * area.width, top: area.top + area.height + 7 }}
        >
          {mark.label}
        </span>
      ))}
      <span className="axis-title axis-title-y" style={{ top: area.top + area.height / 2 }}>
        <RichText markup={yTitle} />
      </span>
      <span
        className="axis-title axis-title-x"
        style={{ top: area.top + area.height + 7, width: area.left - 14 }}
      >
        <RichText markup={xTitle(body)} />
      </span>
    </div>
  );
}

function xTitle(body: PlotBody): string {
  if (body.kind === "matrix") return "site *i*";
  return (body.kind === "lines" ? body.xLabel : undefined) ?? "*t* · *J*";
}

function verticalMarks(body: PlotBody, area: PlotArea): Mark[] {
  if (body.kind === "lines") {
    return axisTicks(body.axis, Math.max(2, area.height / VALUE_PITCH[body.axis.scale])).map(
      ({ value, label }) => ({
        key: label,
        label,
        at: 1 - axisFraction(body.axis, value),
      }),
    );
  }
  const names =
    body.kind === "heat" ? body.rows : Array.from({ length: body.size }, (_, site) => String(site));
  return thinned(names, area.height, ROW_PITCH);
}

function horizontalMarks(body: PlotBody, window: Range, area: PlotArea): Mark[] {
  if (body.kind === "matrix") {
    const names = Array.from({ length: body.size }, (_, site) => String(site));
    return thinned(names, area.width, 2 * ROW_PITCH);
  }
  const [start, end] = window;
  return linearTicks(window, Math.max(2, area.width / COLUMN_PITCH)).map(({ value, label }) => ({
    key: label,
    label,
    at: (value - start) / (end - start),
  }));
}

/** Every cell's name at its middle, or every second, fifth, ... where they would touch. */
function thinned(names: readonly string[], pixels: number, pitch: number): Mark[] {
  const stride = [1, 2, 5, 10, 20].find((step) => (pixels / names.length) * step >= pitch) ?? 50;
  return names.flatMap((label, k) =>
    k % stride === 0 ? [{ key: String(k), label, at: (k + 0.5) / names.length }] : [],
  );
}
