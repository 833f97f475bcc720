import type { BufferSet } from "../device.ts";
import { BufferUsage } from "../flags.ts";
import { type BoundKernel, packStruct, structBytes } from "../kernel.ts";
import type { Pacer } from "../pacer.ts";
import { submissionSize, type Tile } from "../tiles.ts";
import { packHermitian, unpackHermitian } from "../triangle.ts";
import type { UniformSlots } from "../uniforms.ts";
import { QUENCH, type Td2rdmKernel } from "./kernel.ts";
import type { Td2rdmProgram } from "./program.ts";
import { PurifiedSteps, REPORT, readReport } from "./purified-steps.ts";
import type { Td2rdmHandlers, Td2rdmPoint, Td2rdmSystem } from "./types.ts";

/** Bytes of a complex number and of the four scalars of a sample. */
const COMPLEX = 8;
const SCALARS = 16;

/** Bytes of Dab and scalars of one sample of one point. */
export function itemBytes({ elements }: Pick<Td2rdmProgram, "elements">): number {
  return elements.length * COMPLEX + SCALARS;
}

export interface TileContents {
  /** Position of the first point in the batch. */
  readonly first: number;
  readonly points: readonly Td2rdmPoint[];
  /** Most samples per submission. */
  readonly slots: number;
  readonly handlers: Td2rdmHandlers;
}

type TileBuffer =
  | "quenches"
  | "packed"
  | "scratch"
  | "workspace"
  | "reports"
  | "samples"
  | "scalars"
  | "readback";

/** Points that are propagated together, one workgroup each. */
export class Td2rdmTile implements Tile {
  private readonly kernel: BoundKernel<Td2rdmKernel["params"]>;
  private readonly purified: PurifiedSteps | null;

  private constructor(
    private readonly program: Td2rdmProgram,
    private readonly contents: TileContents,
    private readonly tile: BufferSet<TileBuffer>,
  ) {
    const { gpu, purification, system } = program;
    const { buffers } = tile;
    this.kernel = bindPropagation(program, tile);
    this.purified =
      purification &&
      new PurifiedSteps({
        gpu,
        purification,
        points: contents.points.length,
        electrons: system.electrons,
        steps: stepsPerSample(system),
        buffers,
        bindPropagation: (uniforms) => bindPropagation(program, tile, uniforms),
      });
  }

  static async create(program: Td2rdmProgram, contents: TileContents): Promise<Td2rdmTile> {
    const { gpu, elements, purification } = program;
    const { points, slots } = contents;
    const state = points.length * elements.length * COMPLEX;
    const items = points.length * slots;
    const workspace = points.length * (purification?.workspace ?? 0);
    const reports = purification === null ? 0 : points.length * REPORT;
    const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = BufferUsage;
    const tile = await gpu.createBuffers<TileBuffer>("td2rdm tile", {
      quenches: { bytes: points.length * structBytes(QUENCH), usage: STORAGE | COPY_DST },
      packed: { bytes: state, usage: STORAGE | COPY_DST },
      scratch: { bytes: points.length * program.scratch, usage: STORAGE },
      workspace: { bytes: workspace, usage: STORAGE },
      reports: { bytes: reports, usage: STORAGE | COPY_SRC },
      samples: { bytes: items * elements.length * COMPLEX, usage: STORAGE | COPY_SRC },
      scalars: { bytes: items * SCALARS, usage: STORAGE | COPY_SRC },
      readback: { bytes: items * itemBytes(program) + reports, usage: MAP_READ | COPY_DST },
    });
    const { quenches, packed } = packPoints(program, points);
    gpu.device.queue.writeBuffer(tile.buffers.quenches, 0, quenches);
    gpu.device.queue.writeBuffer(tile.buffers.packed, 0, packed);
    return new Td2rdmTile(program, contents, tile);
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
      this.hand(values, first, count);
      first += count;
    }
    return true;
  }

  destroy(): void {
    this.kernel.destroy();
    this.purified?.destroy();
    this.tile.destroy();
  }

  private submit(first: number, count: number): void {
    const { gpu, system } = this.program;
    const { points, slots } = this.contents;
    const { samples, scalars, readback } = this.tile.buffers;
    const steps = stepsPerSample(system);
    const params = {
      samples: count,
      first_slot: 0,
      slots,
      from_start: first === 0 ? 1 : 0,
      steps_per_sample: steps,
      step: system.interval / steps,
      electrons: system.electrons,
      consistent: system.contractionConsistent ? 1 : 0,
    };
    this.purified?.submit(params);
    const encoder = gpu.device.createCommandEncoder({ label: "td2rdm tile" });
    if (this.purified === null) {
      const pass = encoder.beginComputePass({ label: "td2rdm tile" });
      this.kernel.dispatch(pass, params, points.length);
      pass.end();
    }
    encoder.copyBufferToBuffer(samples, 0, readback, 0, samples.size);
    encoder.copyBufferToBuffer(scalars, 0, readback, samples.size, scalars.size);
    this.purified?.copyReports(encoder, readback);
    gpu.device.queue.submit([encoder.finish()]);
  }

  private hand(values: Float32Array, firstSample: number, count: number): void {
    const { elements, system } = this.program;
    const { first, points, slots, handlers } = this.contents;
    const stride = 2 * elements.length;
    const scalars = points.length * slots * stride;
    const pick = (component: number, read: (value: number) => number): Float64Array =>
      Float64Array.from({ length: points.length * count }, (_, k) => {
        const item = Math.floor(k / count) * slots + (k % count);
        return read(values[scalars + 4 * item + component]);
      });
    handlers.onSamples({
      firstPoint: first,
      points: points.length,
      firstSample,
      samples: count,
      delta2: pick(0, Math.sqrt),
      energy: pick(1, Number),
      trace: pick(2, Number),
      norm: pick(3, Math.sqrt),
      dab: (point, sample) => {
        const item = (point - first) * slots + sample - firstSample;
        return unpackHermitian(elements, system.lattice.sites ** 2, values, item * stride);
      },
      purification: this.purified && ((point: number) => readReport(values, points.length, point - first)),
    });
  }
}

/** Binds the buffers of a tile, with parameters in a slot of its own or among those of a longer submission. */
function bindPropagation(
  { kernel, constants }: Td2rdmProgram,
  { buffers }: BufferSet<TileBuffer>,
  uniforms?: UniformSlots,
) {
  const { quenches, packed, scratch, samples, scalars } = buffers;
  const { lattice } = constants.buffers;
  return kernel.bind({ quenches, lattice, packed, scratch, samples, scalars }, uniforms);
}

function stepsPerSample({ interval, dt }: Td2rdmSystem): number {
  return Math.max(1, Math.ceil(interval / dt - 1e-9));
}

function packPoints({ elements, system }: Td2rdmProgram, points: readonly Td2rdmPoint[]) {
  const view = new DataView(new ArrayBuffer(structBytes(QUENCH) * points.length));
  const packed = new Float32Array(2 * elements.length * points.length);
  points.forEach(({ interaction, trap, dab }, index) => {
    packStruct(QUENCH, { interaction, trap }, view, structBytes(QUENCH) * index);
    packHermitian(elements, system.lattice.sites ** 2, dab, packed, 2 * elements.length * index);
  });
  return { quenches: view.buffer, packed };
}
