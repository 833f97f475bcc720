import type { CSSProperties } from "react";
import { approximateLabels, measureOf } from "../../analysis/measure.ts";
import { BOUNDS, type Thresholds } from "../../analysis/settings.ts";
import type { MapTable } from "../../protocol/map.ts";
import { shortLabel } from "../../view/method-style.ts";
import { useApp, useMap } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { Segmented } from "../controls/segmented.tsx";
import { SelectField } from "../controls/select-field.tsx";
import { RichText } from "../plots/rich-text.tsx";
import { describeLattice } from "../system/describe-system.ts";
import { settingsOf, useAnalysisView } from "./analysis-view-store.ts";

interface SectionProps {
  readonly table: MapTable;
}

/** Everything the user decides about the analysis. */
export function AnalysisControls({ table }: SectionProps) {
  return (
    <>
      <ChoiceSection table={table} />
      <RoleSection table={table} />
      <IntervalSection table={table} />
    </>
  );
}

function useSettings(table: MapTable) {
  const chosen = useAnalysisView((view) => view.chosen);
  return settingsOf(table, chosen);
}

/** Which map, and the errors of which method. */
export function ChoiceSection({ table }: SectionProps) {
  const { pages } = useApp();
  const file = useMap((state) => state.file);
  const choose = useAnalysisView((view) => view.choose);
  const { method } = useSettings(table);
  const { interaction, trap } = table.axes;
  const labels = approximateLabels(table.config);
  return (
    <section className="panel-section" aria-labelledby="analysis-map-title">
      <div className="section-head">
        <h2 className="section-title" id="analysis-map-title">
          Map and method
        </h2>
        <button type="button" className="text-button" onClick={() => pages.go("map")}>
          Map page
        </button>
      </div>
      <p>
        {file ?? describeLattice(table.config)}, {interaction.length} × {trap.length} points
      </p>
      <SelectField
        label="Error of"
        value={method}
        options={labels.map((label) => ({ value: label, label }))}
        onChange={(label) => choose({ method: label })}
      />
    </section>
  );
}

const ROLES = ["local", "memory", "none"] as const;
type Role = (typeof ROLES)[number];
const ROLE_NAMES: Readonly<Record<Role, string>> = { local: "local", memory: "memory", none: "–" };

/** Which methods count as local or with memory, and where they work. */
export function RoleSection({ table }: SectionProps) {
  const reset = useAnalysisView((view) => view.reset);
  const skill = measureOf(table) === "extrapolation";
  return (
    <section className="panel-section" aria-labelledby="analysis-roles-title">
      <div className="section-head">
        <h2 className="section-title" id="analysis-roles-title">
          Classes
        </h2>
        <button type="button" className="text-button" onClick={reset}>
          Defaults
        </button>
      </div>
      {approximateLabels(table.config).map((label) => (
        <RoleField key={label} table={table} label={label} />
      ))}
      <Threshold
        table={table}
        name="localBelow"
        label={`A local closure works: ${skill ? "skill" : "error"} below`}
        max={2}
        step={0.05}
      />
      <Threshold
        table={table}
        name="memoryBelow"
        label="One with memory works: error below"
        max={1}
        step={0.02}
      />
      <Threshold
        table={table}
        name="memoryFactor"
        label="or better than local by a factor of"
        max={10}
        step={0.5}
      />
      <Threshold table={table} name="pearsonAbove" label="Criterion: *r* at least" max={1} step={0.05} />
      <Threshold table={table} name="buildupBelow" label="and *b* at most" max={2} step={0.05} />
      {skill && (
        <p className="hint">
          Skill is the error after the training window over that of the constant training mean: 1 is
          worthless.
        </p>
      )}
    </section>
  );
}

function RoleField({ table, label }: SectionProps & { readonly label: string }) {
  const choose = useAnalysisView((view) => view.choose);
  const { local, memory } = useSettings(table);
  const role: Role = local.includes(label) ? "local" : memory.includes(label) ? "memory" : "none";
  const change = (next: Role) => {
    const others = (labels: readonly string[]) => labels.filter((other) => other !== label);
    choose({
      local: next === "local" ? [...others(local), label] : others(local),
      memory: next === "memory" ? [...others(memory), label] : others(memory),
    });
  };
  return (
    <div className="analysis-role">
      <span title={label}>{shortLabel(label)}</span>
      <Segmented
        label={`${label} counts as`}
        value={role}
        options={ROLES.map((value) => ({
          value,
          label: ROLE_NAMES[value],
          name: value === "none" ? "neither" : ROLE_NAMES[value],
        }))}
        onChange={change}
      />
    </div>
  );
}

interface ThresholdProps extends SectionProps {
  readonly name: keyof Thresholds;
  /** Rich markup. */
  readonly label: string;
  /** End of the slider; the field takes more. */
  readonly max: number;
  readonly step: number;
}

function Threshold({ table, name, label, max, step }: ThresholdProps) {
  const setNumber = useAnalysisView((view) => view.setNumber);
  const value = useSettings(table)[name];
  const [least] = BOUNDS[name];
  const fraction = Math.min(1, Math.max(0, (value - least) / (max - least)));
  const plain = label.replaceAll("*", "");
  return (
    <div className="window-slider">
      <span className="field-label">
        <RichText markup={label} />
      </span>
      <input
        className="slider"
        type="range"
        min={least}
        max={max}
        step={step}
        value={value}
        aria-label={plain}
        style={{ "--fill": `${fraction * 100}%` } as CSSProperties}
        onChange={(event) => setNumber(name, event.target.valueAsNumber)}
      />
      <NumberField
        label={`${plain}, value`}
        hideLabel
        value={value}
        onCommit={(next) => setNumber(name, next)}
      />
    </div>
  );
}

/** How the intervals are computed. */
export function IntervalSection({ table }: SectionProps) {
  const setNumber = useAnalysisView((view) => view.setNumber);
  const { resamples, seed } = useSettings(table);
  return (
    <section className="panel-section" aria-labelledby="analysis-interval-title">
      <h2 className="section-title" id="analysis-interval-title">
        Intervals
      </h2>
      <div className="map-range">
        <NumberField
          label="Resamples"
          value={resamples}
          format={String}
          onCommit={(next) => setNumber("resamples", next)}
        />
        <NumberField label="Seed" value={seed} format={String} onCommit={(next) => setNumber("seed", next)} />
      </div>
      <p className="hint">
        95 % percentile bootstrap over the points of the map. Neighbouring points of a grid are alike, so the
        intervals are too narrow rather than too wide.
      </p>
    </section>
  );
}
