import type { Config } from "../../protocol/config.ts";

export function describeLattice({ lattice }: Config): string {
  const size = lattice.kind === "chain" ? `${lattice.sites} sites` : `${lattice.lx} × ${lattice.ly}`;
  return `${lattice.kind}, ${size}, ${lattice.boundary}`;
}

export const PROTOCOL_NAMES = {
  "trap-release": "trap release",
  "interaction-quench": "interaction quench",
  "product-state": "product state",
} as const satisfies Record<Config["quench"]["protocol"], string>;

export function describeWindow({ time }: Config): string {
  return `0 … ${time.end} / J, every ${time.sample}`;
}

/** Digits in groups of three, or a power of ten where that reads better. */
export function formatCount(count: number): string {
  if (count < 1e9) return count.toLocaleString("en").replaceAll(",", "\u202f");
  const power = Math.floor(Math.log10(count));
  const digits = String(power).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? "");
  return `${(count / 10 ** power).toFixed(1)}·10${digits}`;
}
