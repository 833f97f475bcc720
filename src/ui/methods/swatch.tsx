import { cssColor, type Dash, type MethodStyle } from "../../view/method-style.ts";

const DASHES: Readonly<Record<Dash, string | undefined>> = {
  solid: undefined,
  dash: "5 3",
  dot: "1.5 3",
  dashdot: "5 2.5 1.5 2.5",
  longdash: "8 3",
};

/** A short piece of a method's curve. */
export function Swatch({ methodStyle }: { readonly methodStyle: MethodStyle }) {
  return (
    <svg className="swatch" width="18" height="4" viewBox="0 0 18 4" aria-hidden="true">
      <line
        x1="1"
        x2="17"
        y1="2"
        y2="2"
        style={{ stroke: cssColor(methodStyle) }}
        strokeDasharray={DASHES[methodStyle.dash]}
      />
    </svg>
  );
}
