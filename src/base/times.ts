/** Number of sample times k * sample in [0, end]; a last one that rounding puts beyond the end counts. */
export function sampleCount({ end, sample }: { readonly end: number; readonly sample: number }): number {
  return Math.floor(end / sample + 1e-9) + 1;
}
