import { expect, test } from "vitest";
import { defaultConfig } from "../../src/protocol/config.ts";
import { withoutMethod, withQuench } from "../../src/state/config-edits.ts";
import { createConfigStore } from "../../src/state/config-store.ts";
import { type Clock, createRunController, PREVIEW_PATIENCE } from "../../src/state/run-controller.ts";
import { createRunStore } from "../../src/state/run-store.ts";
import { fakeEngine } from "./fake-engine.ts";

/** A clock that the test moves; frames are drawn at once. */
function handClock() {
  let time = 0;
  const timers: { at: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => time,
    frame: (callback) => callback(),
    after(ms, callback) {
      const timer = { at: time + ms, callback };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
  };
  const advance = (ms: number) => {
    time += ms;
    for (const timer of timers.filter(({ at }) => at <= time)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.callback();
    }
  };
  return { clock, advance };
}

function setUp() {
  const { engine, runs: engineRuns } = fakeEngine();
  const configs = createConfigStore(defaultConfig());
  const runs = createRunStore();
  const { clock, advance } = handClock();
  const controller = createRunController(engine, configs, runs, clock);
  controller.start();
  const setU = (interaction: number) => configs.edit((config) => withQuench(config, { interaction }));
  const run = (index: number) => {
    const found = engineRuns[index];
    if (found === undefined) throw new Error(`run ${index} was not started`);
    return found;
  };
  return { engineRuns, configs, runs, controller, advance, setU, run };
}

test("runs the config at the start, and shows samples and the end", async () => {
  const { runs, run, engineRuns } = setUp();
  expect(engineRuns).toHaveLength(1);
  expect(runs.getState().phase).toBe("running");
  run(0).stream(5);
  expect(runs.getState().shown).toBe(run(0).results);
  const { version } = runs.getState();
  run(0).stream(6);
  expect(runs.getState().version).toBeGreaterThan(version);
  await run(0).finish();
  expect(runs.getState()).toMatchObject({ phase: "done", error: null, previous: null });
});

test("a change supersedes the run: the old one is aborted and no longer heard", async () => {
  const { runs, run, setU, configs } = setUp();
  run(0).stream(5);
  setU(2);
  expect(run(0).aborted()).toBe(true);
  expect(run(1).job.config).toBe(configs.getState().config);
  run(0).stream(9);
  expect(runs.getState().active).toBe(run(0).results);
  run(1).stream(0);
  expect(runs.getState()).toMatchObject({ active: run(1).results, shown: run(0).results });
  run(1).stream(1);
  expect(runs.getState()).toMatchObject({ shown: run(1).results, previous: run(0).results });
  await run(0).finish();
  expect(runs.getState().phase).toBe("running");
  await run(1).finish();
  expect(runs.getState()).toMatchObject({ phase: "done", shown: run(1).results, previous: null });
});

test("a drag runs one preview at a time with the newest position, then the full run", async () => {
  const { engineRuns, configs, run, setU } = setUp();
  configs.beginGesture();
  for (const u of [1.1, 1.2, 1.3]) setU(u);
  expect(engineRuns).toHaveLength(2);
  expect(run(1).job).toMatchObject({ preview: true, config: { quench: { interaction: 1.1 } } });
  expect(run(1).job.labels).toEqual(run(0).job.labels);
  await run(1).finish();
  expect(engineRuns).toHaveLength(3);
  expect(run(2).job.config.quench.interaction).toBe(1.3);
  configs.endGesture();
  expect(run(2).aborted()).toBe(true);
  expect(run(3).job.preview).toBe(false);
  expect(run(3).job.config).toBe(configs.getState().config);
  expect(engineRuns).toHaveLength(4);
});

test("a preview that takes too long gives way to the newest position", () => {
  const { engineRuns, configs, run, setU, advance } = setUp();
  configs.beginGesture();
  setU(2);
  advance(PREVIEW_PATIENCE / 2);
  setU(3);
  expect(engineRuns).toHaveLength(2);
  advance(PREVIEW_PATIENCE);
  expect(run(1).aborted()).toBe(true);
  expect(run(2).job.config.quench.interaction).toBe(3);
});

test("a preview is shown only when it is complete, so that curves do not flicker", async () => {
  const { runs, configs, run, setU } = setUp();
  run(0).stream(201);
  configs.beginGesture();
  setU(2);
  const { version, activeVersion } = runs.getState();
  run(1).stream(10);
  expect(runs.getState()).toMatchObject({ shown: run(0).results, active: run(1).results, version });
  expect(runs.getState().activeVersion).toBeGreaterThan(activeVersion);
  await run(1).finish();
  expect(runs.getState().shown).toBe(run(1).results);
});

test("a gesture that changes nothing runs nothing", () => {
  const { engineRuns, configs } = setUp();
  configs.beginGesture();
  configs.endGesture();
  expect(engineRuns).toHaveLength(1);
});

test("cancel keeps what is computed; rerun starts again", async () => {
  const { runs, run, controller, engineRuns } = setUp();
  run(0).stream(7);
  controller.cancel();
  expect(run(0).aborted()).toBe(true);
  await run(0).finish();
  expect(runs.getState()).toMatchObject({ phase: "cancelled", shown: run(0).results });
  controller.rerun();
  expect(engineRuns).toHaveLength(2);
  expect(runs.getState().phase).toBe("running");
});

test("an engine that breaks is reported and does not end the program", async () => {
  const { runs, run, setU, engineRuns } = setUp();
  await run(0).fail("boom");
  expect(runs.getState()).toMatchObject({ phase: "failed", error: "boom" });
  setU(2);
  expect(engineRuns).toHaveLength(2);
  expect(runs.getState()).toMatchObject({ phase: "running", error: null });
});

test("runs know which method of the list they belong to", () => {
  const { runs, run, configs } = setUp();
  const [exact, , closure] = configs.getState().methodIds;
  configs.edit((config) => withoutMethod(config, 1));
  run(1).stream(1);
  expect(runs.getState().activeIds).toEqual([exact, closure]);
});
