import { useEffect, useRef } from "react";
import { type Figure, PLOTLY_CONFIG } from "../../view/plotly-figure.ts";
import { nextIdlePeriod } from "./draw-queues.ts";

export interface PlotlyMountProps {
  /** What to draw; null leaves the last drawing. */
  readonly figure: Figure | null;
  readonly onDrawn: (figure: Figure) => void;
}

/** A plotly drawing kept up to date with `Plotly.react`; the library is loaded when there is something to draw. */
export function PlotlyMount({ figure, onDrawn }: PlotlyMountProps) {
  const element = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (figure === null) return;
    let current = true;
    const draw = async () => {
      const { Plotly } = await import("../../view/plotly.ts");
      await nextIdlePeriod();
      if (!current || element.current === null) return;
      await Plotly.react(element.current, [...figure.data], figure.layout, PLOTLY_CONFIG);
      if (current) onDrawn(figure);
    };
    void draw();
    return () => {
      current = false;
    };
  }, [figure, onDrawn]);

  useEffect(() => {
    const target = element.current;
    return () => {
      if (target?.hasChildNodes())
        void import("../../view/plotly.ts").then(({ Plotly }) => Plotly.purge(target));
    };
  }, []);

  return <div ref={element} className="plotly-mount" />;
}
