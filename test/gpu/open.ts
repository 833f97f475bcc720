import { openDawn } from "../../src/cli/dawn.ts";
import { type Gpu, openGpu } from "../../src/gpu/device.ts";
import { GpuError } from "../../src/gpu/problems.ts";

let environment: Awaited<ReturnType<typeof openDawn>> | null = null;

/** A device of this machine's adapter. Throws where there is none: GPU tests fail then, they never skip. */
export async function openTestGpu(): Promise<Gpu> {
  environment ??= await openDawn();
  const outcome = await openGpu(environment);
  if (outcome.kind === "unavailable") throw new GpuError(outcome.problem);
  return outcome.gpu;
}
