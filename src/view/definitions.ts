import { FIELD_NAMES, type FieldName } from "../base/fields.ts";
import { fieldKind } from "../protocol/map-fields.ts";
import type { PlotSpec } from "./catalog.ts";
import type { Definition } from "./definition-types.ts";
import { ANALYSIS_DEFINITIONS } from "./definitions-analysis.ts";
import { FIELD_DEFINITIONS } from "./definitions-fields.ts";
import { METHOD_DEFINITIONS } from "./definitions-methods.ts";
import { SCALAR_DEFINITIONS } from "./definitions-scalars.ts";

export type DefinitionId =
  | FieldName
  | keyof typeof SCALAR_DEFINITIONS
  | keyof typeof ANALYSIS_DEFINITIONS
  | keyof typeof METHOD_DEFINITIONS;

/** Every quantity and method that the page names, with its equation and source. */
export const DEFINITIONS: Readonly<Record<DefinitionId, Definition>> = {
  ...FIELD_DEFINITIONS,
  ...SCALAR_DEFINITIONS,
  ...ANALYSIS_DEFINITIONS,
  ...METHOD_DEFINITIONS,
};

/** What the title of a plot names. */
export function plotDefinition(spec: PlotSpec, quantity: number): DefinitionId {
  if (spec.kind !== "curves") return spec.field;
  const shown = spec.quantities[quantity] ?? spec.quantities[0];
  const field = shown?.field ?? FIELD_NAMES[0];
  return field === "delta2" ? "cumulants" : (field ?? "dab");
}

/** What a field of a map is; null for one that this version does not know. */
export function mapFieldDefinition(name: string): DefinitionId | null {
  const kind = fieldKind(name);
  return kind in DEFINITIONS ? (kind as DefinitionId) : null;
}
