import type { KernelClock } from "./clock.ts";
import type { Gpu } from "./device.ts";
import type { BoundKernel, ScalarLayout } from "./kernel.ts";
import type { Pacer } from "./pacer.ts";
import type { UniformSlots } from "./uniforms.ts";

/** One dispatch of a long sequence. */
export interface Dispatch<Name extends string = string> {
  /** What its time is counted under. */
  readonly name: Name;
  /** Bound with the slots of the queue. */
  readonly kernel: Pick<BoundKernel<ScalarLayout>, "encode">;
  readonly packed: Uint8Array;
  readonly x: number;
  readonly y: number;
  /** Multiply-adds. */
  readonly work: number;
}

/** The dispatches of a submission and what they cost, in multiply-adds. */
interface Part<Name extends string> {
  readonly dispatches: Dispatch<Name>[];
  cost: number;
}

/** What a dispatch costs besides its work, in multiply-adds. */
const OVERHEAD = 100_000;

/**
 * Runs long sequences of dispatches that depend on one another, many to a submission. A pacer sets how much work a
 * submission holds; one more is queued while one computes, so the device need not wait for the next.
 */
export class PacedQueue<Name extends string> {
  /** Dispatches and submissions so far. */
  readonly counts = { dispatches: 0, submissions: 0 };
  private lastDone = 0;

  /** @param clock times the kernels; submissions then wait for each other */
  constructor(
    private readonly gpu: Gpu,
    private readonly slots: UniformSlots,
    private readonly pacer: Pacer,
    private readonly clock: KernelClock<Name> | null,
  ) {}

  /** Resolves when all is done. @throws GpuError */
  async run(dispatches: Iterable<Dispatch<Name>>): Promise<void> {
    let before = Promise.resolve();
    for (const part of this.parts(dispatches)) {
      this.submit(part);
      const done = this.settle(part);
      done.catch(() => undefined);
      await before;
      before = done;
      if (this.clock !== null) await done;
    }
    await before;
  }

  /** The sequence in submissions, each as long as the pacer allows when it is asked for. */
  private *parts(dispatches: Iterable<Dispatch<Name>>): Generator<Part<Name>> {
    let part: Part<Name> = { dispatches: [], cost: 0 };
    for (const dispatch of dispatches) {
      const cost = dispatch.work + OVERHEAD;
      const { length } = part.dispatches;
      if (length > 0 && (length === this.slots.count || part.cost + cost > this.pacer.items)) {
        yield part;
        part = { dispatches: [], cost: 0 };
      }
      part.dispatches.push(dispatch);
      part.cost += cost;
    }
    if (part.dispatches.length > 0) yield part;
  }

  private submit({ dispatches }: Part<Name>): void {
    const encoder = this.gpu.device.createCommandEncoder({ label: "paced queue" });
    let pass: GPUComputePassEncoder | null = null;
    let name: Name | null = null;
    for (const { name: next, kernel, packed, x, y } of dispatches) {
      if (pass === null || (this.clock !== null && next !== name)) {
        pass?.end();
        pass = this.clock?.begin(encoder, next) ?? encoder.beginComputePass({ label: "paced queue" });
        name = next;
      }
      kernel.encode(pass, packed, x, y);
    }
    pass?.end();
    this.clock?.collect(encoder);
    this.slots.flush();
    this.gpu.device.queue.submit([encoder.finish()]);
    this.counts.dispatches += dispatches.length;
    this.counts.submissions++;
  }

  /** Waits for the submission just made, and tells the pacer how long the device had it. */
  private async settle({ cost }: Part<Name>): Promise<void> {
    const submitted = performance.now();
    await this.gpu.guard(this.gpu.device.queue.onSubmittedWorkDone());
    const now = performance.now();
    this.pacer.report(cost, now - Math.max(submitted, this.lastDone));
    this.lastDone = now;
    await this.clock?.read();
  }
}
