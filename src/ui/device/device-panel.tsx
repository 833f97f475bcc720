import { useStore } from "zustand";
import { formatBytes } from "../../protocol/estimate.ts";
import {
  type AdapterReport,
  chosenDevice,
  type Device,
  deviceRemark,
  type GpuUsage,
} from "../../state/device-store.ts";
import { deviationRows, originSentences } from "../../view/map-device.ts";
import { useApp, useConfig, useMap } from "../app-context.ts";
import { Segmented } from "../controls/segmented.tsx";
import { RichText } from "../plots/rich-text.tsx";
import "./device.css";

/** What computes runs and maps, how exactly, and the choice for maps and trainings. */
export function DevicePanel() {
  const { device, devices, software } = useApp();
  const { survey, usage, problem } = useStore(devices);
  const adapter = survey?.kind === "found" ? survey.adapter : null;
  return (
    <div className="device-sections">
      <section>
        <h3>Runs</h3>
        <Rows
          rows={[
            ["Engine", device.device === "cpu" ? "CPU, in background threads" : "WebGPU"],
            [
              "Precision",
              device.precision === "float64" ? "float64, about 16 digits" : "float32, about 7 digits",
            ],
            ["Threads", `${device.threads} of ${navigator.hardwareConcurrency} cores`],
          ]}
        />
      </section>
      <section>
        <h3>Maps and training</h3>
        <Choice />
        {problem !== null && (
          <p className="inline-error" role="status" data-testid="gpu-problem">
            {problem}
          </p>
        )}
      </section>
      {adapter !== null && <Adapter adapter={adapter} usage={usage} />}
      <MapOrigin />
      <p className="hint">
        Every number on this page is computed on this machine; nothing is sent anywhere. Version{" "}
        {software.version} ({software.commit}).
      </p>
    </div>
  );
}

const NAMES: Readonly<Record<Device, string>> = { cpu: "CPU, float64", webgpu: "WebGPU, float32" };

/** CPU or WebGPU for the next map or training, and why the choice is what it is. */
function Choice() {
  const { devices } = useApp();
  const state = useStore(devices);
  const config = useConfig((each) => each.config);
  const device = chosenDevice(state, config);
  const remark = deviceRemark(state, device);
  const choices: readonly Device[] = state.survey?.kind === "found" ? ["cpu", "webgpu"] : ["cpu"];
  return (
    <>
      <Segmented
        label="Maps and trainings are computed by"
        value={device}
        options={choices.map((value) => ({ value, label: NAMES[value], name: NAMES[value] }))}
        onChange={devices.choose}
      />
      {remark !== null && (
        <p className="hint" data-testid="device-remark">
          {remark}
        </p>
      )}
    </>
  );
}

/** The adapter, what it holds and what it spent its time on. */
function Adapter({ adapter, usage }: { readonly adapter: AdapterReport; readonly usage: GpuUsage | null }) {
  const features = [
    adapter.timestamps ? "timestamp-query" : null,
    adapter.subgroups ? "subgroups" : null,
  ].filter((feature) => feature !== null);
  const kernels = Object.entries(usage?.kernels ?? {});
  return (
    <section>
      <h3>GPU</h3>
      <Rows
        rows={[
          ["Adapter", adapter.name],
          ["Precision", "float32, about 7 digits"],
          ["Features", features.length === 0 ? "none of those used" : features.join(", ")],
          ["Memory in use", usage === null ? "none" : formatBytes(usage.bytes)],
          ...kernels.map(
            ([name, milliseconds]) => [`Kernel ${name}`, `${(milliseconds / 1000).toFixed(2)} s`] as const,
          ),
        ]}
      />
      {kernels.length === 0 && (
        <p className="hint">
          {adapter.timestamps
            ? "Kernels are timed while a map is computed."
            : "Kernels are not timed: this browser offers no timestamps."}
        </p>
      )}
      <details className="device-limits">
        <summary>Limits of the adapter</summary>
        <Rows
          rows={Object.entries(adapter.limits).map(([name, value]) => [name, value.toLocaleString("en")])}
        />
      </details>
    </section>
  );
}

/** What computed the map on the Map page, and how far it is from float64. */
function MapOrigin() {
  const table = useMap((state) => state.table);
  const version = useMap((state) => state.version);
  if (table === null || version < 0) return null;
  const rows = deviationRows(table);
  return (
    <section data-testid="map-deviation">
      <h3>The map in view</h3>
      {originSentences(table).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {rows.length > 0 && (
        <>
          <p>
            Largest difference between float32 and float64, at {table.deviation?.points.length} of its points:
          </p>
          <dl className="rows">
            {rows.map(({ label, value }) => (
              <div key={label} className="row">
                <dt>{label}</dt>
                <dd>
                  <RichText markup={value} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

function Rows({ rows }: { readonly rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className="rows">
      {rows.map(([name, value]) => (
        <div key={name} className="row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
