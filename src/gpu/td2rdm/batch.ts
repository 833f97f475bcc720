import type { Gpu } from "../device.ts";
import { Pacer } from "../pacer.ts";
import { runTiles, tileSize } from "../tiles.ts";
import { buildProgram, type Td2rdmProgram } from "./program.ts";
import { itemBytes, Td2rdmTile } from "./tile.ts";
import type { StagePlacement, Td2rdmHandlers, Td2rdmPoint, Td2rdmSystem } from "./types.ts";

/**
 * Invocations per point without a wish. Up to 4 sites have 136 elements of Dab, more sites 325 and up;
 * tables and Dab in workgroup memory leave room for few workgroups at once, so each should have several warps.
 */
const WORKGROUP = { few: 64, many: 128, software: 32 };
const FEW_SITES = 4;
const TARGET = 80;
/** Most memory for the samples of a tile, and for its working memory. */
const MEMORY = 2 ** 27;

export interface Td2rdmBatchOptions {
  /** Invocations per point. */
  readonly workgroup?: number;
  /** Wanted duration of a submission, ms. */
  readonly target?: number;
  /** Where Dab of the stage lies; without it, in workgroup memory if that is large enough. */
  readonly stage?: StagePlacement;
}

/**
 * Compiles TD2RDM propagation with one closure for batches of quenches of one system (PHYSICS.md sections 4
 * and 5).
 * @throws GpuError `limit-too-small` when the system does not fit the workgroup memory of the adapter
 */
export async function createTd2rdmBatch(
  gpu: Gpu,
  system: Td2rdmSystem,
  options: Td2rdmBatchOptions = {},
): Promise<Td2rdmBatch> {
  const onGpu = system.lattice.sites <= FEW_SITES ? WORKGROUP.few : WORKGROUP.many;
  const workgroup = options.workgroup ?? (gpu.adapter.software ? WORKGROUP.software : onGpu);
  const program = await buildProgram(gpu, system, workgroup, options.stage);
  return new Td2rdmBatch(program, new Pacer(options.target ?? TARGET));
}

/** Runs TD2RDM quenches of one system, tile by tile. */
export class Td2rdmBatch {
  constructor(
    private readonly program: Td2rdmProgram,
    private readonly pacer: Pacer,
  ) {}

  /** Where Dab of the stage lies. */
  get stage(): StagePlacement {
    return this.program.stage;
  }

  /**
   * Propagates every point through all samples. Points come in tiles, in order; a tile's samples come in
   * order. Resolves when all are done, or within about one submission after the signal fires.
   * @throws GpuError `device-lost`, `out-of-memory`; what `onSamples` got before is good
   */
  run(points: readonly Td2rdmPoint[], handlers: Td2rdmHandlers): Promise<"completed" | "cancelled"> {
    const { system, scratch, purification } = this.program;
    const { samples } = system;
    const { limits } = this.program.gpu.adapter;
    const bytes = Math.min(MEMORY, limits.maxStorageBufferBindingSize);
    const most = Math.max(1, Math.floor(bytes / itemBytes(this.program)));
    const widest = Math.max(
      1,
      Math.min(most, Math.floor(bytes / Math.max(scratch, purification?.workspace ?? 0))),
    );
    const size = (): number => tileSize(this.pacer, widest, limits.maxComputeWorkgroupsPerDimension);
    return runTiles(points.length, this.pacer, handlers.signal, size, (first, count) => {
      const slots = Math.max(1, Math.min(samples, Math.floor(most / count)));
      const part = points.slice(first, first + count);
      return Td2rdmTile.create(this.program, { first, points: part, slots, handlers });
    });
  }

  /** Frees the tables; the batch must not be used any more. */
  destroy(): void {
    this.program.constants.destroy();
  }
}
