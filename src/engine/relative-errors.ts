import { valuesPerSample } from "../base/fields.ts";
import { relativeErrors } from "../physics/diagnostics.ts";
import type { MethodResult, ResultSet } from "../protocol/results.ts";

/**
 * Fills `relativeError` of the approximate methods, |Dab - Dab exact|_F / |Dab exact|_F, sample by
 * sample as soon as both sides are there (PHYSICS.md section 7), NaN before that. Each sample is visited once.
 */
export class RelativeErrors {
  private readonly exact: MethodResult | undefined;
  private readonly done: number[];

  constructor(private readonly results: ResultSet) {
    this.exact = results.methods.find(({ method }) => method.kind === "exact");
    this.done = results.methods.map(() => 0);
  }

  /** To be called after samples of the method with this index arrived. */
  update(changed: number): void {
    if (this.exact === undefined) return;
    if (changed === this.exact.index) {
      for (const result of this.results.methods) this.advance(result, this.exact);
    } else {
      const result = this.results.methods[changed];
      if (result !== undefined) this.advance(result, this.exact);
    }
  }

  private advance(result: MethodResult, exact: MethodResult): void {
    if (result.method.kind === "exact") return;
    const [a, b] = [result.data.dab, exact.data.dab];
    if (a === undefined || b === undefined) return;
    const width = valuesPerSample("dab", this.results.sites);
    const end = Math.min(result.filled, exact.filled);
    const errors = (result.data.relativeError ??= new Float64Array(this.results.times.length).fill(
      Number.NaN,
    ));
    const begin = this.done[result.index] ?? 0;
    if (end <= begin) return;
    const part = [begin * width, end * width] as const;
    errors.set(relativeErrors(a.subarray(...part), b.subarray(...part), width), begin);
    this.done[result.index] = end;
  }
}
