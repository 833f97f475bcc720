import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TrainReport } from "../../src/cli/train-progress.ts";
import { trainingFromJson } from "../../src/engine/training-files.ts";
import { parseFile } from "../../src/protocol/files.ts";
import type { Trajectory } from "../../src/protocol/trajectory.ts";
import { cli, Folder } from "./spawn.ts";

const NEURAL = {
  kind: "neural-ode",
  trainUntil: 2,
  hidden: [8],
  stages: [
    { kind: "derivative", steps: 100 },
    { kind: "shooting", steps: 30, length: 4 },
  ],
};
const dimer = (method: Record<string, unknown> = {}) => ({
  schema: "cumulant-explorer/config@1",
  lattice: { kind: "chain", sites: 2 },
  electrons: { up: 1, down: 1 },
  quench: { protocol: "interaction-quench", interactionBefore: 0, interaction: 4 },
  time: { end: 4, sample: 0.1 },
  methods: [{ kind: "exact" }, { ...NEURAL, ...method }],
});

function readTrajectory(path: string): Trajectory {
  const file = parseFile(readFileSync(path, "utf8"));
  if (file.kind !== "trajectory") throw new Error("not a trajectory");
  return file.trajectory;
}

function readTraining(path: string) {
  return trainingFromJson(JSON.parse(readFileSync(path, "utf8"))).snapshot;
}

describe("cli train", () => {
  it("trains, writes the trajectory and beside it weights and losses", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer());
    const { status, stdout, stderr } = await cli(["train", config, "--out", folder.at("out.json")]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toMatch(/Neural ODE · 8 · to 2: step \d+ of 130, stage \d, loss \S+/);
    expect(stderr).toMatch(/trained, weights of step \d+: training error/);
    expect(folder.files).toEqual(["config.json", "out.json", "out.method-1.json"]);
    const { runs, diagnostics } = readTrajectory(folder.at("out.json"));
    const { meta } = readTraining(folder.at("out.method-1.json"));
    expect(runs[1].training).toMatchObject({ steps: 130, best: meta.best, message: null });
    expect(runs[1].training?.history).toEqual(meta.history);
    const errors = diagnostics.extrapolation?.errors["Neural ODE · 8 · to 2"];
    expect(meta.errors?.training).toBeCloseTo(errors?.training ?? 0, 9);
    expect(meta.errors?.skill).toBeCloseTo(errors?.skill ?? 0, 9);
    const checked = await cli(["check", folder.at("out.method-1.json")]);
    expect(checked.stdout).toContain("valid training of ");
    expect(checked.stdout).toContain("2 sites, completed after 130 of 130 steps, training error ");
  });

  it("keeps a checkpoint at Ctrl-C and goes on from it to the same weights", async () => {
    using folder = new Folder();
    const long = {
      memory: { kind: "delay" },
      stages: [{ kind: "derivative", steps: 4000 }, NEURAL.stages[1]],
    };
    const config = folder.write("config.json", dimer(long));
    const args = ["train", config, "--out", folder.at("out.json"), "--checkpoint", folder.at("kept")];
    const stopped = await cli(args, (text, interrupt) => {
      if (text.includes(" step ")) interrupt();
    });
    expect(stopped.status).toBe(130);
    expect(stopped.stderr).toContain("cancelled: no trajectory is written, --resume goes on");
    expect(folder.files).toEqual(["config.json", "kept"]);
    const { meta } = readTraining(folder.at("kept/method-1.json"));
    expect(meta.status).toBe("running");
    expect(meta.optimiserSteps).toBeLessThan(4030);
    const checked = await cli(["check", folder.at("kept/method-1.json")]);
    expect(checked.status).toBe(0);
    expect((await cli([...args, "--resume"])).status).toBe(0);
    const whole = ["train", config, "--out", folder.at("whole.json")];
    expect((await cli(whole)).status).toBe(0);
    const [resumed, once] = ["out", "whole"].map((name) => readTraining(folder.at(`${name}.method-1.json`)));
    expect(resumed.arrays).toEqual(once.arrays);
    expect(resumed.meta.history).toEqual(once.meta.history);
    expect(resumed.meta.errors).toEqual(once.meta.errors);
  });

  it("refuses what it cannot train, before anything is written", async () => {
    using folder = new Folder();
    const exact = folder.write("exact.json", { ...dimer(), methods: [{ kind: "exact" }] });
    const config = folder.write("config.json", dimer());
    const out = folder.at("out.json");
    const before = folder.files;
    for (const [args, message] of [
      [["train", exact, "--out", out], 'methods: found ["exact"], expected a "neural-ode" entry'],
      [["train", config, "--out", out, "--resume"], "--resume: found true, expected --checkpoint DIR"],
    ] as const) {
      const { status, stderr } = await cli(args);
      expect(status).toBe(1);
      expect(stderr).toContain(message);
    }
    expect(folder.files).toEqual(before);
  });

  it("refuses to go on from the checkpoint of another training", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer());
    const args = ["--out", folder.at("out.json"), "--checkpoint", folder.at("kept")];
    expect((await cli(["train", config, ...args])).status).toBe(0);
    const other = folder.write("other.json", dimer({ seed: 3 }));
    const { status, stderr } = await cli(["train", other, ...args, "--resume"]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      "method-1.json: options.seed: found 0, expected 3, as in the config to be trained",
    );
  });

  it("exits 2 when a training blows up, with the last good weights written", async () => {
    using folder = new Folder();
    const stages = [{ kind: "shooting", steps: 40, length: 20 }];
    const wild = { learningRate: 1, warmUp: 0, hidden: [64, 64, 64, 64], activation: "silu", stages };
    const config = folder.write("config.json", dimer(wild));
    const { status, stderr } = await cli(["train", config, "--out", folder.at("out.json")]);
    expect(status).toBe(2);
    expect(stderr).toContain("Training blew up");
    expect(readTraining(folder.at("out.method-1.json")).meta.status).toBe("diverged");
    expect(readTrajectory(folder.at("out.json")).runs[1].training?.message).toContain("Training blew up");
  });
});

describe("TrainReport", () => {
  const progress = {
    step: 1200,
    stage: 0,
    totalSteps: 2800,
    loss: 3.21e-5,
    gradientNorm: 0.01,
    learningRate: 1e-3,
    stepsPerSecond: 85.4,
    secondsLeft: 20.2,
  } as const;

  it("says where a training stands, now and then", () => {
    const written: string[] = [];
    const clock = { time: 0 };
    const report = new TrainReport({ write: (text) => written.push(text) }, "Neural ODE", () => clock.time);
    for (let second = 0; second < 7; second++) {
      clock.time = 1000 * second;
      report.progress({ ...progress, step: 1200 + second });
    }
    report.end("trained");
    expect(written).toEqual([
      "Neural ODE: step 1200 of 2800, stage 1, loss 3.21e-5, 85.4 steps/s, about 20 s left\n",
      "Neural ODE: step 1205 of 2800, stage 1, loss 3.21e-5, 85.4 steps/s, about 20 s left\n",
      "Neural ODE: trained\n",
    ]);
  });

  it("updates one line on a terminal", () => {
    const written: string[] = [];
    const stream = { isTTY: true, write: (text: string) => written.push(text) };
    const report = new TrainReport(stream, "Neural ODE", () => 0);
    report.progress({ ...progress, secondsLeft: null });
    report.end("trained");
    expect(written).toEqual([
      "\r\u001b[KNeural ODE: step 1200 of 2800, stage 1, loss 3.21e-5, 85.4 steps/s",
      "\r\u001b[KNeural ODE: trained\n",
    ]);
  });
});
