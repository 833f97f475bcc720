import type { MethodEvent, MethodRun } from "../methods/types.ts";
import type { Config } from "../protocol/config-schema.ts";
import { estimateMethod } from "../protocol/estimate.ts";
import { methodLabels } from "../protocol/labels.ts";
import { sampleCount } from "../protocol/sizes.ts";
import type { StartMethod } from "./job-runner.ts";

/** How far a point of a map is that is being computed. */
export interface PointNews {
  readonly index: number;
  /** Label of the method that is at work, and how much of it is done, 0 ... 1. */
  readonly method: string;
  readonly fraction: number;
  /** How much of the whole point is done, 0 ... 1, by the estimated durations of its methods. */
  readonly point: number;
}

/** Starts the methods of one point of a map of `config`, telling how far they are. */
export function telling(
  start: StartMethod,
  { config, index }: { readonly config: Config; readonly index: number },
  onNews: (news: PointNews) => void,
): StartMethod {
  const labels = methodLabels(config.methods);
  const mapped: Config = { ...config, outputs: ["delta2", "delta3"] };
  const seconds = config.methods.map((method) => estimateMethod(mapped, method).seconds);
  const all = seconds.reduce((sum, each) => sum + each, 0);
  const samples = sampleCount(config.time);
  let before = 0;
  return (system, spec, fields) => {
    const place = config.methods.findIndex((method) => method === spec);
    const share = (seconds[place] ?? 0) / all;
    const begun = before;
    before += share;
    let fraction = 0;
    return tapped(start(system, spec, fields), (event) => {
      fraction = Math.max(fraction, fractionOf(event, samples));
      onNews({ index, method: labels[place] ?? spec.kind, fraction, point: begun + share * fraction });
    });
  };
}

function fractionOf(event: MethodEvent, samples: number): number {
  return event.kind === "progress" ? event.fraction : (event.batch.first + event.batch.count) / samples;
}

function* tapped(run: MethodRun, onEvent: (event: MethodEvent) => void): MethodRun {
  for (;;) {
    const step = run.next();
    if (step.done === true) return step.value;
    onEvent(step.value);
    yield step.value;
  }
}
