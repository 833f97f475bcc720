import { oneBodyMatrix } from "../../physics/lattice.ts";
import type { Gpu } from "../device.ts";
import { Pacer } from "../pacer.ts";
import { runTiles, tileSize } from "../tiles.ts";
import { chebyshevScalings } from "./points.ts";
import { buildProgram, type ExactKernelName, type ExactProgram } from "./program.ts";
import { ExactTile, itemBytes } from "./tile.ts";
import type { ExactHandlers, ExactPoint, ExactSystem } from "./types.ts";

export interface BatchOptions {
  /** Invocations per workgroup. */
  readonly workgroup?: number;
  /** Wanted duration of one submission, ms. */
  readonly target?: number;
}

/** Several subgroups on a GPU; on a CPU, where barriers are costly, few vector registers. */
const WORKGROUP = { gpu: 128, software: 32 };
const TARGET = 80;
/** Most memory for the states and density matrices of a tile. */
const MEMORY = 2 ** 28;

/**
 * Compiles the kernels and uploads the tables for batches of quenches of one system (PHYSICS.md sections
 * 1 to 3): Chebyshev propagation in float32 and norms of cumulants, nothing large read back.
 * @throws GpuError `limit-too-small` when the states do not fit the workgroup memory of the adapter
 */
export async function createExactBatch(
  gpu: Gpu,
  system: ExactSystem,
  {
    workgroup = gpu.adapter.software ? WORKGROUP.software : WORKGROUP.gpu,
    target = TARGET,
  }: BatchOptions = {},
): Promise<ExactBatch> {
  return new ExactBatch(await buildProgram(gpu, system, workgroup), system, new Pacer(target));
}

/** Runs quenches of one system, tile by tile. */
export class ExactBatch {
  constructor(
    private readonly program: ExactProgram,
    private readonly system: ExactSystem,
    private readonly pacer: Pacer,
  ) {}

  /**
   * Propagates every point through all samples. Points come in tiles, in order; a tile's samples come in
   * order. Resolves when all are done, or within about one submission after the signal fires.
   * @throws GpuError `device-lost`, `out-of-memory`; what `onSamples` got before is good
   */
  run(points: readonly ExactPoint[], handlers: ExactHandlers): Promise<"completed" | "cancelled"> {
    const { lattice, hopping, interval, samples } = this.system;
    const oneBodyAt = (trap: number): Float64Array => oneBodyMatrix(lattice, hopping, trap);
    const scalings = chebyshevScalings(points, this.program.space, oneBodyAt, interval);
    const most = this.mostItems();
    const { maxComputeWorkgroupsPerDimension } = this.program.gpu.adapter.limits;
    const size = (): number => tileSize(this.pacer, most, maxComputeWorkgroupsPerDimension);
    return runTiles(points.length, this.pacer, handlers.signal, size, (first, count) =>
      ExactTile.create(this.program, samples, {
        first,
        points: points.slice(first, first + count),
        scalings: scalings.slice(first, first + count),
        slots: Math.max(1, Math.min(samples, Math.floor(most / count))),
        handlers,
      }),
    );
  }

  /** Milliseconds the device spent in each kernel so far; zero where it has no timestamps. */
  get kernelMilliseconds(): Readonly<Record<ExactKernelName, number>> {
    return this.program.clock.milliseconds;
  }

  /** Frees the tables; the batch must not be used any more. */
  destroy(): void {
    this.program.clock.destroy();
    this.program.constants.destroy();
  }

  /** Samples of all points of a tile together that fit into memory. */
  private mostItems(): number {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.program.gpu.adapter.limits;
    const bytes = Math.min(MEMORY, maxStorageBufferBindingSize, maxBufferSize);
    return Math.max(1, Math.floor(bytes / itemBytes(this.program.space)));
  }
}
