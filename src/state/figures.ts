import { errorFieldName } from "../protocol/map-fields.ts";

/** What the Map page shows: names of map fields, or for the scatter of any quantity. */
export interface MapView {
  readonly first?: string;
  readonly second?: string;
  readonly x?: string;
  readonly y?: string;
  readonly color?: string;
}

/** A view of the site's map worth seeing, one card of the gallery away. */
export interface Figure {
  readonly id: string;
  readonly name: string;
  /** What is seen, in rich markup; test/state/figures.test.ts checks every number against the map. */
  readonly sentence: string;
  readonly view: MapView;
}

const MEAN_FIELD = "Mean field";
const VALDEMORO = "TD2RDM V · CC";
const error = (label: string): string => errorFieldName("relativeError", label);

export const FIGURES: readonly Figure[] = [
  {
    id: "correlation",
    name: "Map of r",
    sentence:
      "Blue where the two- and three-particle cumulants rise and fall together, orange where they move against each other: " +
      "*r* is negative at 68 % of the points where it is defined, at none with *U* below 0.75.",
    view: { first: "pearson", second: "buildup" },
  },
  {
    id: "buildup",
    name: "Map of the buildup b",
    sentence:
      "How much three-particle correlation a quench makes: up to *b* = 1.26. Where *r* is negative, *b* still ranges " +
      "from 0.00 to 1.26.",
    view: { first: "buildup", second: "initialDelta3" },
  },
  {
    id: "errors",
    name: "Maps of the errors",
    sentence:
      "Mean field and Valdemoro’s closure side by side, averaged over the window. Valdemoro’s is the better one " +
      "at 354 of the 395 points where it comes to the end; at 694 of 1089 it explodes, at none with *U* below 2.25.",
    view: { first: error(MEAN_FIELD), second: error(VALDEMORO) },
  },
  {
    id: "divergence",
    name: "When the closure explodes",
    sentence:
      "The time at which Valdemoro’s closure without purification explodes. It does so at 694 of 1089 points, the first of them " +
      "at *t* = 3.3.",
    view: { first: errorFieldName("divergedAt", VALDEMORO), second: error(VALDEMORO) },
  },
  {
    id: "error-buildup",
    name: "Error against buildup",
    sentence:
      "Each dot is a quench: where Valdemoro’s closure comes to the end, its error grows with *b* " +
      "(Spearman *ρ* = 0.907 over 395 points).",
    view: { x: "buildup", y: error(VALDEMORO), color: "interaction" },
  },
  {
    id: "error-correlation",
    name: "Error against r",
    sentence:
      "The same errors against *r*: they fall as *r* rises, but less surely (*ρ* = −0.594 over 354 points).",
    view: { x: "pearson", y: error(VALDEMORO), color: "interaction" },
  },
];

const KEYS = ["first", "second", "x", "y", "color"] as const satisfies readonly (keyof MapView)[];
/** Value of `map` in a link that asks for the site's map. */
const SHIPPED = "default";

/** The query of a link that opens the site's map with a view, `?page=map&map=default&first=pearson`. */
export function figureQuery(view: MapView): string {
  const query = new URLSearchParams({ page: "map", map: SHIPPED });
  for (const key of KEYS) {
    const value = view[key];
    if (value !== undefined) query.set(key, value);
  }
  return `?${query}`;
}

/** The view a query asks for; null where it does not ask for the site's map. */
export function readFigureQuery(search: string): MapView | null {
  const query = new URLSearchParams(search);
  if (query.get("map") !== SHIPPED) return null;
  return Object.fromEntries(KEYS.flatMap((key) => [[key, query.get(key)]]).filter(([, value]) => value));
}

/** A query without its view. */
export function withoutFigure(search: string): string {
  const query = new URLSearchParams(search);
  for (const key of ["map", ...KEYS]) query.delete(key);
  return query.size === 0 ? "" : `?${query}`;
}

/** The part of a view that a map can show, and the names it does not have. */
export function viewOf(
  view: MapView,
  fields: readonly string[],
  quantities: readonly string[],
): { readonly known: MapView; readonly unknown: readonly string[] } {
  const has = (key: keyof MapView, value: string) =>
    (key === "first" || key === "second" ? fields : quantities).includes(value);
  const asked = KEYS.flatMap((key) => {
    const value = view[key];
    return value === undefined ? [] : [{ key, value, known: has(key, value) }];
  });
  return {
    known: Object.fromEntries(asked.filter(({ known }) => known).map(({ key, value }) => [key, value])),
    unknown: asked.filter(({ known }) => !known).map(({ value }) => value),
  };
}
