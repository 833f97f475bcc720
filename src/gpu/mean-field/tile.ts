import type { BufferSet } from "../device.ts";
import { BufferUsage } from "../flags.ts";
import { type BoundKernel, packStruct, structBytes } from "../kernel.ts";
import type { Pacer } from "../pacer.ts";
import { submissionSize, type Tile } from "../tiles.ts";
import { packSpins, unpackSpins } from "./fixed-point.ts";
import { type meanFieldKernel, QUENCH } from "./kernel.ts";
import type { MeanFieldProgram } from "./program.ts";
import { stepsPerSample } from "./steps.ts";
import type { MeanFieldHandlers, MeanFieldPoint } from "./types.ts";

const COMPLEX = 8;

/** Bytes of one sample of one point. */
export function itemBytes({ elements }: Pick<MeanFieldProgram, "elements">): number {
  return 2 * elements.length * COMPLEX;
}

export interface TileContents {
  /** Position of the first point in the batch. */
  readonly first: number;
  readonly points: readonly MeanFieldPoint[];
  /** Most samples per submission. */
  readonly slots: number;
  readonly handlers: MeanFieldHandlers;
}

type TileBuffer = "quenches" | "state" | "samples" | "readback";

/** Points that are propagated together, one workgroup each. */
export class MeanFieldTile implements Tile {
  private readonly kernel: BoundKernel<typeof meanFieldKernel.params>;

  private constructor(
    private readonly program: MeanFieldProgram,
    private readonly contents: TileContents,
    private readonly tile: BufferSet<TileBuffer>,
  ) {
    const { quenches, state, samples } = tile.buffers;
    const { lattice } = program.constants.buffers;
    this.kernel = program.kernel.bind({ quenches, lattice, state, samples });
  }

  static async create(program: MeanFieldProgram, contents: TileContents): Promise<MeanFieldTile> {
    const { gpu } = program;
    const { points, slots } = contents;
    const item = itemBytes(program);
    const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = BufferUsage;
    const tile = await gpu.createBuffers<TileBuffer>("mean-field tile", {
      quenches: { bytes: points.length * structBytes(QUENCH), usage: STORAGE | COPY_DST },
      state: { bytes: points.length * item, usage: STORAGE | COPY_DST },
      samples: { bytes: points.length * slots * item, usage: STORAGE | COPY_SRC },
      readback: { bytes: points.length * slots * item, usage: MAP_READ | COPY_DST },
    });
    const { quenches, state } = packPoints(program, points);
    gpu.device.queue.writeBuffer(tile.buffers.quenches, 0, quenches);
    gpu.device.queue.writeBuffer(tile.buffers.state, 0, state);
    return new MeanFieldTile(program, contents, tile);
  }

  async run(pacer: Pacer): Promise<boolean> {
    const { points, slots, handlers } = this.contents;
    const { samples } = this.program.system;
    let first = 0;
    while (first < samples) {
      if (handlers.signal.aborted) return false;
      const count = submissionSize(pacer, points.length, slots, samples - first);
      const begun = performance.now();
      this.submit(first, count);
      const values = await this.program.gpu.readMapped(this.tile.buffers.readback);
      pacer.report(points.length * count, performance.now() - begun);
      this.hand(new Int32Array(values.buffer), first, count);
      first += count;
    }
    return true;
  }

  destroy(): void {
    this.kernel.destroy();
    this.tile.destroy();
  }

  private submit(first: number, count: number): void {
    const { device } = this.program.gpu;
    const { points, slots } = this.contents;
    const { samples, readback } = this.tile.buffers;
    const encoder = device.createCommandEncoder({ label: "mean-field tile" });
    const pass = encoder.beginComputePass({ label: "mean-field tile" });
    this.kernel.dispatch(pass, { samples: count, slots, from_start: first === 0 ? 1 : 0 }, points.length);
    pass.end();
    encoder.copyBufferToBuffer(samples, 0, readback, 0, samples.size);
    device.queue.submit([encoder.finish()]);
  }

  private hand(values: Int32Array, firstSample: number, count: number): void {
    const { elements, system } = this.program;
    const { first, points, slots, handlers } = this.contents;
    handlers.onSamples({
      firstPoint: first,
      points: points.length,
      firstSample,
      samples: count,
      d1: (point, sample) => {
        const item = (point - first) * slots + sample - firstSample;
        return unpackSpins(elements, system.lattice.sites, values, item * 4 * elements.length);
      },
    });
  }
}

function packPoints({ elements, system }: MeanFieldProgram, points: readonly MeanFieldPoint[]) {
  const view = new DataView(new ArrayBuffer(structBytes(QUENCH) * points.length));
  const state = new Int32Array(4 * elements.length * points.length);
  points.forEach(({ interaction, trap, d1 }, index) => {
    const steps = stepsPerSample(system, { interaction, trap });
    const quench = { interaction, trap, step: system.interval / steps, steps_per_sample: steps };
    packStruct(QUENCH, quench, view, structBytes(QUENCH) * index);
    packSpins(elements, system.lattice.sites, d1, state, 4 * elements.length * index);
  });
  return { quenches: view.buffer, state };
}
