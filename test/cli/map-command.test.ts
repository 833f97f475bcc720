import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type MapOptions, mapCommand } from "../../src/cli/map-command.ts";
import { BackendError, createInProcessMapBackend, type MapBackend } from "../../src/engine/map-backend.ts";
import { type MapFile, parseMap } from "../../src/protocol/map.ts";
import { isWindowField } from "../../src/protocol/map-fields.ts";
import { cli, Folder } from "./spawn.ts";

const dimer = {
  schema: "cumulant-explorer/config@1",
  lattice: { kind: "chain", sites: 2 },
  electrons: { up: 1, down: 1 },
  time: { end: 2, sample: 0.5 },
  methods: [{ kind: "exact" }, { kind: "mean-field" }],
};
/** A short training of four sites. */
const trained = {
  schema: dimer.schema,
  lattice: { kind: "chain", sites: 4 },
  electrons: { up: 2, down: 2 },
  time: { end: 3, sample: 0.1 },
  methods: [
    { kind: "exact" },
    { kind: "mean-field" },
    { kind: "dmd", trainUntil: 2, delays: 4 },
    { kind: "neural-ode", trainUntil: 2, hidden: [8], stages: [{ kind: "derivative", steps: 20 }] },
  ],
};
const U = "0:2:3";
const V = "0.5:2:4";

const readMap = (path: string): MapFile => parseMap(JSON.parse(readFileSync(path, "utf8")));
const finished = ({ status }: MapFile): number => status.filter((each) => each === "done").length;

/** In process; calls `after` when so many points are done. */
function backend(count = Number.POSITIVE_INFINITY, after: () => void = () => undefined): MapBackend {
  const inner = createInProcessMapBackend();
  let done = 0;
  return {
    description: inner.description,
    compute: (config, points, { signal, onPoint }) =>
      inner.compute(config, points, {
        signal,
        onPoint: (result) => {
          onPoint(result);
          if (++done === count) after();
        },
      }),
  };
}

const run = (config: string, out: string, more: Partial<MapOptions> = {}, on = backend()) =>
  mapCommand(config, { u: U, v: V, out, ...more }, () => on);

let said = "";

beforeEach(() => {
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("cli map", () => {
  it("writes a valid map", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    expect(await run(config, folder.at("map.json"))).toBe(0);
    const map = readMap(folder.at("map.json"));
    expect(map.axes).toEqual({ interaction: [0, 1, 2], trap: [0.5, 1, 1.5, 2] });
    expect(finished(map)).toBe(12);
    expect(map.backend).toEqual({ device: "cpu", adapter: null, precision: "float64" });
    expect(said).toMatch(/^0 of 12 points\n/);
    expect(said).toMatch(/completed: 12 done\n$/);
    expect(folder.files).toEqual(["config.json", "map.json"]);
  });

  it("writes what is done at Ctrl-C, exits 130, and --resume completes the same map", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    const interrupt = (): void => void process.emit("SIGINT");
    expect(await run(config, folder.at("part.json"), {}, backend(5, interrupt))).toBe(130);
    expect(said).toMatch(/cancelled: 5 done, 7 pending\n$/);
    expect(finished(readMap(folder.at("part.json")))).toBe(5);
    expect(await run(config, folder.at("part.json"), { resume: true })).toBe(0);
    expect(said).toContain("0 of 7 points\n");
    await run(config, folder.at("whole.json"));
    expect(contents(folder.at("part.json"))).toEqual(contents(folder.at("whole.json")));
  });

  it("saves what is done now and then, for the case that it is killed", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    let clock = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (clock += 2000));
    let saved = 0;
    const look = (): void => {
      saved = finished(readMap(folder.at("map.json")));
    };
    await run(config, folder.at("map.json"), {}, backend(8, look));
    expect(saved).toBeGreaterThan(2);
    expect(saved).toBeLessThanOrEqual(8);
  });

  it("saves what is done when the computation breaks down", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    const broken = backend(3, () => {
      throw new BackendError("no more workers");
    });
    expect(await run(config, folder.at("map.json"), {}, broken)).toBe(2);
    expect(said).toContain("error: no more workers. Finished points are kept: --resume continues.");
    expect(finished(readMap(folder.at("map.json")))).toBe(3);
  });

  it("computes shards, which --merge puts together", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    const shards = [1, 2, 3].map((k) => folder.at(`shard${k}.json`));
    for (const [k, out] of shards.entries()) expect(await run(config, out, { shard: `${k + 1}/3` })).toBe(0);
    expect(shards.map((path) => finished(readMap(path)))).toEqual([4, 4, 4]);
    expect(await run(config, folder.at("merged.json"), { merge: shards })).toBe(0);
    expect(said).toContain("0 of 0 points\n");
    await run(config, folder.at("whole.json"));
    expect(contents(folder.at("merged.json"))).toEqual(contents(folder.at("whole.json")));
  });

  it("gives one map with learned methods, whole, in shards or resumed", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", trained);
    const small = { u: "1:3:2", v: "0.5:0.5:1" };
    expect(await run(config, folder.at("whole.json"), small)).toBe(0);
    const whole = contents(folder.at("whole.json"));
    const node = Object.keys(whole.fields).find((name) => name.startsWith("skill:Neural ODE")) ?? "";
    expect(whole.fields[node]?.real.every((skill) => skill !== null && skill > 0)).toBe(true);
    const shards = [1, 2].map((k) => folder.at(`shard${k}.json`));
    for (const [k, out] of shards.entries()) await run(config, out, { ...small, shard: `${k + 1}/2` });
    expect(await run(config, folder.at("merged.json"), { ...small, merge: shards })).toBe(0);
    expect(contents(folder.at("merged.json"))).toEqual(whole);
    expect(await run(config, folder.at("shard1.json"), { ...small, resume: true })).toBe(0);
    expect(contents(folder.at("shard1.json"))).toEqual(whole);
  });

  it("does not complete a map from before the errors after the training were part of it", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", trained);
    const out = folder.at("map.json");
    const small = { u: "1:3:2", v: "0.5:0.5:1" };
    await run(config, out, { ...small, shard: "1/2" });
    const map = readMap(out);
    const old = Object.entries(map.fields).filter(([name]) => !isWindowField(name));
    writeFileSync(out, JSON.stringify({ ...map, fields: Object.fromEntries(old) }));
    await expect(run(config, out, { ...small, resume: true })).rejects.toThrow(
      'fields.unseenFraction: found nothing, expected "a field", as in the map to be computed',
    );
  });

  it("starts anew when there is nothing to resume", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    expect(await run(config, folder.at("map.json"), { resume: true })).toBe(0);
    expect(said).toMatch(/^note: .*map\.json is not there yet, the map starts anew\n/);
  });

  it.each<[string, (map: MapFile) => unknown, string]>([
    [
      "another config",
      (map) => ({ ...map, config: { ...map.config, time: { end: 2, sample: 0.25 } } }),
      "config.time.sample: found 0.25, expected 0.5, as in the map to be computed",
    ],
    [
      "other axes",
      (map) => ({ ...map, axes: { ...map.axes, trap: [0.5, 1, 1.5, 3] } }),
      "axes.trap[3]: found 3, expected 2, as in",
    ],
    [
      "another version of the program",
      (map) => ({ ...map, software: { ...map.software, version: "9.9.9" } }),
      'software.version: found "9.9.9", expected "0.',
    ],
    ["another schema", (map) => ({ ...map, schema: "cumulant-explorer/map@2" }), "schema: found "],
    ["damage", ({ status: _status, ...map }) => map, "status: found nothing, expected"],
  ])(
    "refuses to resume a map of %s, naming what differs, and leaves it alone",
    async (_name, spoil, message) => {
      using folder = new Folder();
      const config = folder.write("config.json", dimer);
      const out = folder.at("map.json");
      await run(config, out, { shard: "1/2" });
      writeFileSync(out, JSON.stringify(spoil(readMap(out))));
      const before = readFileSync(out, "utf8");
      await expect(run(config, out, { resume: true })).rejects.toThrow(`${out}: ${message}`);
      await expect(run(config, folder.at("new.json"), { merge: [out] })).rejects.toThrow(
        `${out}: ${message}`,
      );
      expect(readFileSync(out, "utf8")).toBe(before);
      expect(folder.files).toEqual(["config.json", "map.json"]);
    },
  );

  it("resumes whatever U and V the config itself has", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    await run(config, folder.at("map.json"), { shard: "1/2" });
    const quench = { protocol: "trap-release", interaction: 7, trap: 3 };
    const other = folder.write("other.json", { ...dimer, quench });
    expect(await run(other, folder.at("map.json"), { resume: true })).toBe(0);
    expect(said).toContain("0 of 6 points\n");
  });

  it("keeps what computed the points it takes over, and how far they are from float64", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    const [a, b] = [folder.at("a.json"), folder.at("b.json")];
    await run(config, a, { shard: "1/2" });
    await run(config, b, { shard: "2/2" });
    const gpu = { device: "webgpu", adapter: "Test GPU", precision: "float32" } as const;
    const label = (path: string, gap: number): number[] => {
      const map = readMap(path);
      const points = [...map.status.keys()].filter((point) => map.status[point] === "done").slice(0, 2);
      const parts = [{ backend: gpu, reason: "an experiment", points }];
      writeFileSync(path, JSON.stringify({ ...map, parts, deviation: { points, fields: { gap } } }));
      return points;
    };
    const points = [...label(a, 1e-6), ...label(b, 2e-6)];
    expect(await run(config, a, { resume: true, merge: [b] })).toBe(0);
    const map = readMap(a);
    expect(new Set(map.parts?.flatMap((part) => part.points))).toEqual(new Set(points));
    expect(map.deviation?.fields).toEqual({ gap: 2e-6 });
    expect(map.deviation?.points).toHaveLength(4);
    expect(said).toContain("float32 against float64 at 4 points, largest deviations: gap 2.0e-6\n");
  });

  it("exits 2 when a method diverges somewhere", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", {
      schema: dimer.schema,
      lattice: { kind: "chain", sites: 4 },
      electrons: { up: 2, down: 2 },
      methods: [
        { kind: "exact" },
        { kind: "td2rdm", closure: "nakatsuji-yasuda", contractionConsistent: false },
      ],
    });
    const ranges = { u: "2:2:1", v: "0.5:1:2" };
    expect(await run(config, folder.at("map.json"), ranges)).toBe(2);
    const map = readMap(folder.at("map.json"));
    expect(map.status).toEqual(["diverged", "diverged"]);
    expect(map.fields["divergedAt:TD2RDM NY"]?.real.every((time) => time !== null && time < 20)).toBe(true);
  });

  it("tells where a method refuses and exits 2", async () => {
    using folder = new Folder();
    // On a ring of three sites with negative hopping, repulsion makes the ground state of two electrons a triplet.
    const config = folder.write("config.json", {
      ...dimer,
      lattice: { kind: "chain", sites: 3, boundary: "periodic" },
      hopping: -1,
      methods: [{ kind: "exact" }, { kind: "td2rdm" }],
    });
    expect(await run(config, folder.at("map.json"), { u: "4:4:1", v: "0:0:1" })).toBe(2);
    expect(said).toMatch(/\nU = 4, V = 0: TD2RDM V · CC: .*found .*, expected .*\ncompleted: 1 failed\n$/);
    expect(readMap(folder.at("map.json")).fields.meanDelta3?.real[0]).toBeGreaterThanOrEqual(0);
  });

  it.each<[string, unknown, Partial<MapOptions>, string]>([
    ["a bad range", dimer, { u: "1:0:3" }, '--u: found "1:0:3", expected start:stop:count'],
    ["a bad shard", dimer, { shard: "3/2" }, '--shard: found "3/2", expected K/N'],
    ["a folder that is not there", dimer, { out: "/nowhere/map.json" }, '--out: found "/nowhere/map.json"'],
    ["a missing file to merge", dimer, { merge: ["/nowhere.json"] }, '--merge: found "/nowhere.json"'],
    ["a config without exact", { ...dimer, methods: [{ kind: "mean-field" }] }, {}, "methods: found "],
    [
      "a product state",
      { ...dimer, quench: { protocol: "product-state", interaction: 1, sites: ["ud", "0"] } },
      {},
      'quench.protocol: found "product-state", expected "trap-release" or "interaction-quench"',
    ],
    ["a bad config", { ...dimer, hopping: "1" }, {}, 'hopping: found "1"'],
  ])("refuses %s and writes nothing", async (_name, content, options, message) => {
    using folder = new Folder();
    const config = folder.write("config.json", content);
    await expect(run(config, folder.at("map.json"), options)).rejects.toThrow(message);
    expect(folder.files).toEqual(["config.json"]);
  });
});

describe("the map command of the program", () => {
  it("computes on threads, and stops them at Ctrl-C", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", { ...dimer, time: { end: 190, sample: 0.01 } });
    const args = ["map", config, "--u", "0:4:64", "--v", "0:4:64", "--out", folder.at("map.json")];
    let interrupted = false;
    const { status, stderr } = await cli(args, (text, interrupt) => {
      if (interrupted || !text.includes("of 4096 points")) return;
      interrupted = true;
      setTimeout(interrupt, 1500);
    });
    expect(status).toBe(130);
    expect(stderr).toMatch(/\ncancelled: .*\d+ pending\n$/);
    expect(readMap(folder.at("map.json")).status).toContain("pending");
  });

  it("gives on threads what it gives in process, and a file that check accepts", async () => {
    using folder = new Folder();
    const config = folder.write("config.json", dimer);
    const args = ["map", config, "--u", U, "--v", V, "--out", folder.at("threads.json")];
    expect(await cli(args)).toMatchObject({ status: 0, stdout: "" });
    await run(config, folder.at("process.json"));
    expect(contents(folder.at("threads.json"))).toEqual(contents(folder.at("process.json")));
    const checked = await cli(["check", folder.at("threads.json")]);
    expect(checked.stdout).toMatch(/: valid map of .*, 3 x 4 points, 12 of 12 finished\n$/);
  });
});

/** Everything but the time of writing. */
function contents(path: string): Omit<MapFile, "created"> {
  const { created: _created, ...rest } = readMap(path);
  return rest;
}
