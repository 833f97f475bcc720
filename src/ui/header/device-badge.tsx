import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { useApp } from "../app-context.ts";

/** Says what computes; a click tells more. */
export function DeviceBadge() {
  const { device } = useApp();
  const name = device.device === "cpu" ? "CPU" : "WebGPU";
  const threads = `${device.threads} ${device.threads === 1 ? "thread" : "threads"}`;
  return (
    <DialogTrigger>
      <Button className="button quiet device-badge" data-testid="device-badge">
        <span className="status-dot" />
        {name} {device.precision} · {threads}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="dialog device-panel">
          <Heading slot="title" level={2}>
            What computes
          </Heading>
          <DevicePanel />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

export function DevicePanel() {
  const { device, software } = useApp();
  const gpu = "gpu" in navigator;
  const rows = [
    ["Engine", device.device === "cpu" ? "CPU, in background threads" : "WebGPU"],
    ["Precision", device.precision === "float64" ? "float64, about 16 digits" : "float32, about 7 digits"],
    ["Threads", `${device.threads} of ${navigator.hardwareConcurrency} cores`],
    ["WebGPU", gpu ? "offered by this browser, not used by this version" : "not offered by this browser"],
    ["Version", `${software.version} (${software.commit})`],
  ] as const;
  return (
    <>
      <dl className="rows">
        {rows.map(([name, value]) => (
          <div key={name} className="row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">
        Every number on this page is computed on this machine, in double precision. Nothing is sent anywhere.
      </p>
    </>
  );
}
