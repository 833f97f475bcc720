import type { FockSpace } from "../../physics/fock-space.ts";
import type { BufferSet } from "../device.ts";
import { BufferUsage } from "../flags.ts";
import type { BoundKernel } from "../kernel.ts";
import type { Pacer } from "../pacer.ts";
import { submissionSize, type Tile } from "../tiles.ts";
import type { propagateKernel, threeBodyKernel, twoBodyKernel } from "./kernels.ts";
import { packPoints, type Scaling } from "./points.ts";
import type { ExactProgram } from "./program.ts";
import type { ExactHandlers, ExactPoint } from "./types.ts";

/** Bytes of a complex number and of the four scalars of a sample. */
const COMPLEX = 8;
const SCALARS = 16;

/** Complex numbers in the density matrices of one sample: D1 twice, Daa over pairs, Delta_ab. */
export function rdmStride(sites: number): number {
  const pairs = (sites * (sites - 1)) / 2;
  return 2 * sites ** 2 + pairs ** 2 + sites ** 4;
}

/** Bytes of state, density matrices and scalars of one sample of one point. */
export function itemBytes({ sites, dimension }: FockSpace): number {
  return (dimension + rdmStride(sites)) * COMPLEX + SCALARS;
}

export interface TileContents {
  /** Position of the first point in the batch. */
  readonly first: number;
  readonly points: readonly ExactPoint[];
  readonly scalings: readonly Scaling[];
  /** Most samples per submission. */
  readonly slots: number;
  readonly handlers: ExactHandlers;
}

type TileBuffer = "points" | "coefficients" | "psi" | "states" | "rdms" | "scalars" | "readback";

/** Points that are propagated together: one workgroup each, and one per sample for the density matrices. */
export class ExactTile implements Tile {
  private readonly propagate: BoundKernel<typeof propagateKernel.params>;
  private readonly twoBody: BoundKernel<typeof twoBodyKernel.params>;
  private readonly threeBody: BoundKernel<typeof threeBodyKernel.params>;

  private constructor(
    private readonly program: ExactProgram,
    private readonly samples: number,
    private readonly contents: TileContents,
    private readonly terms: number,
    private readonly tile: BufferSet<TileBuffer>,
  ) {
    const { kernels, constants } = program;
    const { lattice, trapWeights: trap_weights, basis, transitions, pairs } = constants.buffers;
    const { points, coefficients, psi, states, rdms, scalars } = tile.buffers;
    this.propagate = kernels.propagate.bind({ points, coefficients, trap_weights, basis, psi, states });
    this.twoBody = kernels.twoBody.bind({ points, lattice, transitions, states, rdms, scalars });
    this.threeBody = kernels.threeBody.bind({ transitions, pairs, states, rdms, scalars });
  }

  static async create(program: ExactProgram, samples: number, contents: TileContents): Promise<ExactTile> {
    const { gpu, space } = program;
    const { points, scalings, slots } = contents;
    const terms = Math.max(...scalings.map(({ coefficients }) => coefficients.length));
    const packed = packPoints(points, scalings, terms);
    const items = points.length * slots;
    const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = BufferUsage;
    const tile = await gpu.createBuffers<TileBuffer>("exact tile", {
      points: { bytes: packed.points.byteLength, usage: STORAGE | COPY_DST },
      coefficients: { bytes: packed.coefficients.byteLength, usage: STORAGE | COPY_DST },
      psi: { bytes: packed.psi.byteLength, usage: STORAGE | COPY_DST },
      states: { bytes: items * space.dimension * COMPLEX, usage: STORAGE },
      rdms: { bytes: items * rdmStride(space.sites) * COMPLEX, usage: STORAGE | COPY_SRC },
      scalars: { bytes: items * SCALARS, usage: STORAGE | COPY_SRC },
      readback: { bytes: items * SCALARS, usage: MAP_READ | COPY_DST },
    });
    for (const name of ["points", "coefficients", "psi"] as const) {
      gpu.device.queue.writeBuffer(tile.buffers[name], 0, packed[name]);
    }
    return new ExactTile(program, samples, contents, terms, tile);
  }

  async run(pacer: Pacer): Promise<boolean> {
    const { samples } = this;
    const { points, slots, handlers } = this.contents;
    let first = 0;
    while (first < samples) {
      if (handlers.signal.aborted) return false;
      const count = submissionSize(pacer, points.length, slots, samples - first);
      const begun = performance.now();
      this.submit(first, count);
      const scalars = await this.program.gpu.readMapped(this.tile.buffers.readback);
      pacer.report(points.length * count, performance.now() - begun);
      await this.program.clock.read();
      await this.readDab(first, count, handlers);
      this.hand(scalars, first, count, handlers);
      first += count;
    }
    return true;
  }

  destroy(): void {
    for (const kernel of [this.propagate, this.twoBody, this.threeBody]) kernel.destroy();
    this.tile.destroy();
  }

  private submit(first: number, count: number): void {
    const { gpu, tables, clock } = this.program;
    const { slots, points } = this.contents;
    const { scalars, readback } = this.tile.buffers;
    const encoder = gpu.device.createCommandEncoder({ label: "exact tile" });
    const step = { samples: count, slots, from_start: first === 0 ? 1 : 0 };
    const propagating = clock.begin(encoder, "propagate");
    this.propagate.dispatch(
      propagating,
      { ...step, terms: this.terms, hopping: tables.hopping },
      points.length,
    );
    propagating.end();
    const pairing = clock.begin(encoder, "twoBody");
    this.twoBody.dispatch(pairing, { slots }, count, points.length);
    pairing.end();
    const tripling = clock.begin(encoder, "threeBody");
    this.threeBody.dispatch(tripling, { slots }, count, points.length);
    tripling.end();
    clock.collect(encoder);
    encoder.copyBufferToBuffer(scalars, 0, readback, 0, readback.size);
    gpu.device.queue.submit([encoder.finish()]);
  }

  /** Reads D1 and Delta_ab of wanted points and hands on Dab = Delta_ab + D1_up D1_down. */
  private async readDab(first: number, count: number, { dabOf, onDab }: ExactHandlers): Promise<void> {
    if (dabOf === undefined || onDab === undefined) return;
    const { gpu, space } = this.program;
    const { first: offset, points, slots } = this.contents;
    const stride = rdmStride(space.sites);
    const wanted = Array.from(points.keys()).filter((point) => dabOf.has(offset + point));
    if (wanted.length === 0) return;
    const starts = wanted.map((point) => point * slots * stride * COMPLEX);
    const rdms = await gpu.read(this.tile.buffers.rdms, starts, count * stride * COMPLEX);
    for (let item = 0; item < wanted.length * count; item++) {
      const sample = rdms.subarray(2 * item * stride, 2 * (item + 1) * stride);
      const point = offset + wanted[Math.floor(item / count)];
      onDab(point, first + (item % count), assembleDab(sample, space.sites));
    }
  }

  private hand(scalars: Float32Array, first: number, count: number, { onSamples }: ExactHandlers): void {
    const { first: firstPoint, points, slots } = this.contents;
    const pick = (component: number, read: (value: number) => number): Float64Array =>
      Float64Array.from({ length: points.length * count }, (_, k) => {
        const item = Math.floor(k / count) * slots + (k % count);
        return read(scalars[4 * item + component]);
      });
    onSamples({
      firstPoint,
      points: points.length,
      firstSample: first,
      samples: count,
      delta2: pick(0, Math.sqrt),
      delta3: pick(1, Math.sqrt),
      energy: pick(2, Number),
      norm: pick(3, Number),
    });
  }
}

/** Dab (sites^4) from the density matrices of one sample as two_body.wgsl lays them out. */
function assembleDab(rdms: Float32Array, sites: number): Float64Array {
  const square = sites ** 2;
  const down = 2 * square;
  const dab = Float64Array.from(rdms.subarray(2 * (rdmStride(sites) - sites ** 4)));
  let at = 0;
  for (let i1 = 0; i1 < sites; i1++) {
    for (let i2 = 0; i2 < sites; i2++) {
      for (let j1 = 0; j1 < sites; j1++) {
        const g = 2 * (i1 * sites + j1);
        for (let j2 = 0; j2 < sites; j2++, at += 2) {
          const f = down + 2 * (i2 * sites + j2);
          dab[at] += rdms[g] * rdms[f] - rdms[g + 1] * rdms[f + 1];
          dab[at + 1] += rdms[g] * rdms[f + 1] + rdms[g + 1] * rdms[f];
        }
      }
    }
  }
  return dab;
}
