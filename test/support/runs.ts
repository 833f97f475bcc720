import type { SampledField } from "../../src/base/fields.ts";
import type { MethodEvent, MethodOutcome, MethodRun, SystemSpec } from "../../src/methods/types.ts";

export interface CollectedRun {
  readonly outcome: MethodOutcome;
  readonly events: readonly MethodEvent[];
  /** Number of samples. */
  readonly count: number;
  /** One array per sample and field. */
  readonly samples: Partial<Record<SampledField, Float64Array[]>>;
  /** The same, joined to one series per field. */
  readonly data: Partial<Record<SampledField, number[]>>;
}

/** Runs a method to its end; throws if its batches leave a gap. */
export function collect(run: MethodRun): CollectedRun {
  const events: MethodEvent[] = [];
  const samples: Partial<Record<SampledField, Float64Array[]>> = {};
  let count = 0;
  for (;;) {
    const step = run.next();
    if (step.done === true) return { outcome: step.value, events, count, samples, data: joined(samples) };
    events.push(step.value);
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

function joined(samples: CollectedRun["samples"]): CollectedRun["data"] {
  const entries = Object.entries(samples) as [SampledField, Float64Array[]][];
  return Object.fromEntries(entries.map(([name, arrays]) => [name, arrays.flatMap((array) => [...array])]));
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
