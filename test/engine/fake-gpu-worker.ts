import type { GpuWorker, SpawnGpuWorker } from "../../src/engine/gpu-link.ts";
import type { AdapterReport, GpuMapRequest, GpuMapResponse } from "../../src/worker/gpu-map-messages.ts";

export interface FakeGpuWorker extends GpuWorker {
  readonly requests: GpuMapRequest[];
  readonly say: (response: GpuMapResponse) => void;
  readonly crash: (reason: string) => void;
  terminated: boolean;
}

/** Workers of the GPU that do nothing but what a test makes them say. */
export function fakeGpuWorkers(): { workers: FakeGpuWorker[]; spawn: SpawnGpuWorker } {
  const workers: FakeGpuWorker[] = [];
  const spawn: SpawnGpuWorker = ({ onMessage, onCrash }) => {
    const worker: FakeGpuWorker = {
      requests: [],
      terminated: false,
      say: onMessage,
      crash: onCrash,
      post: (request) => void worker.requests.push(request),
      terminate: () => {
        worker.terminated = true;
      },
    };
    workers.push(worker);
    return worker;
  };
  return { workers, spawn };
}

export const ADAPTER: AdapterReport = {
  name: "Test GPU",
  software: false,
  timestamps: true,
  subgroups: true,
  limits: {
    maxBufferSize: 2 ** 28,
    maxStorageBufferBindingSize: 2 ** 27,
    maxStorageBuffersPerShaderStage: 8,
    maxComputeWorkgroupStorageSize: 32_768,
    maxComputeInvocationsPerWorkgroup: 1024,
    maxComputeWorkgroupSizeX: 1024,
    maxComputeWorkgroupsPerDimension: 65_535,
  },
};
