import { assert } from "../../base/errors.ts";
import type { Kernels } from "./kernels.ts";
import { dense } from "./matrix.ts";

/** Sums gradients in pairs (groups.ts), in the order in which they come. */
export class GradientSum {
  /** The number of groups summed in each buffer in use, ever smaller powers of two. */
  private readonly groups: number[] = [];

  constructor(
    private readonly kernels: Kernels,
    private readonly lines: number,
    private readonly allocate: () => number,
    private readonly buffers: number[] = [],
  ) {}

  /** Where the next gradient is to be written. */
  next(): number {
    const { groups, buffers } = this;
    if (buffers.length === groups.length) buffers.push(this.allocate());
    return buffers[groups.length];
  }

  /** Adds what was written to `next()`, a sum over `groups` groups. */
  push(groups: number): void {
    const { buffers, lines } = this;
    this.groups.push(groups);
    for (let last = this.groups.length - 1; last > 0; last--) {
      if (this.groups[last] !== this.groups[last - 1]) return;
      const [left, right] = [last - 1, last].map((k) => dense(buffers[k], lines, 1));
      this.kernels.blend(left, 1, left, 1, right);
      this.groups.pop();
      this.groups[last - 1] *= 2;
    }
  }

  /** Address of the sum over `groups` groups, which must be all that were added. */
  total(groups: number): number {
    assert(this.groups.length === 1 && this.groups[0] === groups, `sum of [${this.groups.join()}] groups`);
    return this.buffers[0];
  }
}
