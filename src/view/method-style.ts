import type { MethodConfig, Td2rdmConfig } from "../protocol/config.ts";

export type Theme = "light" | "dark";
export type Dash = "solid" | "dash" | "dot" | "dashdot" | "longdash";

/** How a method looks everywhere: curves, chips, legends, maps, exports. Colours are `#rrggbb`. */
export interface MethodStyle {
  readonly light: string;
  readonly dark: string;
  readonly dash: Dash;
}

type Ink = Readonly<Record<Theme, string>>;

/** Text colour: exact results. */
export const EXACT_INK: Ink = { light: "#14181f", dark: "#e8ebf0" };
const MEAN_FIELD_INK: Ink = { light: "#7b818b", dark: "#969ca6" };
/**
 * Okabe-Ito blue, sky, green and ochre (#0072B2 #56B4E9 #009E73 #E69F00), lightness moved per theme until each
 * has a contrast of at least 3:1 against the card.
 */
const TD2RDM_INKS: readonly Ink[] = [
  { light: "#0072b2", dark: "#3d95d6" },
  { light: "#3795d0", dark: "#8fd3fa" },
  { light: "#00875f", dark: "#13b183" },
  { light: "#b87b00", dark: "#e69f00" },
];
/** Okabe-Ito vermilion and reddish purple (#D55E00 #CC79A7), with the same contrast. */
const DMD_INK: Ink = { light: "#d55e00", dark: "#f07d2d" };
const NEURAL_INK: Ink = { light: "#c0669a", dark: "#dd94bf" };
/** Reserved for the three-particle cumulant, which belongs to no approximate method. */
export const CUMULANT3_INK: Ink = { light: "#b4548a", dark: "#d988b4" };

const REPEAT_DASHES: readonly Dash[] = ["solid", "dash", "dashdot", "longdash"];
const IMPORTED_DASHES: readonly Dash[] = ["dot", "longdash", "dashdot", "dash"];

/**
 * Styles of all methods of a config, in its order. The colour follows from the method's own settings, so it
 * survives adding and removing others; only where two settings would share a colour does the later one move to a
 * free one. Identical methods share a colour and differ by dash.
 */
export function methodStyles(methods: readonly MethodConfig[]): MethodStyle[] {
  const taken: { key: string; slot: number }[] = [];
  return methods.map((method) => {
    const key = styleKey(method);
    const slot = taken.find((other) => other.key === key)?.slot ?? freeSlot(method, taken);
    const crowd = taken.filter((other) => other.slot === slot).length;
    taken.push({ key, slot });
    // The learned closure has the colour of the neural ODE, and begins with the next dash.
    const dash = crowd + (slot === OWN_SLOTS["learned-closure"] ? 1 : 0);
    return { ...slotInk(slot), dash: REPEAT_DASHES[dash % REPEAT_DASHES.length] ?? "solid" };
  });
}

/** Style of one method of a config. */
export function methodStyle(methods: readonly MethodConfig[], index: number): MethodStyle {
  return methodStyles(methods)[index] ?? { ...EXACT_INK, dash: "solid" };
}

/** The same method out of the `nth` imported trajectory: its colour, a dash of that file. */
export function importedStyle(style: MethodStyle, nth: number): MethodStyle {
  return { ...style, dash: IMPORTED_DASHES[nth % IMPORTED_DASHES.length] ?? "dot" };
}

/** A CSS colour that follows the `color-scheme` in force. */
export function cssColor(ink: Ink): string {
  return `light-dark(${ink.light}, ${ink.dark})`;
}

/** A label short enough for a legend: `TD2RDM V · CC` -> `V · CC`. */
export function shortLabel(label: string): string {
  return label.replace(/^TD2RDM /, "");
}

/** Slots of the methods with a colour of their own; those of TD2RDM count from 0. */
const OWN_SLOTS = {
  exact: -1,
  "mean-field": -2,
  dmd: -3,
  "neural-ode": -4,
  "learned-closure": -5,
} as const;

function slotInk(slot: number): Ink {
  switch (slot) {
    case OWN_SLOTS.exact:
      return EXACT_INK;
    case OWN_SLOTS["mean-field"]:
      return MEAN_FIELD_INK;
    case OWN_SLOTS.dmd:
      return DMD_INK;
    case OWN_SLOTS["neural-ode"]:
    case OWN_SLOTS["learned-closure"]:
      return NEURAL_INK;
    default:
      return TD2RDM_INKS[slot] ?? MEAN_FIELD_INK;
  }
}

/** Methods with the same key are "identical" for the eye: they differ at most by integrator. */
function styleKey(method: MethodConfig): string {
  if (method.kind !== "td2rdm") return method.kind;
  return `${method.closure}/${method.contractionConsistent}/${method.purification}`;
}

function freeSlot(method: MethodConfig, taken: readonly { slot: number }[]): number {
  if (method.kind !== "td2rdm") return OWN_SLOTS[method.kind];
  const preferred = preferredSlot(method);
  for (let step = 0; step < TD2RDM_INKS.length; step++) {
    const slot = (preferred + step) % TD2RDM_INKS.length;
    if (!taken.some((other) => other.slot === slot)) return slot;
  }
  return preferred;
}

const CLOSURE_ORDER: readonly Td2rdmConfig["closure"][] = [
  "valdemoro",
  "nakatsuji-yasuda",
  "nakatsuji-yasuda-smooth",
  "mazziotti",
];

/** A Latin square: variants of one closure differ in colour, and so do the closures of one variant. */
function preferredSlot(method: Td2rdmConfig): number {
  const purified = method.purification !== "none";
  const variant = (purified ? 2 : 0) + (method.contractionConsistent ? 0 : 1);
  return (CLOSURE_ORDER.indexOf(method.closure) + variant) % TD2RDM_INKS.length;
}
