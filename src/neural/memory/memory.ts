import type { MemorySpec } from "../../methods/types.ts";
import { fitLatentLaw, type LatentLaw, latentSeries } from "./latent.ts";
import type { StateSeries } from "./series.ts";

/** What a vector field sees besides the state z: nothing, z at earlier times, or memory states with a law of their own. */
export type Memory =
  | Exclude<MemorySpec, { kind: "latent" }>
  | { readonly kind: "latent"; readonly law: LatentLaw };

/** Extended states y = (z, memory) of a series, [trajectory][row][size]. */
export interface ExtendedSeries extends StateSeries {
  /** Row of the series at which each trajectory begins: the history before it is what its first state remembers. */
  readonly lead: number;
}

/** The memory that a method asks for, with whatever of it depends on the training data. */
export function fitMemory(spec: MemorySpec, series: StateSeries): Memory {
  switch (spec.kind) {
    case "none":
    case "delay":
      return spec;
    case "latent":
      return { kind: "latent", law: fitLatentLaw(series, spec.states, spec.rates) };
  }
}

/** Reals that the memory of a state of `size` reals has. */
export function memorySize(memory: Memory, size: number): number {
  switch (memory.kind) {
    case "none":
      return 0;
    case "delay":
      return memory.delays * size;
    case "latent":
      return memory.law.size;
  }
}

/** Exact history before the first extended state, in 1/J. Memory states begin at 0 at the quench and need none. */
export function historyTime(memory: MemorySpec | Memory): number {
  return memory.kind === "delay" ? memory.delays * memory.stride : 0;
}

/** The extended states of a series that begins at the quench. */
export function extendSeries(memory: Memory, series: StateSeries): ExtendedSeries {
  switch (memory.kind) {
    case "none":
      return { ...series, lead: 0 };
    case "delay":
      return delayedSeries(memory.delays, Math.round(memory.stride / series.interval), series);
    case "latent":
      return joined(series, latentSeries(memory.law, series), memory.law.size);
  }
}

/** The extended state at the end of a history [row][size] that is as long as the memory reaches back. */
export function firstExtendedState(
  memory: Memory,
  states: Float64Array,
  size: number,
  interval: number,
): Float64Array {
  switch (memory.kind) {
    case "none":
    case "delay":
      return extendSeries(memory, { states, trajectories: 1, rows: states.length / size, size, interval })
        .states;
    case "latent": {
      const extended = new Float64Array(size + memory.law.size);
      extended.set(states.subarray(0, size));
      return extended;
    }
  }
}

/** (z(t), z(t - lag), ..., z(t - delays lag)), lag in rows. */
function delayedSeries(delays: number, lag: number, series: StateSeries): ExtendedSeries {
  const { states, trajectories, size } = series;
  const lead = delays * lag;
  const rows = series.rows - lead;
  const width = (delays + 1) * size;
  const extended = new Float64Array(trajectories * rows * width);
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    for (let row = 0; row < rows; row++) {
      const to = (trajectory * rows + row) * width;
      for (let delay = 0; delay <= delays; delay++) {
        const from = (trajectory * series.rows + lead + row - delay * lag) * size;
        extended.set(states.subarray(from, from + size), to + delay * size);
      }
    }
  }
  return { ...series, states: extended, rows, size: width, lead };
}

/** Every row of the series with that of its memory behind it. */
function joined(series: StateSeries, memory: Float64Array, added: number): ExtendedSeries {
  const { states, size } = series;
  const width = size + added;
  const count = states.length / size;
  const extended = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    extended.set(states.subarray(row * size, (row + 1) * size), row * width);
    extended.set(memory.subarray(row * added, (row + 1) * added), row * width + size);
  }
  return { ...series, states: extended, size: width, lead: 0 };
}
