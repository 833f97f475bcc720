import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus, xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random numbers whose position can be stored and taken up again. */
export class RandomStream {
  private readonly generator: ReturnType<typeof xoroshiro128plus>;

  /** @param start a seed, or the `state` of another stream */
  constructor(start: number | readonly number[]) {
    this.generator = typeof start === "number" ? xoroshiro128plus(start) : xoroshiro128plusFromState(start);
  }

  /** Where the stream stands: four 32-bit integers. */
  get state(): readonly number[] {
    return this.generator.getState();
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return uniformFloat64(this.generator);
  }

  /** Uniform among 0 ... count - 1. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }
}
