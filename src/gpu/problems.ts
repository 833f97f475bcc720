import { unreachable } from "../base/errors.ts";

/** Why WebGPU cannot compute. Everything here has the CPU engine as its answer. */
export type GpuProblem =
  | { readonly kind: "insecure-context" }
  | { readonly kind: "no-webgpu" }
  | { readonly kind: "no-adapter" }
  | { readonly kind: "device-refused"; readonly detail: string }
  | {
      readonly kind: "limit-too-small";
      /** WebGPU name of the limit, such as `maxComputeWorkgroupStorageSize`. */
      readonly limit: string;
      readonly needed: number;
      readonly available: number;
      /** What needs it. */
      readonly user: string;
    }
  | { readonly kind: "out-of-memory"; readonly bytes: number; readonly user: string }
  | { readonly kind: "device-lost"; readonly reason: string; readonly detail: string }
  /** A bug of the program or of the driver: a shader or call that the implementation rejects. */
  | { readonly kind: "rejected"; readonly user: string; readonly detail: string };

/** A problem as a sentence for the user. */
export function describeProblem(problem: GpuProblem): string {
  switch (problem.kind) {
    case "insecure-context":
      return "WebGPU needs a secure page: open this one through https or on localhost.";
    case "no-webgpu":
      return "This browser has no WebGPU, or it is switched off.";
    case "no-adapter":
      return "WebGPU is there, but it offers no graphics adapter (driver missing or blocked).";
    case "device-refused":
      return `The graphics adapter gave no device: ${problem.detail}`;
    case "limit-too-small":
      return `${problem.user} needs ${problem.limit} = ${problem.needed}, this adapter has ${problem.available}.`;
    case "out-of-memory":
      return `The GPU has no ${megabytes(problem.bytes)} left for ${problem.user}.`;
    case "device-lost":
      return `The GPU was lost (${problem.reason})${problem.detail === "" ? "." : `: ${problem.detail}`}`;
    case "rejected":
      return `WebGPU rejected ${problem.user}: ${problem.detail}`;
    default:
      return unreachable(problem);
  }
}

/** A problem thrown, for code that cannot go on. */
export class GpuError extends Error {
  constructor(readonly problem: GpuProblem) {
    super(describeProblem(problem));
    this.name = "GpuError";
  }
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.ceil(bytes / 1e6)} MB`;
}
