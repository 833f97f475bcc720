import type { ResultSet } from "../protocol/results.ts";

/** The norms of the cumulants over the window, coarse: the picture of a quench on its card. */
export interface Spark {
  readonly delta2: readonly number[];
  readonly delta3: readonly number[];
}

/** Points of a curve, the first and the last sample among them. */
const POINTS = 81;

/** The picture of a complete run, with three decimals. */
export function sparkOf(results: ResultSet): Spark {
  const data = results.methods.find(({ method }) => method.kind === "exact")?.data;
  return { delta2: coarse(data?.delta2), delta3: coarse(data?.delta3) };
}

function coarse(values: Float64Array | undefined): number[] {
  if (values === undefined) return [];
  return Array.from({ length: POINTS }, (_, k) => {
    const value = values[Math.round((k * (values.length - 1)) / (POINTS - 1))] ?? 0;
    return Math.round(1000 * value) / 1000;
  });
}

/** Largest value of a picture, the top of its scale. */
export function sparkTop({ delta2, delta3 }: Spark): number {
  return Math.max(...delta2, ...delta3, 0.01);
}

/** Path of a curve in a box of `width` by `height`, its scale from 0 to `top`. */
export function sparkPath(values: readonly number[], top: number, width: number, height: number): string {
  const points = values.map((value, k) => {
    const x = (k * width) / Math.max(1, values.length - 1);
    return `${x.toFixed(1)} ${(height * (1 - value / top)).toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}
