import type { BufferSet, Gpu } from "./device.ts";
import { BufferUsage, MAP_MODE_READ } from "./flags.ts";

const BYTES = 8;

/** Times the passes of a submission on the device, where it has timestamps. */
export class KernelClock<Name extends string> {
  /** Milliseconds spent in passes of each name so far; zero without timestamps. */
  readonly milliseconds: Record<Name, number>;
  /** Names of the passes begun since the last `read`. */
  private begun: Name[] = [];

  private constructor(
    private readonly gpu: Gpu,
    names: readonly Name[],
    private readonly device: { queries: GPUQuerySet; set: BufferSet<"resolved" | "readback"> } | null,
  ) {
    this.milliseconds = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  }

  /** @param passes most passes of one submission */
  static async create<Name extends string>(
    gpu: Gpu,
    names: readonly Name[],
    passes = names.length,
  ): Promise<KernelClock<Name>> {
    if (!gpu.adapter.timestamps) return new KernelClock(gpu, names, null);
    const count = 2 * passes;
    const bytes = BYTES * count;
    const queries = gpu.device.createQuerySet({ label: "kernel clock", type: "timestamp", count });
    const set = await gpu.createBuffers("kernel clock", {
      resolved: { bytes, usage: BufferUsage.QUERY_RESOLVE | BufferUsage.COPY_SRC },
      readback: { bytes, usage: BufferUsage.COPY_DST | BufferUsage.MAP_READ },
    });
    return new KernelClock(gpu, names, { queries, set });
  }

  /** Begins a compute pass that is timed under `name`. */
  begin(encoder: GPUCommandEncoder, name: Name): GPUComputePassEncoder {
    if (this.device === null) return encoder.beginComputePass({ label: name });
    const index = 2 * this.begun.length;
    this.begun.push(name);
    return encoder.beginComputePass({
      label: name,
      timestampWrites: {
        querySet: this.device.queries,
        beginningOfPassWriteIndex: index,
        endOfPassWriteIndex: index + 1,
      },
    });
  }

  /** Encodes the collection of the times of the passes begun. */
  collect(encoder: GPUCommandEncoder): void {
    if (this.device === null) return;
    const { queries, set } = this.device;
    const { resolved, readback } = set.buffers;
    encoder.resolveQuerySet(queries, 0, 2 * this.begun.length, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, readback, 0, readback.size);
  }

  /** Adds the times of a finished submission to `milliseconds`. */
  async read(): Promise<void> {
    if (this.device === null) return;
    const { readback } = this.device.set.buffers;
    await this.gpu.guard(readback.mapAsync(MAP_MODE_READ));
    const stamps = new BigUint64Array(readback.getMappedRange());
    this.begun.forEach((name, k) => {
      this.milliseconds[name] += Math.max(0, Number(stamps[2 * k + 1] - stamps[2 * k])) / 1e6;
    });
    readback.unmap();
    this.begun = [];
  }

  destroy(): void {
    this.device?.queries.destroy();
    this.device?.set.destroy();
  }
}
