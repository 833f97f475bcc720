import { LINE } from "./matrix.ts";

const PAGE = 65536;
const ALIGNMENT = 64;
/** Most that one engine may take: a browser tab has 2 to 4 GB for all of them. */
const LIMIT = 1 << 30;

/** Memory of the kernels, handed out from the bottom: what is there to stay first, then the work of each step. */
export class KernelMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  private top = ALIGNMENT;
  private floor = ALIGNMENT;

  /** Address of so many bytes, of whatever content; cut to 64 bytes. */
  allocate(bytes: number): number {
    const address = this.top;
    const top = address + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    if (top > LIMIT) {
      throw new RangeError(
        `training needs more than ${LIMIT / 2 ** 20} MB of memory: use shorter rollouts or a smaller network`,
      );
    }
    const missing = top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    this.top = top;
    return address;
  }

  /** Address of so many lines of 8 float32. */
  allocateLines(lines: number): number {
    return this.allocate(lines * LINE);
  }

  /** What is allocated now stays; `release` frees all that comes later. */
  keep(): void {
    this.floor = this.top;
  }

  release(): void {
    this.top = this.floor;
  }

  /** Views end when more memory is allocated. */
  floats(address: number, count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.memory.buffer, address, count);
  }

  integers(address: number, count: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.memory.buffer, address, count);
  }

  doubles(address: number, count: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.memory.buffer, address, count);
  }
}
