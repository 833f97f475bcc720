import type { SampledField } from "../../src/base/fields.ts";
import type {
  MethodEvent,
  MethodOutcome,
  MethodRun,
  SampleBatch,
  SystemSpec,
} from "../../src/methods/types.ts";

export interface JoinedRun {
  /** Whole time series, all samples in one array. */
  readonly data: Partial<Record<SampledField, number[]>>;
  readonly samples: number;
  readonly events: readonly MethodEvent[];
  readonly outcome: MethodOutcome;
}

/** Runs a method to its end and joins its batches; throws when they leave gaps. */
export function joinRun(run: MethodRun): JoinedRun {
  const data: Partial<Record<SampledField, number[]>> = {};
  const events: MethodEvent[] = [];
  let samples = 0;
  const append = ({ first, count, fields }: SampleBatch): void => {
    if (first !== samples) throw new Error(`batch begins at ${first}, expected ${samples}`);
    samples += count;
    for (const [name, values] of Object.entries(fields) as [SampledField, Float64Array][]) {
      const series = (data[name] ??= []);
      for (const value of values) series.push(value);
    }
  };
  for (;;) {
    const step = run.next();
    if (step.done === true) return { data, samples, events, outcome: step.value };
    events.push(step.value);
    if (step.value.kind === "samples") append(step.value.batch);
  }
}

/** A trap quench of an open chain with the default window, half filled unless told otherwise. */
export function trapQuench(
  sites: number,
  interaction: number,
  trap: number,
  more: Partial<SystemSpec> = {},
): SystemSpec {
  return {
    lattice: { kind: "chain", sites, boundary: "open" },
    electrons: { up: sites / 2, down: sites / 2 },
    hopping: 1,
    quench: { protocol: "trap-release", interaction, trap },
    time: { end: 20, sample: 0.1 },
    ...more,
  };
}
