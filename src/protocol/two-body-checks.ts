import { InputError } from "../base/errors.ts";
import { isLearned } from "./config-schema.ts";
import type { FieldData, TrajectoryRun } from "./trajectory-schema.ts";

interface Context {
  readonly config: { readonly electrons: { readonly up: number; readonly down: number } };
  readonly sites: number;
  readonly run: TrajectoryRun;
  readonly path: string;
  readonly tolerance: number;
}

/** One sample of Dab, with the indices i1 i2 j1 j2 in row-major order. */
interface Sample {
  readonly k: number;
  readonly re: readonly number[];
  readonly im: readonly number[];
  /** Index of the first element of the sample. */
  readonly offset: number;
  readonly allowed: number;
}

/**
 * Dab (PHYSICS.md section 2): Hermitian, trace n_up n_dn (learned methods need not keep it), and in agreement
 * with the doublons and densities of the same run. @throws InputError
 */
export function checkTwoBody(context: Context): void {
  const { dab } = context.run.data;
  if (dab?.imag === undefined) return;
  const width = context.sites ** 4;
  for (const k of context.run.time.keys()) {
    const offset = k * width;
    const scale = largest(dab, offset, width);
    const allowed = context.tolerance * Math.max(1, scale);
    const sample: Sample = { k, re: dab.real, im: dab.imag, offset, allowed };
    checkHermitian(context, sample);
    if (!isLearned(context.run.method)) checkTrace(context, sample);
    checkDoublons(context, sample);
    checkDensity(context, sample);
  }
}

function largest({ real, imag = [] }: FieldData, offset: number, width: number): number {
  let most = 0;
  for (let i = offset; i < offset + width; i++) {
    most = Math.max(most, Math.abs(real[i]), Math.abs(imag[i]));
  }
  return most;
}

function checkHermitian({ sites, path }: Context, { re, im, offset, allowed }: Sample): void {
  const pairs = sites * sites;
  for (let i = 0; i < pairs; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [offset + i * pairs + j, offset + j * pairs + i];
      if (Math.abs(re[a] - re[b]) > allowed) {
        throw new InputError(`${path}.dab.real[${a}]`, re[a], `${re[b]}, as real[${b}]: Dab is Hermitian`);
      }
      if (Math.abs(im[a] + im[b]) > allowed) {
        throw new InputError(`${path}.dab.imag[${a}]`, im[a], `${-im[b]}, as -imag[${b}]: Dab is Hermitian`);
      }
    }
  }
}

function checkTrace({ config, sites, path }: Context, { k, re, offset, allowed }: Sample): void {
  const pairs = sites * sites;
  let trace = 0;
  for (let i = 0; i < pairs; i++) trace += re[offset + i * (pairs + 1)];
  const expected = config.electrons.up * config.electrons.down;
  if (Math.abs(trace - expected) > allowed * pairs) {
    throw new InputError(`${path}.dab (trace of sample ${k})`, trace, `${expected} = n_up n_dn`);
  }
}

function checkDoublons({ sites, run, path }: Context, { k, re, offset, allowed }: Sample): void {
  const { doublons } = run.data;
  if (doublons === undefined) return;
  const pairs = sites * sites;
  for (let i = 0; i < sites; i++) {
    const expected = re[offset + i * (sites + 1) * (pairs + 1)];
    const at = k * sites + i;
    if (Math.abs(doublons.real[at] - expected) > allowed) {
      const reason = `${expected}, the element [${i} ${i}; ${i} ${i}] of dab at sample ${k}`;
      throw new InputError(`${path}.doublons.real[${at}]`, doublons.real[at], reason);
    }
  }
}

/** n_i up = sum_k Dab[i k; i k] / n_dn, n_i down = sum_k Dab[k i; k i] / n_up. */
function checkDensity({ config, sites, run, path }: Context, { k, re, offset, allowed }: Sample): void {
  const { up, down } = config.electrons;
  const { density } = run.data;
  if (density === undefined || up === 0 || down === 0) return;
  const diagonal = (a: number, b: number): number => re[offset + (a * sites + b) * (sites * sites + 1)];
  for (let i = 0; i < sites; i++) {
    let expected = 0;
    for (let j = 0; j < sites; j++) expected += diagonal(i, j) / down + diagonal(j, i) / up;
    const at = k * sites + i;
    if (Math.abs(density.real[at] - expected) > allowed * sites) {
      const reason = `${expected}, the contraction of dab at sample ${k}`;
      throw new InputError(`${path}.density.real[${at}]`, density.real[at], reason);
    }
  }
}
