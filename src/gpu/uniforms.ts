import { assert } from "../base/errors.ts";
import { BufferUsage } from "./flags.ts";

/** Parameters of dispatches, at the offsets of one uniform buffer that bind groups can take dynamically. */
export class UniformSlots {
  readonly buffer: GPUBuffer;
  private readonly stride: number;
  private readonly staging: Uint8Array<ArrayBuffer>;
  private taken = 0;

  /** @param count most dispatches of one submission */
  constructor(
    private readonly device: GPUDevice,
    label: string,
    readonly count: number,
  ) {
    this.stride = device.limits.minUniformBufferOffsetAlignment;
    this.staging = new Uint8Array(count * this.stride);
    this.buffer = device.createBuffer({
      label: `${label}: params`,
      size: this.staging.length,
      usage: BufferUsage.UNIFORM | BufferUsage.COPY_DST,
    });
  }

  /** Slots left before the next `flush`. */
  get free(): number {
    return this.count - this.taken;
  }

  /** Puts packed parameters into the next slot; returns its offset in the buffer. */
  put(packed: Uint8Array): number {
    assert(packed.length <= this.stride, `${packed.length} bytes of parameters in ${this.stride}`);
    assert(this.free > 0, `more than ${this.count} dispatches in a submission`);
    const offset = this.taken++ * this.stride;
    this.staging.set(packed, offset);
    return offset;
  }

  /** Writes the slots taken so far, for the next submission, and frees them for the one after it. */
  flush(): void {
    this.device.queue.writeBuffer(this.buffer, 0, this.staging, 0, this.taken * this.stride);
    this.taken = 0;
  }

  destroy(): void {
    this.buffer.destroy();
  }
}
