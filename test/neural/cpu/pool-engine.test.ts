import { afterEach, describe, expect, test } from "vitest";
import { spawnGradientThread } from "../../../src/cli/spawn-gradient-thread.ts";
import { type SpawnGradientWorker, serveGradients } from "../../../src/neural/cpu/gradient-worker.ts";
import { createPoolEngine } from "../../../src/neural/cpu/pool-engine.ts";
import { createWasmEngine } from "../../../src/neural/cpu/wasm-engine.ts";
import type {
  AsyncTrainingEngine,
  FieldShape,
  OptimiserState,
  StepReport,
  StepRequest,
} from "../../../src/neural/types.ts";
import { ADAM, randomData, randomRequests, randomState } from "../../support/neural.ts";

const ROWS = 60;
/** Large enough that a step of shooting is worth several threads, and one of derivative matching is not. */
const SHAPE: FieldShape = { size: 72, hidden: [128, 65], activation: "tanh", skip: "skew" };
const DATA = randomData(SHAPE.size, ROWS, 3);
const STATE = randomState(SHAPE, 7);
const REQUESTS: StepRequest[] = [1, 2, 3].flatMap((seed) => {
  const { shooting, derivative } = randomRequests(ROWS, 15 + seed, 6, 2, seed);
  return [shooting, derivative];
});

/** Workers on this thread that answer later; `dies` says which of them ends at its first share. */
function fakeWorkers(dies: (worker: number) => boolean): { spawn: SpawnGradientWorker; shares: number[] } {
  const shares: number[] = [];
  const spawn: SpawnGradientWorker = ({ onMessage, onCrash }) => {
    const worker = shares.push(0) - 1;
    const serve = serveGradients((answer, transfer) => {
      const copy = structuredClone(answer, { transfer });
      setTimeout(() => onMessage(copy), worker % 2);
    });
    return {
      post: (message, transfer) => {
        const copy = structuredClone(message, { transfer });
        if (copy.type === "compute") shares[worker]++;
        if (copy.type === "compute" && dies(worker)) setTimeout(() => onCrash("out of memory"));
        else serve(copy);
      },
      terminate: () => {},
    };
  };
  return { spawn, shares };
}

let engine: AsyncTrainingEngine | null = null;
afterEach(() => engine?.destroy());

async function start(threads: number, spawn: SpawnGradientWorker): Promise<AsyncTrainingEngine> {
  engine = createPoolEngine(SHAPE, DATA, ADAM, threads, spawn);
  await engine.write(STATE);
  return engine;
}

/** What one thread makes of the requests. */
function alone(): { reports: StepReport[]; state: OptimiserState } {
  const single = createWasmEngine(SHAPE, DATA, ADAM);
  single.write(STATE);
  return { reports: REQUESTS.map((request) => single.step(request)), state: single.read() };
}
const ALONE = alone();

describe("pool of threads", () => {
  test.each([1, 2, 3, 4, 8])("%i threads make the steps of one, bit for bit", async (threads) => {
    const { spawn, shares } = fakeWorkers(() => false);
    const pool = await start(threads, spawn);
    const used = threads === 3 ? 2 : threads;
    expect(pool.adapter).toBe(`WebAssembly SIMD, ${used} ${used === 1 ? "thread" : "threads"}`);
    const reports: StepReport[] = [];
    for (const request of REQUESTS) reports.push(await pool.step(request));
    expect({ reports, state: await pool.read() }).toEqual(ALONE);
    // The steps of derivative matching are too short to be shared.
    expect(shares).toEqual(Array.from({ length: used - 1 }, () => 3));
  });

  test("real worker threads make the same steps, too", async () => {
    const pool = await start(4, spawnGradientThread);
    expect(await pool.steps(REQUESTS)).toEqual(ALONE.reports.at(-1));
    expect(await pool.read()).toEqual(ALONE.state);
    expect(pool.adapter).toBe("WebAssembly SIMD, 4 threads");
  });

  test("does the share of a worker that crashes, and goes on without it", async () => {
    const { spawn, shares } = fakeWorkers((worker) => worker === 1);
    const pool = await start(4, spawn);
    const reports: StepReport[] = [];
    for (const request of REQUESTS) reports.push(await pool.step(request));
    expect({ reports, state: await pool.read() }).toEqual(ALONE);
    // Three threads work as two.
    expect(pool.adapter).toBe("WebAssembly SIMD, 2 threads");
    expect(shares).toEqual([3, 1, 1]);
  });

  test("stops at the first step that is not finite, without a change", async () => {
    const pool = await start(2, fakeWorkers(() => false).spawn);
    const huge = { ...STATE, parameters: STATE.parameters.map((value) => Math.fround(1e30 * value)) };
    await pool.write(huge);
    expect(Number.isFinite((await pool.steps(REQUESTS)).loss)).toBe(false);
    expect(await pool.read()).toEqual(huge);
  });

  test("refuses a step and weights while a step is running", async () => {
    const pool = await start(2, fakeWorkers(() => false).spawn);
    const running = pool.step(REQUESTS[0]);
    await expect(pool.step(REQUESTS[1])).rejects.toThrow("while another one is running");
    await expect(pool.write(STATE)).rejects.toThrow("while a step is running");
    expect((await running).loss).toBeGreaterThan(0);
  });

  test("makes a step to its end when the workers are terminated meanwhile", async () => {
    const pool = await start(2, fakeWorkers(() => false).spawn);
    const running = pool.step(REQUESTS[0]);
    pool.destroy();
    expect(await running).toEqual(ALONE.reports[0]);
  });
});
