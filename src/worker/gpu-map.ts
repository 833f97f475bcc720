import { type AdapterReport, type Gpu, type GpuEnvironment, requireGpu } from "../gpu/device.ts";
import { GpuError, type GpuProblem } from "../gpu/problems.ts";
import type { Config } from "../protocol/config-schema.ts";
import { sampleCount, siteCount } from "../protocol/sizes.ts";
import type { GpuUsage } from "./gpu-map-messages.ts";
import { computeRound, takeShares } from "./gpu-map-round.ts";
import { compileMethods, destroyMethods, type GpuMethods, shareSpec } from "./gpu-methods.ts";
import type { CreateShares } from "./gpu-share-source.ts";
import type { MapPoint, MapPointResult } from "./map-point.ts";

/** Wanted duration of a round of points, ms; rounds double or halve towards it. */
const ROUND = 1000;
/** Most points of a round, and most bytes of their trajectories. */
const MAX_POINTS = 1024;
const MAX_BYTES = 4e8;
/** The CPU's share is announced for so many points at least, however few a round has: trainings take long, and threads are many. */
const LEAST_AHEAD = 16;
/** Devices lost in a row without a finished round after which the map is given up. */
const MAX_LOSSES = 3;

export interface GpuMapHandlers {
  readonly signal: AbortSignal;
  readonly onPoint: (result: MapPointResult) => void;
  /** A device is open and the kernels are compiled, at first and after each loss. */
  readonly onDevice: (adapter: AdapterReport) => void;
  /** A device that was lost; the map goes on with another. */
  readonly onLoss: (problem: GpuProblem) => void;
  /** After every round. */
  readonly onUsage: (usage: GpuUsage) => void;
}

interface Opened {
  readonly gpu: Gpu;
  /** The config whose kernels are compiled, without its interaction and trap. */
  readonly key: string;
  readonly methods: GpuMethods;
}

/**
 * Maps on a GPU: exact dynamics and TD2RDM with a kernel on the device in float32, ground states and every other
 * method on the CPU. The errors of all methods refer to the exact trajectory of the device. Device and kernels
 * are kept from map to map; a lost device is opened anew, and its round repeated.
 */
export class GpuMap {
  private opened: Opened | null = null;

  constructor(
    private readonly environment: GpuEnvironment,
    private readonly createShares: CreateShares,
  ) {}

  /** Opens a device and compiles the kernels of a config, where that is not done yet. @throws GpuError */
  async open(config: Config): Promise<AdapterReport> {
    return (await this.ready(config)).gpu.adapter;
  }

  /**
   * Computes all points, or those that are finished when the signal fires.
   * @throws GpuError when the device cannot go on; points reported before are good
   */
  async compute(config: Config, points: readonly MapPoint[], handlers: GpuMapHandlers): Promise<void> {
    const { signal } = handlers;
    const shares = this.createShares(shareSpec(config), signal);
    const most = Math.max(1, Math.min(MAX_POINTS, Math.floor(MAX_BYTES / pointBytes(config))));
    try {
      let waiting = points;
      let size = 1;
      let told: Gpu | null = null;
      while (waiting.length > 0 && !signal.aborted) {
        const begun = performance.now();
        const round = waiting.slice(0, size);
        // The workers go on with the next round while the device is busy with this one.
        shares.announce(waiting.slice(0, Math.min(most, Math.max(LEAST_AHEAD, 3 * size))));
        await this.survive(handlers, () => this.ready(config));
        const prepared = await takeShares(config, round, shares);
        if (prepared === null) return;
        await this.survive(handlers, async () => {
          const { gpu, methods } = await this.ready(config);
          if (gpu !== told) handlers.onDevice(gpu.adapter);
          told = gpu;
          await computeRound(methods, config, prepared, handlers);
        });
        waiting = waiting.slice(round.length);
        handlers.onUsage(this.usage);
        const share = (performance.now() - begun) / ROUND;
        size = Math.max(1, Math.min(most, share < 0.5 ? 2 * size : share > 2 ? Math.floor(size / 2) : size));
      }
    } finally {
      shares.close();
    }
  }

  /** What the device holds and what it spent its time on, of the kernels in use. */
  get usage(): GpuUsage {
    if (this.opened === null) return { bytes: 0, kernels: {} };
    const { gpu, methods } = this.opened;
    return { bytes: gpu.bytesInUse, kernels: gpu.adapter.timestamps ? methods.exact.kernelMilliseconds : {} };
  }

  /** Loses the device, as a reset of the driver would: for tests and for the curious. */
  loseDevice(): void {
    this.opened?.gpu.destroy();
  }

  private async ready(config: Config): Promise<Opened> {
    const key = JSON.stringify({ ...config, quench: null, outputs: null });
    if (this.opened?.key === key) return this.opened;
    const { opened } = this;
    this.opened = null;
    if (opened !== null) destroyMethods(opened.methods);
    const gpu = opened?.gpu ?? (await requireGpu(this.environment));
    this.opened = { gpu, key, methods: await compileMethods(gpu, config) };
    return this.opened;
  }

  /** Repeats work with a new device when one is lost. @throws GpuError after MAX_LOSSES of them */
  private async survive({ onLoss }: GpuMapHandlers, work: () => Promise<unknown>): Promise<void> {
    for (let losses = 1; ; losses++) {
      try {
        await work();
        return;
      } catch (error) {
        this.opened?.gpu.destroy();
        this.opened = null;
        if (!isLoss(error) || losses >= MAX_LOSSES) throw error;
        onLoss(error.problem);
      }
    }
  }
}

/** Bytes of the trajectories of one point. */
function pointBytes({ time, lattice, methods }: Config): number {
  return sampleCount(time) * methods.length * 16 * siteCount(lattice) ** 4;
}

function isLoss(error: unknown): error is GpuError {
  return error instanceof GpuError && error.problem.kind === "device-lost";
}
