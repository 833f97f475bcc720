import type { Tick } from "./axis.ts";
import { mapFieldInfo, mapFieldSymbol } from "./map-fields.ts";
import { cssColor } from "./map-palette.ts";
import type { MapScale } from "./map-scale.ts";
import { parseRich } from "./rich.ts";

/** Pictures of maps that stand alone: a square plane with axes, and a colour bar to its right. Sizes in pixels. */
export const MAP_FIGURE = { width: 700, height: 600 } as const;
export const PLANE = { left: 80, top: 70, width: 440, height: 440 } as const;
const BAR = { left: 550, width: 18 } as const;
const INK = "#14181f";
const MUTED = "#566070";
const FONT = "Inter, Segoe UI, Roboto, Helvetica, Arial, sans-serif";

/** The whole picture. `title` and `subtitle` are rich markup, `parts` what is drawn. */
export function figureSvg(title: string, subtitle: string, parts: readonly string[]): string {
  const { width, height } = MAP_FIGURE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" font-size="14" fill="${INK}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(PLANE.left, 28, title, 'font-size="17" font-weight="600"'),
    text(PLANE.left, 50, subtitle, `fill="${MUTED}"`),
    ...parts,
    "</svg>",
  ].join("\n");
}

/** A tick with its place along the axis, 0 ... 1. */
export interface PlacedTick {
  readonly label: string;
  readonly place: number;
}

/** Frame, ticks and names of the axes, in rich markup. */
export function planeAxes(
  across: readonly PlacedTick[],
  up: readonly PlacedTick[],
  names: { readonly x: string; readonly y: string },
): string {
  const bottom = PLANE.top + PLANE.height;
  const middle = PLANE.top + PLANE.height / 2;
  return [
    frame(PLANE.left, PLANE.width),
    ...across.map(({ place, label }) =>
      text(PLANE.left + place * PLANE.width, bottom + 22, label, 'text-anchor="middle"'),
    ),
    ...up.map(({ place, label }) =>
      text(PLANE.left - 10, bottom - place * PLANE.height + 5, label, 'text-anchor="end"'),
    ),
    text(PLANE.left + PLANE.width / 2, bottom + 50, names.x, 'text-anchor="middle"'),
    text(24, middle, names.y, `text-anchor="middle" transform="rotate(-90 24 ${middle})"`),
  ].join("\n");
}

/** The colours of a quantity from low to high, with round values. */
export function colorBar(quantity: string, scale: MapScale): string {
  const { stops } = scale.palette;
  const last = stops.length - 1;
  const gradient = stops.map((stop, k) => `<stop offset="${k / last}" stop-color="${cssColor(stop)}"/>`);
  const label = ({ value, label }: Tick) =>
    text(
      BAR.left + BAR.width + 6,
      PLANE.top + (1 - scale.fraction(value)) * PLANE.height + 5,
      label,
      'text-anchor="start"',
    );
  return [
    `<defs><linearGradient id="bar" x1="0" y1="1" x2="0" y2="0">${gradient.join("")}</linearGradient></defs>`,
    `<rect x="${BAR.left}" y="${PLANE.top}" width="${BAR.width}" height="${PLANE.height}" fill="url(#bar)"/>`,
    frame(BAR.left, BAR.width),
    ...scale.ticks.map(label),
    text(MAP_FIGURE.width - 16, 50, mapFieldSymbol(mapFieldInfo(quantity)), 'text-anchor="end"'),
  ].join("\n");
}

/** Swatches with words in the bottom line. `fill` is a colour or a reference to a pattern. */
export function swatches(entries: readonly { readonly fill: string; readonly label: string }[]): string {
  const y = MAP_FIGURE.height - 14;
  return entries
    .map(({ fill, label }, k) => {
      const x = PLANE.left + 130 * k;
      const box = `<rect x="${x}" y="${y - 11}" width="12" height="12" fill="${fill}" stroke="#848e9c" stroke-width="0.5"/>`;
      return `${box}${text(x + 18, y, label, `fill="${MUTED}"`)}`;
    })
    .join("\n");
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
export function text(x: number, y: number, markup: string, attributes: string): string {
  const spans = parseRich(markup).map(
    ({ style, text: part }) =>
      `<tspan${STYLES[style]}>${part.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</tspan>`,
  );
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${spans.join("")}</text>`;
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
