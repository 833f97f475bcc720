import { openDawn } from "../../src/cli/dawn.ts";
import { type Gpu, requireGpu } from "../../src/gpu/device.ts";

/** A device of this machine's adapter. Throws where there is none: GPU tests fail then, they never skip. */
export async function openTestGpu(): Promise<Gpu> {
  return requireGpu(await openDawn());
}
