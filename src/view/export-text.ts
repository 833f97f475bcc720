import type { Config, QuenchConfig } from "../protocol/config.ts";
import type { ResultSet } from "../protocol/results.ts";
import type { PlotId, PlotSpec } from "./catalog.ts";
import { fixed } from "./format.ts";
import { shortLabel } from "./method-style.ts";
import type { PlotBody, PlotOptions } from "./model.ts";
import { chosenMethod } from "./tracks.ts";

/** What an exported picture says below its title: which system, and which method where there is only one. */
export function exportSubtitle(
  spec: PlotSpec,
  body: PlotBody,
  results: ResultSet,
  options: PlotOptions,
): string {
  const parts = [systemText(results.config)];
  const method = chosenMethod(results, options.method);
  if (spec.kind !== "curves" && method !== undefined) {
    parts.push(`${shortLabel(method.label)}${options.difference ? " − exact" : ""}`);
  }
  if (body.kind === "matrix" && body.time !== null) parts.push(`*t* = ${fixed(body.time, 1)} / *J*`);
  return parts.join(", ");
}

/** `*M* = 6, 3↑ 3↓, *U* = 1 *J*, *V* = 1 *J*` */
export function systemText(config: Config): string {
  const { lattice, electrons } = config;
  const size = lattice.kind === "chain" ? `*M* = ${lattice.sites}` : `${lattice.lx} × ${lattice.ly}`;
  return `${size}, ${electrons.up}↑ ${electrons.down}↓, ${quenchText(config.quench)}`;
}

function quenchText(quench: QuenchConfig): string {
  switch (quench.protocol) {
    case "trap-release":
      return `*U* = ${quench.interaction} *J*, *V* = ${quench.trap} *J*`;
    case "interaction-quench":
      return `*U* = ${quench.interactionBefore} → ${quench.interaction} *J*`;
    case "product-state":
      return `product state, *U* = ${quench.interaction} *J*`;
  }
}

/** `cumulant-explorer_error_M6_U1_V1.svg` */
export function exportFileName(id: PlotId, results: ResultSet, format: "svg" | "png"): string {
  const { lattice, quench } = results.config;
  const size = lattice.kind === "chain" ? `M${lattice.sites}` : `${lattice.lx}x${lattice.ly}`;
  const strength = `U${quench.interaction}${quench.protocol === "trap-release" ? `_V${quench.trap}` : ""}`;
  return `cumulant-explorer_${id}_${size}_${strength}.${format}`;
}
