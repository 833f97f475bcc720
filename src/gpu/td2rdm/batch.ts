import type { Gpu } from "../device.ts";
import { Pacer } from "../pacer.ts";
import { runTiles, tileSize } from "../tiles.ts";
import { buildProgram, type Td2rdmProgram } from "./program.ts";
import { itemBytes, Td2rdmTile } from "./tile.ts";
import type { Td2rdmHandlers, Td2rdmPoint, Td2rdmSystem } from "./types.ts";

/** Few enough invocations that 6 sites fit the 16 kB of workgroup memory that every adapter has. */
const WORKGROUP = { gpu: 64, software: 32 };
const TARGET = 80;
/** Most memory for the samples of a tile. */
const MEMORY = 2 ** 27;

/**
 * Compiles TD2RDM propagation with the Valdemoro reconstruction for batches of quenches of one system
 * (PHYSICS.md sections 4 and 5).
 * @throws GpuError `limit-too-small` when Dab does not fit the workgroup memory of the adapter
 */
export async function createValdemoroBatch(
  gpu: Gpu,
  system: Td2rdmSystem,
  options: { readonly workgroup?: number; readonly target?: number } = {},
): Promise<Td2rdmBatch> {
  const workgroup = options.workgroup ?? (gpu.adapter.software ? WORKGROUP.software : WORKGROUP.gpu);
  return new Td2rdmBatch(await buildProgram(gpu, system, workgroup), new Pacer(options.target ?? TARGET));
}

/** Runs TD2RDM quenches of one system, tile by tile. */
export class Td2rdmBatch {
  constructor(
    private readonly program: Td2rdmProgram,
    private readonly pacer: Pacer,
  ) {}

  /**
   * Propagates every point through all samples. Points come in tiles, in order; a tile's samples come in
   * order. Resolves when all are done, or within about one submission after the signal fires.
   * @throws GpuError `device-lost`, `out-of-memory`; what `onSamples` got before is good
   */
  run(points: readonly Td2rdmPoint[], handlers: Td2rdmHandlers): Promise<"completed" | "cancelled"> {
    const { samples } = this.program.system;
    const { limits } = this.program.gpu.adapter;
    const bytes = Math.min(MEMORY, limits.maxStorageBufferBindingSize);
    const most = Math.max(1, Math.floor(bytes / itemBytes(this.program)));
    const size = (): number => tileSize(this.pacer, most, limits.maxComputeWorkgroupsPerDimension);
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
