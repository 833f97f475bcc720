import { expect, test } from "vitest";
import { TrainingGate } from "../../src/worker/training-gate.ts";

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Passes the gate again and again and counts. */
function passing(gate: TrainingGate, signal = never) {
  const state = { passed: 0, ended: false };
  const loop = async () => {
    while (!signal.aborted && state.passed < 1000) {
      await gate.pass(signal);
      if (signal.aborted) break;
      state.passed += 1;
      await turn();
    }
    state.ended = true;
  };
  void loop();
  return state;
}

test("an open gate lets everything pass", async () => {
  const gate = new TrainingGate();
  await gate.pass(never);
  await gate.pass(never);
  expect(gate.held).toBe(false);
});

test("a held gate lets exactly the single steps pass that were asked for", async () => {
  const gate = new TrainingGate();
  gate.pause();
  const loop = passing(gate);
  await turn();
  expect(loop.passed).toBe(0);
  gate.step();
  gate.step();
  for (let k = 0; k < 10; k++) await turn();
  expect(loop.passed).toBe(2);
  expect(gate.held).toBe(true);
});

test("single steps asked for while the gate is open do not wait for the next pause", async () => {
  const gate = new TrainingGate();
  gate.step();
  gate.pause();
  const loop = passing(gate);
  for (let k = 0; k < 5; k++) await turn();
  expect(loop.passed).toBe(0);
});

test("a pause after a resume holds again", async () => {
  const stop = new AbortController();
  const gate = new TrainingGate();
  gate.pause();
  const loop = passing(gate, stop.signal);
  gate.resume();
  for (let k = 0; k < 5; k++) await turn();
  expect(loop.passed).toBeGreaterThan(0);
  gate.pause();
  await turn();
  const held = loop.passed;
  for (let k = 0; k < 5; k++) await turn();
  expect(loop.passed - held).toBeLessThanOrEqual(1);
  stop.abort();
  for (let k = 0; k < 3; k++) await turn();
  expect(loop.ended).toBe(true);
});

test("a stop ends the wait at a held gate", async () => {
  const stop = new AbortController();
  const gate = new TrainingGate();
  gate.pause();
  const waiting = gate.pass(stop.signal);
  stop.abort();
  await waiting;
  expect(gate.held).toBe(true);
});
