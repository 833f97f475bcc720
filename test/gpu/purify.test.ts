import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Gpu } from "../../src/gpu/device.ts";
import { BufferUsage } from "../../src/gpu/flags.ts";
import { compileKernel, type Kernel } from "../../src/gpu/kernel.ts";
import {
  blockOrders,
  PURIFICATION_TOLERANCE,
  purifyKernel,
  workspaceBytes,
} from "../../src/gpu/td2rdm/purify.ts";
import { packHermitian, triangleElements, unpackHermitian } from "../../src/gpu/triangle.ts";
import { HermitianEigensolver } from "../../src/linalg/hermitian.ts";
import { oneBodyMatrixOf } from "../../src/methods/td2rdm/cumulant.ts";
import { holeMatrixOf, PairBlock, PairSpectrum } from "../../src/methods/td2rdm/pair-spectrum.ts";
import { Purification } from "../../src/methods/td2rdm/purification.ts";
import { doublonsFromDab } from "../../src/physics/observables.ts";
import { maxDifference } from "../support/brute-force.ts";
import { randomSingletDab } from "../support/random-singlet.ts";
import { openTestGpu } from "./open.ts";

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

type PurifyKernel = Kernel<typeof purifyKernel.params, keyof typeof purifyKernel.bindings>;

function compile(sites: number, workgroup: number): Promise<PurifyKernel> {
  return compileKernel(gpu, purifyKernel, { SITES: sites, WORKGROUP: workgroup });
}

/** A singlet Dab outside of the positive cone, but not far: an affine combination with one negative weight. */
function unphysicalDab(sites: number, electrons: number, seed: number): Float64Array {
  const inside = randomSingletDab(sites, electrons, seed, 8);
  const other = randomSingletDab(sites, electrons, seed + 100, 1);
  return inside.map((value, i) => 1.06 * value - 0.06 * other[i]);
}

interface Purified {
  readonly dab: Float64Array;
  readonly unfinished: number;
  readonly smallest: number;
  readonly iterations: number;
  readonly sweeps: number;
  readonly workspace: Float32Array;
}

const { STORAGE, COPY_SRC, COPY_DST } = BufferUsage;
const usage = STORAGE | COPY_SRC | COPY_DST;

/** One dispatch of the kernel over matrices of one system. */
async function purify(
  kernel: PurifyKernel,
  sites: number,
  electrons: number,
  matrices: readonly Float64Array[],
  iterations = 500,
): Promise<Purified[]> {
  const elements = triangleElements(sites ** 2);
  const count = matrices.length;
  const [state, area] = [8 * elements.length, workspaceBytes(sites)];
  const set = await gpu.createBuffers("purification test", {
    packed: { bytes: count * state, usage },
    workspace: { bytes: count * area, usage },
    reports: { bytes: 16 * count, usage },
  });
  const packed = new Float32Array((count * state) / 4);
  matrices.forEach((dab, k) => packHermitian(elements, sites ** 2, dab, packed, (k * state) / 4));
  gpu.device.queue.writeBuffer(set.buffers.packed, 0, packed);
  const bound = kernel.bind(set.buffers);
  const encoder = gpu.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  bound.dispatch(pass, { electrons, tolerance: PURIFICATION_TOLERANCE, iterations }, count);
  pass.end();
  gpu.device.queue.submit([encoder.finish()]);
  const [dab, workspace, reports] = [
    await gpu.read(set.buffers.packed, [0], count * state),
    await gpu.read(set.buffers.workspace, [0], count * area),
    await gpu.read(set.buffers.reports, [0], 16 * count),
  ];
  bound.destroy();
  set.destroy();
  return matrices.map((_, k) => ({
    dab: unpackHermitian(elements, sites ** 2, dab, (k * state) / 4),
    unfinished: reports[4 * k],
    smallest: reports[4 * k + 1],
    iterations: reports[4 * k + 2],
    sweeps: reports[4 * k + 3],
    workspace: workspace.subarray((k * area) / 4, ((k + 1) * area) / 4),
  }));
}

function oneBody(sites: number, electrons: number, dab: Float64Array): Float64Array {
  const g = new Float64Array(2 * sites ** 2);
  oneBodyMatrixOf(sites, electrons, dab, g);
  return g;
}

function holes(sites: number, electrons: number, dab: Float64Array): Float64Array {
  const q = new Float64Array(dab.length);
  holeMatrixOf(sites, dab, oneBody(sites, electrons, dab), q);
  return q;
}

function smallest(sites: number, electrons: number, dab: Float64Array): number {
  const spectrum = new PairSpectrum(sites);
  return Math.min(
    ...[dab, holes(sites, electrons, dab)].map((matrix) => spectrum.smallestEigenvalue(matrix)),
  );
}

function doubleOccupancy(sites: number, dab: Float64Array): number {
  const doublons = new Float64Array(sites);
  doublonsFromDab(dab, doublons);
  return doublons.reduce((sum, value) => sum + value, 0);
}

/** What the last iteration left of one block in the layout of jacobi.wgsl: eigenvalues and eigenvectors. */
function solution(workspace: Float32Array, sites: number, matrix: number) {
  const [symmetric, antisymmetric] = blockOrders(sites);
  const n = matrix < 2 ? symmetric : antisymmetric;
  const start = matrix < 2 ? matrix * n ** 2 : 2 * symmetric ** 2 + (matrix - 2) * n ** 2;
  const cells = 2 * (symmetric ** 2 + antisymmetric ** 2);
  const at = (row: number, column: number): number => start + row * n + column;
  return Array.from({ length: n }, (_, k) => ({
    value: workspace[2 * at(k, k)],
    vector: Float64Array.from({ length: 2 * n }, (_, i) => workspace[2 * (cells + at(i >> 1, k)) + (i & 1)]),
  }));
}

/** |A v - value v| for a vector that may be longer than A by a row of zeros. */
function residual(matrix: Float64Array, order: number, value: number, vector: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < order; p++) {
    let [re, im] = [-value * vector[2 * p], -value * vector[2 * p + 1]];
    for (let q = 0; q < order; q++) {
      const [x, y] = [matrix[2 * (p * order + q)], matrix[2 * (p * order + q) + 1]];
      re += x * vector[2 * q] - y * vector[2 * q + 1];
      im += x * vector[2 * q + 1] + y * vector[2 * q];
    }
    sum += re * re + im * im;
  }
  return Math.sqrt(sum);
}

/** The eigenvalues and eigenvectors of the last iteration are those of Dab and Q before it was rounded to float32. */
function expectEigen(sites: number, electrons: number, { dab, workspace }: Purified): void {
  const matrices = [dab, holes(sites, electrons, dab)];
  for (const matrix of [0, 1, 2, 3]) {
    const block = new PairBlock(sites, matrix < 2 ? 1 : -1);
    block.load(matrices[matrix % 2]);
    const solver = new HermitianEigensolver(block.order);
    solver.eigenvalues(block.matrix);
    const found = solution(workspace, sites, matrix);
    // Orders are made even by a row of zeros: an eigenvalue 0 more.
    const padded = [...solver.values, 0].slice(0, found.length).sort((a, b) => a - b);
    const values = found.map(({ value }) => value).sort((a, b) => a - b);
    expect(maxDifference(Float64Array.from(values), Float64Array.from(padded))).toBeLessThan(1e-6);
    for (const { value, vector } of found) {
      expect(residual(block.matrix, block.order, value, vector)).toBeLessThan(2e-6);
      expect(Math.abs(Math.hypot(...vector) - 1)).toBeLessThan(1e-6);
    }
  }
}

/** The same as the CPU does of the same matrix to the same tolerance, and what purification promises. */
function expectPurified(sites: number, electrons: number, before: Float64Array, after: Purified): void {
  const expected = before.slice();
  let iterations = 0;
  for (const _ of new Purification(sites, electrons, PURIFICATION_TOLERANCE).apply(expected)) iterations++;
  expect(after.unfinished).toBe(0);
  expect(Math.abs(after.iterations - iterations)).toBeLessThanOrEqual(1);
  // Six sweeps or so from unit vectors, and a warm start in all iterations but every sixteenth.
  expect(after.sweeps).toBeLessThan(10 + 4 * iterations);
  expect(maxDifference(after.dab, expected)).toBeLessThan(PURIFICATION_TOLERANCE);
  const floor = Math.min(smallest(sites, electrons, before), -PURIFICATION_TOLERANCE);
  const raised = smallest(sites, electrons, after.dab);
  expect(raised).toBeGreaterThan(-1.5 * PURIFICATION_TOLERANCE);
  expect(raised).toBeGreaterThan(1.5 * floor);
  const [g, still] = [before, after.dab].map((matrix) => oneBody(sites, electrons, matrix));
  expect(maxDifference(g, still)).toBeLessThan(1e-7);
  expect(Math.abs(doubleOccupancy(sites, after.dab) - doubleOccupancy(sites, before))).toBeLessThan(2e-7);
}

describe("purification on the device, against float64", () => {
  const cases: [string, number, number, number, number][] = [
    ["2 sites, workgroup 1", 2, 1, 2, 1],
    ["3 sites, odd blocks made even, workgroup 7", 3, 2, 3, 7],
    ["4 sites, workgroup 33", 4, 2, 3, 33],
    ["6 sites, workgroup 16", 6, 3, 1, 16],
    ["8 sites, workgroup 64", 8, 4, 1, 64],
  ];
  it.each(cases)("%s", async (_, sites, electrons, count, workgroup) => {
    // A determinant, whose eigenvalues are 0 and 1 many times over, then matrices that are not positive.
    const determinant = randomSingletDab(sites, electrons, 5, 1);
    const negative = Array.from({ length: count }, (_, k) => unphysicalDab(sites, electrons, k + 1));
    const kernel = await compile(sites, workgroup);
    const results = await purify(kernel, sites, electrons, [determinant, ...negative]);
    expect(results[0].iterations).toBe(0);
    for (const result of results) expectEigen(sites, electrons, result);
    negative.forEach((before, k) => expectPurified(sites, electrons, before, results[k + 1]));
    // Nothing to do on two sites with one electron each, where every singlet is a pure state.
    const most = Math.max(...results.map(({ iterations }) => iterations));
    expect(most).toBeGreaterThanOrEqual(sites > 2 ? 4 : 0);
  });

  it("leaves exploded states alone, reports the limit, and goes on with the neighbours", async () => {
    const good = unphysicalDab(4, 2, 1);
    const huge = good.map((value) => 1e3 * value);
    const broken = good.map((value, i) => (i === 0 ? Number.NaN : value));
    const far = good.map((value, i) => (i === 0 ? -1 : value));
    const kernel = await compile(4, 8);
    const results = await purify(kernel, 4, 2, [huge, broken, far, good], 30);
    expect(maxDifference(results[0].dab, Float64Array.from(huge, Math.fround))).toBe(0);
    for (const { iterations, sweeps } of results.slice(0, 2)) expect([iterations, sweeps]).toEqual([0, 0]);
    expect([results[2].unfinished, results[2].iterations]).toEqual([1, 30]);
    const [, , before] = await purify(kernel, 4, 2, [huge, broken, far, good], 29);
    expect(results[2].smallest).toBeCloseTo(smallest(4, 2, before.dab), 5);
    expectPurified(4, 2, good, results[3]);
  });
});
