import type { ReactNode } from "react";
import type { QuenchConfig } from "../../protocol/config.ts";

/** One number of the quench that sliders and the pad set. */
export interface QuenchAxis {
  readonly key: "interaction" | "interactionBefore" | "trap";
  readonly name: string;
  readonly symbol: ReactNode;
  /** For spoken values. */
  readonly plain: string;
  readonly max: number;
  readonly ticks: readonly number[];
}

const U_TICKS = [0, 2, 4, 6, 8];
const interaction: QuenchAxis = {
  key: "interaction",
  name: "Interaction U",
  symbol: <var>U</var>,
  plain: "U",
  max: 8,
  ticks: U_TICKS,
};
const after: QuenchAxis = {
  ...interaction,
  name: "Interaction after the quench",
  symbol: (
    <>
      <var>U</var>
      <sub>f</sub>
    </>
  ),
  plain: "U f",
};
const before: QuenchAxis = {
  ...interaction,
  key: "interactionBefore",
  name: "Interaction before the quench",
  symbol: (
    <>
      <var>U</var>
      <sub>i</sub>
    </>
  ),
  plain: "U i",
};
const trap: QuenchAxis = {
  key: "trap",
  name: "Trap strength V",
  symbol: <var>V</var>,
  plain: "V",
  max: 4,
  ticks: [0, 1, 2, 3, 4],
};

export interface QuenchAxes {
  /** Horizontal and vertical axis of the pad; null where a single number is left. */
  readonly pad: readonly [QuenchAxis, QuenchAxis] | null;
  readonly sliders: readonly QuenchAxis[];
}

export const QUENCH_AXES: Readonly<Record<QuenchConfig["protocol"], QuenchAxes>> = {
  "trap-release": { pad: [interaction, trap], sliders: [interaction, trap] },
  "interaction-quench": { pad: [before, after], sliders: [before, after, trap] },
  "product-state": { pad: null, sliders: [interaction] },
};

/** The value an axis has in a quench; 0 where the protocol has no such number. */
export function axisValue(quench: QuenchConfig, axis: QuenchAxis): number {
  const values: Partial<Record<QuenchAxis["key"], number>> = quench;
  return values[axis.key] ?? 0;
}
