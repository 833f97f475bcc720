import type { AdapterReport } from "../gpu/device.ts";
import type { GpuProblem } from "../gpu/problems.ts";
import type { Config } from "../protocol/config.ts";
import type { MapPoint, MapPointResult } from "./map-point.ts";

export type { AdapterReport } from "../gpu/device.ts";

/** Main thread -> worker of the GPU. */
export type GpuMapRequest =
  /** Asks for the adapter; answered by one `survey`. */
  | { readonly type: "survey" }
  /** Computes points; answered by exactly one `ended`, after the jobs before it. */
  | {
      readonly type: "start";
      readonly job: number;
      readonly config: Config;
      readonly points: readonly MapPoint[];
      /** Most workers that compute the CPU's share. */
      readonly threads: number;
    }
  | { readonly type: "cancel"; readonly job: number }
  /** Destroys the device, as a reset of the driver would. */
  | { readonly type: "lose-device" };

/** Worker of the GPU -> main thread. */
export type GpuMapResponse =
  | { readonly type: "survey"; readonly survey: AdapterSurvey }
  /** A device is open and the kernels are compiled. */
  | { readonly type: "opened"; readonly job: number; readonly adapter: AdapterReport }
  | { readonly type: "point"; readonly job: number; readonly result: MapPointResult }
  | { readonly type: "usage"; readonly usage: GpuUsage }
  /** A device was lost; the job goes on. */
  | { readonly type: "lost"; readonly problem: GpuProblem }
  | { readonly type: "ended"; readonly job: number; readonly failure: GpuFailure | null };

export type AdapterSurvey =
  | { readonly kind: "found"; readonly adapter: AdapterReport }
  | { readonly kind: "unavailable"; readonly problem: GpuProblem };

/** Why a job ended early: the device, or a bug. */
export type GpuFailure =
  | { readonly kind: "device"; readonly problem: GpuProblem }
  | { readonly kind: "crash"; readonly message: string };

/** What a device holds, and the milliseconds it spent in each kernel (none without timestamps). */
export interface GpuUsage {
  readonly bytes: number;
  readonly kernels: Readonly<Record<string, number>>;
}
