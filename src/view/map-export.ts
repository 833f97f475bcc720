import type { MapTable } from "../protocol/map.ts";
import type { Tick } from "./axis.ts";
import { mapFieldInfo, mapFieldTitle } from "./map-fields.ts";
import { axisTicks, drawnPoints, UNDEFINED_COLOR } from "./map-grid.ts";
import { cssColor, mapScale } from "./map-scale.ts";
import { parseRich } from "./rich.ts";

/** One line per point: U and V in J, status, all fields; empty where a value is undefined. */
export function mapCsv({ axes, fields, status }: MapTable): string {
  const names = Object.keys(fields);
  const lines = [["interaction", "trap", "status", ...names].map(quoted).join(",")];
  axes.interaction.forEach((u, i) =>
    axes.trap.forEach((v, j) => {
      const point = i * axes.trap.length + j;
      const values = names.map((name) => {
        const value = fields[name]?.[point] ?? Number.NaN;
        return Number.isNaN(value) ? "" : String(value);
      });
      lines.push([u, v, status[point] ?? "pending", ...values].join(","));
    }),
  );
  return `${lines.join("\n")}\n`;
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const MAP_FIGURE = { width: 640, height: 600 } as const;
const PLANE = { left: 70, top: 70, width: 440, height: 440 } as const;
const BAR = { left: 540, width: 18 } as const;
const INK = "#14181f";
const FONT = "Inter, Segoe UI, Roboto, Helvetica, Arial, sans-serif";

/** A field of a map as a picture that stands alone: title, axes with units, colour bar. `subtitle` is rich markup. */
export function mapSvg(table: MapTable, field: string, subtitle: string): string {
  const { width, height } = MAP_FIGURE;
  const info = mapFieldInfo(field);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" font-size="14" fill="${INK}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(PLANE.left, 30, info.label, 'font-size="18" font-weight="600"'),
    text(PLANE.left, 52, subtitle, 'fill="#566070"'),
    cells(table, field),
    axes(table),
    colorBar(table, field),
    "</svg>",
  ].join("\n");
}

function cells(table: MapTable, field: string): string {
  const { interaction, trap } = table.axes;
  const values = table.fields[field] ?? new Float64Array();
  const scale = mapScale(field, values);
  const width = PLANE.width / interaction.length;
  const height = PLANE.height / trap.length;
  const rects = Array.from(drawnPoints(table), (point, cell) => {
    if (point < 0) return "";
    const value = values[point] ?? Number.NaN;
    const color = cssColor(Number.isNaN(value) ? UNDEFINED_COLOR : scale.color(value));
    const x = PLANE.left + Math.floor(cell / trap.length) * width;
    const y = PLANE.top + (trap.length - 1 - (cell % trap.length)) * height;
    return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${color}"/>`;
  });
  return `<g shape-rendering="crispEdges">${rects.join("")}</g>${frame(PLANE.left, PLANE.width)}`;
}

function axes({ axes: { interaction, trap }, config }: MapTable): string {
  const bottom = PLANE.top + PLANE.height;
  const after = config.quench.protocol === "interaction-quench";
  const across = axisTicks(interaction).map(({ place, label }) =>
    text(PLANE.left + place * PLANE.width, bottom + 22, label, 'text-anchor="middle"'),
  );
  const up = axisTicks(trap).map(({ place, label }) =>
    text(PLANE.left - 10, bottom - place * PLANE.height + 5, label, 'text-anchor="end"'),
  );
  const name = after ? "*U*_{f} (*J*)" : "*U* (*J*)";
  return [
    ...across,
    ...up,
    text(PLANE.left + PLANE.width / 2, bottom + 48, name, 'text-anchor="middle"'),
    text(22, PLANE.top + PLANE.height / 2, "*V* (*J*)", 'text-anchor="middle"'),
  ].join("\n");
}

function colorBar(table: MapTable, field: string): string {
  const scale = mapScale(field, table.fields[field] ?? new Float64Array());
  const last = scale.stops.length - 1;
  const stops = scale.stops.map((stop, k) => `<stop offset="${k / last}" stop-color="${cssColor(stop)}"/>`);
  const label = ({ value, label }: Tick) =>
    text(
      BAR.left + BAR.width + 6,
      PLANE.top + (1 - scale.fraction(value)) * PLANE.height + 5,
      label,
      'text-anchor="start"',
    );
  return [
    `<defs><linearGradient id="bar" x1="0" y1="1" x2="0" y2="0">${stops.join("")}</linearGradient></defs>`,
    `<rect x="${BAR.left}" y="${PLANE.top}" width="${BAR.width}" height="${PLANE.height}" fill="url(#bar)"/>`,
    frame(BAR.left, BAR.width),
    ...scale.ticks.map(label),
    text(MAP_FIGURE.width - 20, 52, mapFieldTitle(mapFieldInfo(field)), 'text-anchor="end"'),
  ].join("\n");
}

function frame(left: number, width: number): string {
  return `<rect x="${left}" y="${PLANE.top}" width="${width}" height="${PLANE.height}" fill="none" stroke="#848e9c"/>`;
}

const STYLES = {
  plain: "",
  italic: ' font-style="italic"',
  bold: ' font-weight="700"',
  sub: ' baseline-shift="sub" font-size="11"',
  sup: ' baseline-shift="super" font-size="11"',
} as const;

/** A line of rich markup. */
function text(x: number, y: number, markup: string, attributes: string): string {
  const spans = parseRich(markup).map(
    ({ style, text: part }) =>
      `<tspan${STYLES[style]}>${part.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</tspan>`,
  );
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${spans.join("")}</text>`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
