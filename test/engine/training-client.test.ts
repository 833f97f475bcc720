import { expect, test } from "vitest";
import type { TrainingEnd, TrainingJob } from "../../src/engine/training.ts";
import { createTrainingClient, type SpawnTrainingWorker } from "../../src/engine/training-client.ts";
import type { TrainingRequest, TrainingResponse } from "../../src/worker/training-types.ts";

function setUp() {
  const posted: TrainingRequest[] = [];
  const state = { terminated: 0 };
  const worker: { say: (response: TrainingResponse) => void; crash: (reason: string) => void } = {
    say: () => undefined,
    crash: () => undefined,
  };
  const spawn: SpawnTrainingWorker = ({ onMessage, onCrash }) => {
    worker.say = onMessage;
    worker.crash = onCrash;
    return { post: (request) => void posted.push(request), terminate: () => void (state.terminated += 1) };
  };
  const heard: string[] = [];
  const run = createTrainingClient(spawn)({} as TrainingJob, "webgpu", {
    onNews: ({ kind }) => heard.push(kind),
    onEnd: (end) => heard.push(`end ${end?.status ?? "nothing"}`),
    onFailure: ({ message }) => heard.push(`failure ${message}`),
  });
  return { posted, state, worker, heard, run };
}

test("a training is started, steered and ended with its worker", () => {
  const { posted, state, worker, heard, run } = setUp();
  run.pause();
  run.step();
  run.resume();
  run.stop();
  expect(posted.map(({ type }) => type)).toEqual(["start", "pause", "step", "resume", "stop"]);
  expect(posted[0]).toMatchObject({ device: "webgpu" });
  worker.say({ type: "news", news: { kind: "data", fraction: 0.5 } });
  worker.say({ type: "ended", end: { status: "stopped" } as TrainingEnd });
  expect(heard).toEqual(["data", "end stopped"]);
  expect(state.terminated).toBe(1);
  run.pause();
  worker.crash("late");
  expect(posted).toHaveLength(5);
  expect(heard).toHaveLength(2);
});

test("a crash and a refusal are failures in words", () => {
  const crashed = setUp();
  crashed.worker.crash("out of memory");
  expect(crashed.heard).toEqual(["failure the worker of the training stopped: out of memory"]);
  const refused = setUp();
  refused.worker.say({ type: "failed", refused: true, message: "too short" });
  expect(refused.heard).toEqual(["failure too short"]);
});

test("an abandoned training says nothing more", () => {
  const { state, worker, heard, run } = setUp();
  run.abandon();
  worker.say({ type: "ended", end: null });
  expect(heard).toEqual([]);
  expect(state.terminated).toBe(1);
});
