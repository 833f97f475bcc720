import { afterEach, expect, test, vi } from "vitest";
import { spawnGradientWorker } from "../../src/worker/spawn-gradient-worker.ts";

/** Stands for the Worker of a browser. */
class FakeWorker extends EventTarget {
  static last: FakeWorker | null = null;
  readonly posted: unknown[] = [];
  terminated = false;

  constructor(
    readonly url: URL,
    readonly options: WorkerOptions,
  ) {
    super();
    FakeWorker.last = this;
  }

  postMessage(message: unknown, transfer: ArrayBuffer[]): void {
    this.posted.push(structuredClone(message, { transfer }));
  }

  terminate(): void {
    this.terminated = true;
  }
}

afterEach(() => vi.unstubAllGlobals());

function spawn(): {
  worker: FakeWorker;
  answers: unknown[];
  crashes: string[];
  handle: ReturnType<typeof spawnGradientWorker>;
} {
  vi.stubGlobal("Worker", FakeWorker);
  const [answers, crashes]: [unknown[], string[]] = [[], []];
  const handle = spawnGradientWorker({
    onMessage: (answer) => answers.push(answer),
    onCrash: (reason) => crashes.push(reason),
  });
  if (FakeWorker.last === null) throw new Error("no worker was started");
  return { worker: FakeWorker.last, answers, crashes, handle };
}

test("starts a module worker, hands messages on both ways and moves the buffers", () => {
  const { worker, answers, handle } = spawn();
  expect(worker.url.pathname).toMatch(/gradient-worker\.ts$/);
  expect(worker.options.type).toBe("module");
  const parameters = new Float32Array(8);
  const request = { kind: "derivative", learningRate: 1, rows: new Uint32Array(1) } as const;
  handle.post({ type: "compute", request, first: 0, last: 1, parameters }, [parameters.buffer]);
  expect(worker.posted).toHaveLength(1);
  expect(parameters.length).toBe(0);
  const answer = { gradient: new Float32Array(8), squares: new Float64Array(1) };
  worker.dispatchEvent(Object.assign(new Event("message"), { data: answer }));
  expect(answers).toEqual([answer]);
  handle.terminate();
  expect(worker.terminated).toBe(true);
});

test("says why a worker is of no use any more", () => {
  const { worker, crashes } = spawn();
  worker.dispatchEvent(Object.assign(new Event("error"), { message: "out of memory" }));
  worker.dispatchEvent(new Event("error"));
  worker.dispatchEvent(new Event("messageerror"));
  expect(crashes).toEqual([
    "out of memory",
    "the worker could not be loaded",
    "a message of the worker could not be read",
  ]);
});
