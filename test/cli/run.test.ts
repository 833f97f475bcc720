import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseFile } from "../../src/protocol/files.ts";
import type { Trajectory } from "../../src/protocol/trajectory.ts";
import { cli, Folder } from "./spawn.ts";

const schema = "cumulant-explorer/config@1";
const dimer = {
  schema,
  lattice: { kind: "chain", sites: 2 },
  electrons: { up: 1, down: 1 },
  time: { end: 2, sample: 0.5 },
};
const four = { schema, lattice: { kind: "chain", sites: 4 }, electrons: { up: 2, down: 2 } };

function readTrajectory(path: string): Trajectory {
  const file = parseFile(readFileSync(path, "utf8"));
  if (file.kind !== "trajectory") throw new Error("not a trajectory");
  return file.trajectory;
}

describe("cli run", () => {
  it("computes every method and writes a valid trajectory", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    const { status, stdout, stderr } = await cli(["run", config, "--out", folder.at("out.json")]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toMatch(
      /^2 sites, 1 up and 1 down electrons, 5 samples to t = 2\nExact: 4 amplitudes, about /,
    );
    expect(stderr).toMatch(/TD2RDM V · CC: completed after [\d.]+ s, 5 samples\n$/);
    expect(folder.files).toEqual(["config.json", "out.json"]);
    const { runs, config: written, software, diagnostics } = readTrajectory(folder.at("out.json"));
    expect(runs.map(({ method, time }) => [method.kind, time.length])).toEqual([
      ["exact", 5],
      ["mean-field", 5],
      ["td2rdm", 5],
    ]);
    expect(written.outputs).toEqual(["density", "doublons", "energy", "delta2", "delta3", "dab"]);
    expect(software.name).toBe("cumulant-explorer");
    expect(software.commit).toMatch(/^[0-9a-f]{12}$/);
    expect(Object.keys(diagnostics.relativeError)).toEqual(["Mean field", "TD2RDM V · CC"]);
  });

  it("gives closure residuals along the exact trajectory when they are asked for", async () => {
    using folder = new Folder();
    const time = { end: 3, sample: 3 };
    const methods = ["valdemoro", "nakatsuji-yasuda"].map((closure) => ({
      kind: "td2rdm",
      closure,
      contractionConsistent: false,
    }));
    const config = folder.write("config.json", { ...four, time, methods, outputs: ["closureResidual"] });
    const { status } = await cli(["run", config, "--out", folder.at("out.json")]);
    expect(status).toBe(0);
    const [v, ny] = readTrajectory(folder.at("out.json")).runs.map(
      ({ data }) => data.closureResidual?.real[1],
    );
    expect(v).toBeCloseTo(1, 12);
    expect(ny).toBeCloseTo(0.6972, 4);
  });

  it("exits 2 when a run diverges and writes what is good", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", {
      ...four,
      methods: [
        { kind: "exact" },
        { kind: "td2rdm", closure: "nakatsuji-yasuda", contractionConsistent: false },
      ],
      outputs: ["density"],
    });
    const { status, stderr } = await cli(["run", config, "--out", folder.at("out.json")]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/TD2RDM NY: diverged at t = [\d.]+/);
    const [exact, td2rdm] = readTrajectory(folder.at("out.json")).runs;
    expect(exact.status).toBe("completed");
    expect(td2rdm.status).toBe("diverged");
    expect(td2rdm.divergedAt).toBeLessThan(20);
    expect(td2rdm.time.length).toBeLessThan(201);
    expect(td2rdm.time.at(-1)).toBeLessThanOrEqual(td2rdm.divergedAt ?? 0);
  });

  it("exits 130 at Ctrl-C, heard twice, and writes the samples so far as cancelled", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", {
      ...four,
      methods: [{ kind: "exact" }, { kind: "td2rdm", closure: "valdemoro" }],
      time: { end: 1000, sample: 0.1 },
      outputs: ["density"],
    });
    let heard = false;
    const { status, stderr } = await cli(
      ["run", config, "--out", folder.at("out.json")],
      (text, interrupt) => {
        if (heard || !text.includes("Exact: completed")) return;
        heard = true;
        for (const delay of [300, 305]) setTimeout(interrupt, delay);
      },
    );
    expect(status).toBe(130);
    expect(stderr).toMatch(/TD2RDM V · CC: cancelled after/);
    const { runs } = readTrajectory(folder.at("out.json"));
    expect(runs.map((run) => run.status)).toEqual(["completed", "cancelled"]);
    expect(runs[1].time.length).toBeGreaterThan(0);
    expect(runs[1].time.length).toBeLessThan(10_001);
    expect(folder.files).toEqual(["config.json", "out.json"]);
  });

  it("exits 130 at Ctrl-C during the ground state, and has nothing to write", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", {
      schema,
      lattice: { kind: "chain", sites: 11 },
      electrons: { up: 6, down: 5 },
      methods: [{ kind: "exact" }],
      outputs: ["density"],
    });
    const { status, stderr } = await cli(
      ["run", config, "--out", folder.at("out.json")],
      (_text, interrupt) => interrupt(),
    );
    expect(status).toBe(130);
    expect(stderr).toMatch(
      /Exact: cancelled after .*, 0 samples\nno method gave samples: nothing is written\n$/,
    );
    expect(folder.files).toEqual(["config.json"]);
  });

  it("exits 1 when a method refuses the system, and writes nothing", async () => {
    using folder = new Folder();
    // On a ring of three sites with negative hopping, repulsion makes the ground state of two electrons a triplet.
    const config = folder.write("config.json", {
      ...dimer,
      lattice: { kind: "chain", sites: 3, boundary: "periodic" },
      hopping: -1,
      quench: { protocol: "interaction-quench", interactionBefore: 4, interaction: 1 },
      methods: [{ kind: "td2rdm" }, { kind: "exact" }],
    });
    const { status, stderr } = await cli(["run", config, "--out", folder.at("out.json")]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/\nerror: methods\[0\]: .*found .*, expected /);
    expect(folder.files).toEqual(["config.json"]);
  });

  it.each([
    ["an unknown field", { ...dimer, color: 1 }, "color: found 1, expected no field of this name"],
    ["a wrong type", { ...dimer, hopping: "1" }, 'hopping: found "1", expected a finite number'],
    [
      "7 electrons on 6 sites",
      { schema, electrons: { up: 7, down: 3 } },
      "electrons.up: found 7, expected at most 6 (Pauli",
    ],
    [
      "a negative dt",
      { schema, methods: [{ kind: "td2rdm", integrator: { kind: "rk4", dt: -0.02 } }] },
      "methods[0].integrator.dt: found -0.02, expected at least 0.0001",
    ],
    ["NaN", `{"schema": "${schema}", "hopping": NaN}`, "$: found "],
    ["null", { ...dimer, hopping: null }, "hopping: found null, expected a finite number"],
    [
      "sites beyond a closure",
      {
        schema,
        lattice: { kind: "chain", sites: 40 },
        electrons: { up: 1, down: 1 },
        methods: [{ kind: "td2rdm", closure: "mazziotti" }],
      },
      'methods[0].closure: found "mazziotti", expected a system that fits',
    ],
    [
      "40 sites exact",
      { schema, lattice: { kind: "chain", sites: 40 }, electrons: { up: 20, down: 20 } },
      'methods[0].kind: found "exact", expected a system that fits',
    ],
    ["a trajectory", { schema: "cumulant-explorer/trajectory@1" }, 'schema: found "cumulant-explorer/traj'],
  ])("refuses %s with path, value and expectation, and writes nothing", async (_name, content, message) => {
    using folder = new Folder();
    const config = folder.write("config.json", content);
    const { status, stdout, stderr } = await cli(["run", config, "--out", folder.at("out.json")]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`error: ${config}: ${message}`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(folder.files).toEqual(["config.json"]);
  });

  it.each([
    [
      "a missing config",
      ["run", "absent.json", "--out", "out.json"],
      /^error: CONFIG: found ".*absent.json", expected a readable file/,
    ],
    [
      "a folder for a config",
      ["run", ".", "--out", "out.json"],
      /^error: CONFIG: found .*expected a readable file \(EISDIR/,
    ],
    [
      "a missing folder",
      ["run", "config.json", "--out", "no/out.json"],
      /^error: --out: found ".*out.json", expected a file in an existing folder/,
    ],
    [
      "a folder for a file",
      ["run", "config.json", "--out", "."],
      /^error: --out: found ".*", expected a file, not/,
    ],
    [
      "the config as output",
      ["run", "config.json", "--out", "config.json"],
      /^error: --out: found ".*", expected another file than the input/,
    ],
    ["a missing option", ["run", "config.json"], /required option '--out <FILE>' not specified/],
    [
      "a GPU",
      ["run", "config.json", "--out", "out.json", "--device", "webgpu"],
      /^error: --device: found "webgpu", expected "cpu"/,
    ],
    [
      "an unknown device",
      ["run", "config.json", "--out", "out.json", "--device", "tpu"],
      /'tpu' is invalid. Allowed choices are cpu, webgpu/,
    ],
    ["an unknown command", ["walk"], /unknown command 'walk'/],
  ])("refuses %s before computing", async (_name, args, message) => {
    using folder = new Folder();
    folder.write("config.json", dimer);
    const inside = args.map((arg) => (/[./]/.test(arg) ? folder.at(arg) : arg));
    const { status, stdout, stderr } = await cli(inside);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(folder.files).toEqual(["config.json"]);
  });

  it("lets the CPU take over a config for the GPU, and says so", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", { ...dimer, device: "webgpu", methods: [{ kind: "exact" }] });
    const { status, stderr } = await cli(["run", config, "--out", folder.at("out.json")]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^note: device "webgpu" .*"cpu" takes over/);
    const { config: written, runs } = readTrajectory(folder.at("out.json"));
    expect([written.device, runs[0].backend.device]).toEqual(["cpu", "cpu"]);
  });
});

describe("cli check", () => {
  it("accepts a config and a trajectory", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    expect(await cli(["check", config])).toEqual({
      status: 0,
      stdout: `${config}: valid config, 2 sites, 3 methods\n`,
      stderr: "",
    });
    const single = folder.write("single.json", { ...dimer, methods: [{ kind: "exact" }] });
    expect((await cli(["check", single])).stdout).toBe(`${single}: valid config, 2 sites, 1 method\n`);
    const out = folder.at("out.json");
    await cli(["run", config, "--out", out]);
    const { status, stdout } = await cli(["check", out]);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /: valid trajectory of 2.*Z, 2 sites, exact 5 samples, mean-field 5 samples, td2rdm/,
    );
  });

  it.each([
    ["a bad config", { ...dimer, hopping: "1" }, 'hopping: found "1", expected a finite number'],
    ["an unknown file", { schema: "x" }, 'schema: found "x", expected "cumulant-explorer/config@1"'],
    ["text", "hello", '$: found "hello", expected JSON'],
  ])("refuses %s with the field", async (_name, content, message) => {
    using folder = new Folder();
    const path = folder.write("file.json", content);
    const { status, stdout, stderr } = await cli(["check", path]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`error: ${path}: ${message}`);
  });
});
