import type { Gpu } from "../device.ts";
import { Pacer } from "../pacer.ts";
import { runTiles, tileSize } from "../tiles.ts";
import { buildProgram, type MeanFieldProgram } from "./program.ts";
import { itemBytes, MeanFieldTile } from "./tile.ts";
import type { MeanFieldHandlers, MeanFieldPoint, MeanFieldSystem } from "./types.ts";

/** An invocation for every pair of sites and spin up to 7 sites; on a CPU, where barriers are costly, fewer. */
const WORKGROUP = { gpu: 64, software: 16 };
const TARGET = 80;
/** Most memory for the samples of a tile. */
const MEMORY = 2 ** 27;

/**
 * Compiles time-dependent Hartree-Fock for batches of quenches of one system (PHYSICS.md section 5), for
 * any numbers of electrons of both spins.
 * @throws GpuError `limit-too-small` when the one-body matrices do not fit the workgroup memory of the adapter
 */
export async function createMeanFieldBatch(
  gpu: Gpu,
  system: MeanFieldSystem,
  options: { readonly workgroup?: number; readonly target?: number } = {},
): Promise<MeanFieldBatch> {
  const workgroup = options.workgroup ?? (gpu.adapter.software ? WORKGROUP.software : WORKGROUP.gpu);
  return new MeanFieldBatch(await buildProgram(gpu, system, workgroup), new Pacer(options.target ?? TARGET));
}

/** Runs mean-field quenches of one system, tile by tile. */
export class MeanFieldBatch {
  constructor(
    private readonly program: MeanFieldProgram,
    private readonly pacer: Pacer,
  ) {}

  /**
   * Propagates every point through all samples. Points come in tiles, in order; a tile's samples come in
   * order. Resolves when all are done, or within about one submission after the signal fires.
   * @throws GpuError `device-lost`, `out-of-memory`; what `onSamples` got before is good
   */
  run(points: readonly MeanFieldPoint[], handlers: MeanFieldHandlers): Promise<"completed" | "cancelled"> {
    const { samples } = this.program.system;
    const { limits } = this.program.gpu.adapter;
    const bytes = Math.min(MEMORY, limits.maxStorageBufferBindingSize);
    const most = Math.max(1, Math.floor(bytes / itemBytes(this.program)));
    const size = (): number => tileSize(this.pacer, most, limits.maxComputeWorkgroupsPerDimension);
    return runTiles(points.length, this.pacer, handlers.signal, size, (first, count) => {
      const slots = Math.max(1, Math.min(samples, Math.floor(most / count)));
      const part = points.slice(first, first + count);
      return MeanFieldTile.create(this.program, { first, points: part, slots, handlers });
    });
  }

  /** Frees the tables; the batch must not be used any more. */
  destroy(): void {
    this.program.constants.destroy();
  }
}
