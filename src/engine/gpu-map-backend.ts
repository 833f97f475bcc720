import { type Gpu, type GpuEnvironment, requireGpu } from "../gpu/device.ts";
import { createExactBatch } from "../gpu/exact/batch.ts";
import { createMeanFieldBatch } from "../gpu/mean-field/batch.ts";
import { GpuError } from "../gpu/problems.ts";
import { createTd2rdmBatch } from "../gpu/td2rdm/batch.ts";
import { ITERATION_LIMIT } from "../methods/td2rdm/purification.ts";
import { buildLattice } from "../physics/lattice.ts";
import { type Config, type MethodConfig, sampleCount } from "../protocol/config.ts";
import { recordMeanField } from "../worker/gpu-map-mean-field.ts";
import {
  type GpuMethods,
  type PreparedPoint,
  preparePoint,
  recordExact,
  recordTd2rdm,
} from "../worker/gpu-map-round.ts";
import { replay } from "../worker/gpu-replay.ts";
import type { StartMethod } from "../worker/job-runner.ts";
import { createYielder, drive } from "../worker/macrotask.ts";
import { type MapPoint, mapPoint } from "../worker/map-point.ts";
import { startMethod } from "../worker/methods.ts";
import { BackendError, type MapBackend, type MapPointHandlers } from "./map-backend.ts";

export { GpuError } from "../gpu/problems.ts";

/** Wanted duration of a round of points, ms; rounds double or halve towards it. */
const ROUND = 1000;
/** Most points of a round, and most bytes of their trajectories. */
const MAX_POINTS = 1024;
const MAX_BYTES = 4e8;
/** Devices lost in a row without a finished round after which the backend gives up. */
const MAX_LOSSES = 3;

/**
 * Maps on a GPU: exact dynamics, mean field and TD2RDM by RK4 on the device in float32, ground
 * states and every other method on the CPU. The errors of all methods refer to the
 * exact trajectory of the device. A lost device is opened anew, and its round repeated.
 *
 * @throws GpuError when there is none, or when the config does not fit it
 */
export async function createGpuMapBackend(environment: GpuEnvironment, config: Config): Promise<MapBackend> {
  let gpu = await requireGpu(environment);
  let methods = await compileMethods(gpu, config);
  return {
    description: { device: "webgpu", adapter: gpu.adapter.name, precision: "float32" },
    compute: async (mapped, points, handlers) => {
      let waiting = points;
      let size = 1;
      let losses = 0;
      const most = Math.max(1, Math.min(MAX_POINTS, Math.floor(MAX_BYTES / pointBytes(mapped))));
      while (waiting.length > 0 && !handlers.signal.aborted) {
        const begun = performance.now();
        const round = waiting.slice(0, size);
        try {
          await computeRound(methods, mapped, round, handlers);
        } catch (error) {
          if (!isLoss(error) || ++losses >= MAX_LOSSES) throw asBackendError(error);
          try {
            gpu = await requireGpu(environment);
            methods = await compileMethods(gpu, mapped);
          } catch (failure) {
            throw asBackendError(failure);
          }
          continue;
        }
        losses = 0;
        waiting = waiting.slice(round.length);
        const share = (performance.now() - begun) / ROUND;
        size = Math.max(1, Math.min(most, share < 0.5 ? 2 * size : share > 2 ? Math.floor(size / 2) : size));
      }
    },
  };
}

async function compileMethods(gpu: Gpu, config: Config): Promise<GpuMethods> {
  const { electrons, hopping, time } = config;
  const lattice = buildLattice(config.lattice);
  const shape = { lattice, hopping, interval: time.sample, samples: sampleCount(time) };
  const exact = await createExactBatch(gpu, { ...shape, electrons });
  const td2rdm = new Map<MethodConfig, Awaited<ReturnType<typeof createTd2rdmBatch>>>();
  for (const method of config.methods) {
    if (!hasKernel(method) || electrons.up !== electrons.down) continue;
    const { closure, contractionConsistent, integrator } = method;
    const purification = method.purification === "none" ? null : { iterations: ITERATION_LIMIT };
    const spec = { electrons: electrons.up, dt: integrator.dt, closure, contractionConsistent, purification };
    td2rdm.set(method, await createTd2rdmBatch(gpu, { ...shape, ...spec }));
  }
  const meanField = new Map<MethodConfig, Awaited<ReturnType<typeof createMeanFieldBatch>>>();
  for (const method of config.methods) {
    if (method.kind === "mean-field") meanField.set(method, await createMeanFieldBatch(gpu, shape));
  }
  return { exact, td2rdm, meanField };
}

type Td2rdmMethod = Extract<MethodConfig, { kind: "td2rdm" }>;
type KernelMethod = Td2rdmMethod & { integrator: { kind: "rk4" } };

function hasKernel(method: MethodConfig): method is KernelMethod {
  return method.kind === "td2rdm" && method.integrator.kind === "rk4";
}

/** Computes and reports some points; reports none when the signal fires or the device fails before its work is done. */
async function computeRound(
  methods: GpuMethods,
  config: Config,
  points: readonly MapPoint[],
  { signal, onPoint }: MapPointHandlers,
): Promise<void> {
  const yielder = createYielder();
  try {
    const prepared: PreparedPoint[] = [];
    for (const point of points) {
      await yielder.next();
      if (signal.aborted) return;
      prepared.push(preparePoint(config, point, methods));
    }
    const exact = config.methods.find(({ kind }) => kind === "exact");
    if (exact !== undefined && !(await recordExact(methods, config, exact, prepared, signal))) return;
    for (const [method, batch] of methods.td2rdm) {
      if (!(await recordTd2rdm(batch, config, method, prepared, signal))) return;
    }
    for (const [method, batch] of methods.meanField) {
      if (!(await recordMeanField(batch, config, method, prepared, signal))) return;
    }
    for (const { point, records } of prepared) {
      const start: StartMethod = (system, method, fields) => {
        const record = records.get(method);
        return record === undefined ? startMethod(system, method, fields) : replay(record);
      };
      const result = await drive(mapPoint(start, config, point), yielder, signal);
      if (result !== null) onPoint(result);
    }
  } finally {
    yielder.close();
  }
}

/** Bytes of the trajectories of one point. */
function pointBytes({ time, lattice, methods }: Config): number {
  const { sites } = buildLattice(lattice);
  return sampleCount(time) * methods.length * 16 * sites ** 4;
}

/** Failures of the device end the map in words; anything else is a programming error. */
function asBackendError(error: unknown): unknown {
  return error instanceof GpuError ? new BackendError(error.message, { cause: error }) : error;
}

function isLoss(error: unknown): boolean {
  return error instanceof GpuError && error.problem.kind === "device-lost";
}
