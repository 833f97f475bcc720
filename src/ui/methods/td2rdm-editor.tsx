import type { Config, IntegratorConfig, Td2rdmConfig } from "../../protocol/config.ts";
import { CLOSURE_NAME } from "../../protocol/labels.ts";
import { withMethod } from "../../state/config-edits.ts";
import { useApp } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { SelectField } from "../controls/select-field.tsx";

const CLOSURES = (Object.keys(CLOSURE_NAME) as Td2rdmConfig["closure"][]).map((value) => ({
  value,
  label: CLOSURE_NAME[value],
}));

interface Td2rdmEditorProps {
  readonly index: number;
  readonly method: Td2rdmConfig;
}

/** Settings of one TD2RDM variant; every change runs at once. */
export function Td2rdmEditor({ index, method }: Td2rdmEditorProps) {
  const { configs } = useApp();
  const set = (change: Partial<Td2rdmConfig>) =>
    configs.edit((config: Config) => withMethod(config, index, { ...method, ...change }));
  return (
    <>
      <SelectField
        label="Closure"
        value={method.closure}
        options={CLOSURES}
        onChange={(closure) => set({ closure })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={method.contractionConsistent}
          onChange={(event) => set({ contractionConsistent: event.target.checked })}
        />
        <span>
          Contraction consistency <span className="hint">conserves the energy</span>
        </span>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={method.purification !== "none"}
          onChange={(event) => set({ purification: event.target.checked ? "energy-conserving" : "none" })}
        />
        <span>
          Purification <span className="hint">keeps D and Q positive</span>
        </span>
      </label>
      <IntegratorFields integrator={method.integrator} onChange={(integrator) => set({ integrator })} />
    </>
  );
}

interface IntegratorFieldsProps {
  readonly integrator: IntegratorConfig;
  readonly onChange: (
    integrator: IntegratorConfig,
  ) => ReturnType<ReturnType<typeof useApp>["configs"]["edit"]>;
}

function IntegratorFields({ integrator, onChange }: IntegratorFieldsProps) {
  return (
    <>
      <SelectField
        label="Integrator"
        value={integrator.kind}
        options={[
          { value: "rk4", label: "Runge-Kutta 4, fixed step" },
          { value: "dopri5", label: "Dormand-Prince 5(4), adaptive" },
        ]}
        onChange={(kind) => onChange(kind === "rk4" ? { kind, dt: 0.02 } : { kind, rtol: 1e-8, atol: 1e-10 })}
      />
      {integrator.kind === "rk4" ? (
        <NumberField
          label="Time step (1/J)"
          value={integrator.dt}
          format={String}
          onCommit={(dt) => onChange({ ...integrator, dt })}
        />
      ) : (
        <div className="field-pair">
          <NumberField
            label="Relative tolerance"
            value={integrator.rtol}
            format={String}
            onCommit={(rtol) => onChange({ ...integrator, rtol })}
          />
          <NumberField
            label="Absolute tolerance"
            value={integrator.atol}
            format={String}
            onCommit={(atol) => onChange({ ...integrator, atol })}
          />
        </div>
      )}
    </>
  );
}
