import type { SampledField } from "../../src/base/fields.ts";
import type { MethodOutcome, MethodRun } from "../../src/methods/types.ts";

export interface CollectedRun {
  readonly outcome: MethodOutcome;
  /** One array per sample and field. */
  readonly samples: Partial<Record<SampledField, Float64Array[]>>;
  readonly count: number;
}

/** Runs a method to its end; throws if its batches leave a gap. */
export function collect(run: MethodRun): CollectedRun {
  const samples: CollectedRun["samples"] = {};
  let count = 0;
  for (;;) {
    const step = run.next();
    if (step.done === true) return { outcome: step.value, samples, count };
    if (step.value.kind !== "samples") continue;
    const { first, count: size, fields } = step.value.batch;
    if (first !== count) throw new Error(`batch begins at ${first}, expected ${count}`);
    count += size;
    for (const [name, array] of Object.entries(fields) as [SampledField, Float64Array][]) {
      const list = (samples[name] ??= []);
      const width = array.length / size;
      for (let k = 0; k < size; k++) list.push(array.slice(k * width, (k + 1) * width));
    }
  }
}

/** The result of stepwise work. */
export function runToEnd<Result>(work: Generator<unknown, Result, void>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
