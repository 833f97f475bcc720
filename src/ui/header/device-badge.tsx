import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { useStore } from "zustand";
import { chosenDevice } from "../../state/device-store.ts";
import { useApp, useConfig } from "../app-context.ts";
import { DevicePanel } from "../device/device-panel.tsx";

/** Says what computes; a click tells more. */
export function DeviceBadge() {
  const { device, devices } = useApp();
  const maps = chosenDevice(
    useStore(devices),
    useConfig((state) => state.config),
  );
  const name = device.device === "cpu" ? "CPU" : "WebGPU";
  const threads = `${device.threads} ${device.threads === 1 ? "thread" : "threads"}`;
  return (
    <DialogTrigger>
      <Button className="button quiet device-badge" data-testid="device-badge">
        <span className="status-dot" />
        {name} {device.precision} · {maps === "webgpu" ? "maps WebGPU float32" : threads}
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
