import { withQuench } from "../../state/config-edits.ts";
import { useApp, useConfig } from "../app-context.ts";
import { Slider } from "../controls/slider.tsx";
import { PhasePad } from "./phase-pad.tsx";
import "./quench.css";
import { axisValue, QUENCH_AXES } from "./quench-axes.tsx";
import { SiteEditor } from "./site-editor.tsx";

/** Where the quench is chosen: the pad and its sliders, or the sites of a product state. */
export function QuenchSection() {
  const { configs } = useApp();
  const quench = useConfig((state) => state.config.quench);
  const { pad, sliders } = QUENCH_AXES[quench.protocol];
  return (
    <section className="panel-section" aria-labelledby="quench-title">
      <h2 className="section-title" id="quench-title">
        Quench
      </h2>
      {pad === null ? <SiteEditor /> : <PhasePad horizontal={pad[0]} vertical={pad[1]} />}
      <div className="sliders">
        {sliders.map((axis) => (
          <Slider
            key={axis.key}
            name={axis.name}
            symbol={axis.symbol}
            value={axisValue(quench, axis)}
            max={axis.max}
            unit="J"
            onChange={(value) => configs.edit((config) => withQuench(config, { [axis.key]: value }))}
          />
        ))}
      </div>
    </section>
  );
}
