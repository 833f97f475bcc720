import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import {
  CONFIG_SCHEMA,
  type Config,
  defaultConfig,
  defaultMethod,
  OUTPUT_NAMES,
  parseConfig,
  parseConfigText,
  sampleCount,
  siteCount,
} from "../../src/protocol/config.ts";

const schema: typeof CONFIG_SCHEMA = CONFIG_SCHEMA;

const couplings = fc.double({ min: -100, max: 100, noNaN: true });

/** Any valid config: small chains and rectangles, any protocol, methods that fit its electrons. */
const configs: fc.Arbitrary<Config> = fc
  .record({
    lattice: fc.oneof(
      fc.record({
        kind: fc.constant("chain" as const),
        sites: fc.integer({ min: 2, max: 6 }),
        boundary: fc.constantFrom("open" as const, "periodic" as const),
      }),
      fc.record({
        kind: fc.constant("rectangle" as const),
        lx: fc.integer({ min: 2, max: 3 }),
        ly: fc.integer({ min: 1, max: 2 }),
        boundary: fc.constantFrom("open" as const, "periodic" as const),
      }),
    ),
    occupation: fc.array(fc.constantFrom("u" as const, "d" as const, "ud" as const, "0" as const), {
      minLength: 6,
      maxLength: 6,
    }),
    hopping: couplings,
    interaction: couplings,
    trap: couplings,
    protocol: fc.constantFrom(
      "trap-release" as const,
      "interaction-quench" as const,
      "product-state" as const,
    ),
    time: fc.record({
      end: fc.double({ min: 1, max: 50, noNaN: true }),
      sample: fc.double({ min: 0.05, max: 1, noNaN: true }),
    }),
    methods: fc.array(
      fc.oneof(
        fc.constant({ kind: "exact" as const }),
        fc.constant({ kind: "mean-field" as const }),
        fc.record({
          kind: fc.constant("dmd" as const),
          trainUntil: fc.double({ min: 0.2, max: 0.9, noNaN: true }),
          delays: fc.constantFrom(1, 3),
          stride: fc.constant(0.05),
          rank: fc.oneof(fc.constant("auto" as const), fc.integer({ min: 1, max: 1000 })),
        }),
        fc.constant({ ...defaultMethod("neural-ode"), trainUntil: 0.9, step: 0.02, hidden: [7], seed: 3 }),
        fc.constant({
          ...defaultMethod("neural-ode"),
          trainUntil: 0.9,
          step: 0.02,
          memory: { kind: "latent" as const, states: 3, rates: [0.2, 1] },
        }),
        fc.constant({
          ...defaultMethod("learned-closure"),
          trainUntil: 0.9,
          step: 0.02,
          skip: "full" as const,
        }),
        fc.record({
          kind: fc.constant("td2rdm" as const),
          closure: fc.constantFrom("valdemoro" as const, "nakatsuji-yasuda-smooth" as const),
          contractionConsistent: fc.boolean(),
          purification: fc.constantFrom("none" as const, "energy-conserving" as const),
          integrator: fc.oneof(
            fc.record({
              kind: fc.constant("rk4" as const),
              dt: fc.double({ min: 1e-4, max: 1, noNaN: true }),
            }),
            fc.record({
              kind: fc.constant("dopri5" as const),
              rtol: fc.double({ min: 1e-13, max: 0.1, noNaN: true }),
              atol: fc.double({ min: 1e-15, max: 0.1, noNaN: true }),
            }),
          ),
        }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    outputs: fc.subarray([...OUTPUT_NAMES]),
    device: fc.constantFrom("cpu" as const, "webgpu" as const),
  })
  .map(({ lattice, occupation, interaction, trap, protocol, methods, ...rest }) => {
    const sites = occupation.slice(0, lattice.kind === "chain" ? lattice.sites : lattice.lx * lattice.ly);
    const count = (letter: string): number => sites.filter((site) => site.includes(letter)).length;
    const electrons = { up: count("u"), down: count("d") };
    const shell = protocol !== "product-state" && electrons.up === electrons.down;
    const fitting = methods.filter(({ kind }) => kind === "exact" || kind === "mean-field" || shell);
    const quenches = {
      "trap-release": { protocol: "trap-release", interaction, trap },
      "interaction-quench": { protocol: "interaction-quench", interactionBefore: trap, interaction, trap },
      "product-state": { protocol: "product-state", interaction, sites },
    } as const;
    return {
      schema,
      lattice,
      electrons,
      quench: quenches[protocol],
      methods: fitting.length === 0 ? [{ kind: "exact" as const }] : fitting,
      ...rest,
    };
  })
  .filter(({ electrons }) => electrons.up + electrons.down > 0);

const oneElectron = (sites: number) => ({
  lattice: { kind: "chain", sites },
  electrons: { up: 1, down: 0 },
  methods: [{ kind: "exact" }],
  outputs: ["density"],
});

describe("parseConfig", () => {
  it("is the identity on any valid config that went through JSON", () => {
    fc.assert(
      fc.property(configs, (config) => {
        expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(JSON.parse(JSON.stringify(config)));
      }),
    );
  });

  it("fills in the default system", () => {
    expect(parseConfigText(`{"schema": "${schema}"}`)).toEqual(defaultConfig());
    expect(parseConfigText(`\uFEFF{"schema": "${schema}"}`)).toEqual(defaultConfig());
    expect(defaultConfig()).toMatchObject({
      lattice: { kind: "chain", sites: 6, boundary: "open" },
      electrons: { up: 3, down: 3 },
      quench: { protocol: "trap-release", interaction: 1, trap: 1 },
      time: { end: 20, sample: 0.1 },
      device: "cpu",
    });
    expect(defaultConfig().methods.map(({ kind }) => kind)).toEqual(["exact", "mean-field", "td2rdm"]);
  });

  it("fills in the recipe of learned methods", () => {
    const methods = [{ kind: "dmd" }, { kind: "neural-ode" }];
    const [dmd, neural] = parseConfig({ schema, methods }).methods;
    expect(dmd).toEqual({ kind: "dmd", trainUntil: 10, delays: 10, stride: 0.2, rank: "auto" });
    expect(neural).toMatchObject({
      trainUntil: 10,
      seed: 0,
      packing: "symmetric",
      skip: "full",
      hidden: [128, 128],
      activation: "tanh",
      step: 0.1,
      stages: "recipe",
      learningRate: 2e-3,
      beta2: 0.99,
      purification: "none",
    });
    const stages = [
      { kind: "derivative", steps: 5 },
      { kind: "shooting", steps: 2, length: 4 },
    ];
    expect(parseConfig({ schema, methods: [{ kind: "neural-ode", stages }] }).methods[0]).toMatchObject({
      stages: [
        { kind: "derivative", steps: 5, batch: 64 },
        { kind: "shooting", steps: 2, batch: 16, length: 4 },
      ],
    });
  });

  it("refuses closure residuals beyond ten sites where there is a closure", () => {
    const large = (methods: readonly unknown[], sites: number) => ({
      schema,
      lattice: { kind: "chain", sites },
      electrons: { up: 2, down: 2 },
      outputs: ["density", "closureResidual"],
      methods,
    });
    expect(() => parseConfig(large([{ kind: "td2rdm" }], 11))).toThrow(
      /^outputs\[1\]: found "closureResidual", expected at most 10 sites with this output, here 11/,
    );
    expect(parseConfig(large([{ kind: "td2rdm" }], 10)).outputs).toContain("closureResidual");
    expect(parseConfig(large([{ kind: "exact" }], 11)).outputs).toContain("closureResidual");
  });

  it("takes the most samples a run may hold, and the most sites of a wave function", () => {
    const time = { end: 999.95, sample: 0.05 };
    expect(sampleCount(parseConfig({ schema, ...oneElectron(2), time }).time)).toBe(20_000);
    expect(siteCount(parseConfig({ schema, ...oneElectron(30) }).lattice)).toBe(30);
  });

  it.each([
    ["an unknown field", { latice: {} }, "latice: found {}, expected no field of this name"],
    [
      "an unknown field of a method",
      { methods: [{ kind: "exact", dt: 1 }] },
      "methods[0].dt: found 1, expected no field of this name",
    ],
    [
      "a text for a number",
      { lattice: { kind: "chain", sites: "6" } },
      'lattice.sites: found "6", expected a finite number',
    ],
    [
      "a fraction for a count",
      { electrons: { up: 2.5, down: 3 } },
      "electrons.up: found 2.5, expected a whole number",
    ],
    ["null for a number", { time: { end: null } }, "time.end: found null, expected a finite number"],
    ["NaN", { hopping: Number.NaN }, "hopping: found NaN, expected a finite number"],
    ["an infinite number", { time: { end: 1 / 0 } }, "time.end: found Infinity, expected a finite number"],
    ["the text NaN", { time: { sample: "NaN" } }, 'time.sample: found "NaN", expected a finite number'],
    ["a number for a list", { methods: 1 }, "methods: found 1, expected a list"],
    ["an empty list", { methods: [] }, "methods: found [], expected a list of at least 1 entry"],
    ["a missing field", { electrons: { up: 3 } }, "electrons.down: found nothing, expected a finite number"],
    [
      "an unknown choice",
      { methods: [{ kind: "td2rdm", closure: "none" }] },
      'methods[0].closure: found "none", expected one of "valdemoro", "nakatsuji-yasuda", "nakatsuji-yasuda-smooth", "mazziotti"',
    ],
    [
      "an unknown kind",
      { lattice: { kind: "ring", sites: 6 } },
      'lattice.kind: found "ring", expected one of "chain", "rectangle"',
    ],
    [
      "7 electrons on 6 sites",
      { electrons: { up: 7, down: 3 } },
      "electrons.up: found 7, expected at most 6 (Pauli: one up electron per site on 6 sites)",
    ],
    [
      "no electrons",
      { electrons: { up: 0, down: 0 } },
      'electrons: found {"up":0,"down":0}, expected at least one electron',
    ],
    [
      "a negative time step",
      { methods: [{ kind: "td2rdm", integrator: { kind: "rk4", dt: -0.02 } }] },
      "methods[0].integrator.dt: found -0.02, expected at least 0.0001",
    ],
    ["a negative time", { time: { end: -1 } }, "time.end: found -1, expected at least 0.001"],
    [
      "samples farther apart than the window",
      { time: { end: 1, sample: 2 } },
      "time.sample: found 2, expected at most time.end = 1",
    ],
    [
      "too many samples",
      { time: { end: 1000, sample: 0.05 } },
      "time.sample: found 0.05, expected more than 0.05, so that there are at most 20000 samples",
    ],
    [
      "a wave function of 31 sites, however small",
      oneElectron(31),
      'methods[0].kind: found "exact", expected at most 30 sites, here 31: exact starts from a wave function',
    ],
    [
      "exact dynamics of 40 sites, in a method list or the default one",
      { lattice: { kind: "chain", sites: 40 }, electrons: { up: 20, down: 20 } },
      'methods[0].kind: found "exact", expected a system that fits in 2.1 GB: exact with 1.900e+22 amplitudes needs 9.1e+12 TB',
    ],
    [
      "a closure on 40 sites",
      {
        lattice: { kind: "chain", sites: 40 },
        electrons: { up: 1, down: 1 },
        methods: [{ kind: "td2rdm", closure: "mazziotti" }],
      },
      'methods[0].closure: found "mazziotti", expected a system that fits in 2.1 GB: td2rdm with 1600 amplitudes needs 10.7 GB',
    ],
    [
      "matrices that fit alone and not together",
      {
        lattice: { kind: "chain", sites: 16 },
        electrons: { up: 1, down: 1 },
        time: { end: 220, sample: 0.2 },
        methods: [{ kind: "exact" }, { kind: "mean-field" }],
      },
      "time.sample: found 0.2, expected few enough samples: the two-particle matrices of 2 methods take 2.3 GB, and 2.1 GB is the limit",
    ],
    [
      "TD2RDM of an open shell",
      { electrons: { up: 3, down: 2 } },
      'methods[2].kind: found "td2rdm", expected "exact" or "mean-field": TD2RDM needs a closed-shell singlet, here electrons.up = 3 and electrons.down = 2',
    ],
    [
      "TD2RDM of singly occupied sites",
      {
        lattice: { kind: "chain", sites: 2 },
        electrons: { up: 1, down: 1 },
        quench: { protocol: "product-state", interaction: 1, sites: ["u", "d"] },
      },
      'quench.sites[0]: found "u", expected "ud" or "0": TD2RDM needs a closed-shell singlet, and singly occupied sites are not one',
    ],
    [
      "a product state of another length",
      { quench: { protocol: "product-state", interaction: 1, sites: ["ud", "0"] } },
      'quench.sites: found ["ud","0"], expected one entry for each of the 6 sites',
    ],
    [
      "a product state of other electrons",
      {
        lattice: { kind: "chain", sites: 2 },
        electrons: { up: 1, down: 2 },
        quench: { protocol: "product-state", interaction: 1, sites: ["ud", "0"] },
        methods: [{ kind: "exact" }],
      },
      "electrons.down: found 2, expected 1, the number of down electrons in quench.sites",
    ],
    [
      "a rectangle of one site",
      { lattice: { kind: "rectangle", lx: 1, ly: 1 }, electrons: { up: 1, down: 1 } },
      "lattice.lx: found 1, expected lx * ly between 2 and 64 sites, here 1",
    ],
    [
      "a learned method of an open shell",
      { electrons: { up: 3, down: 2 }, methods: [{ kind: "dmd" }] },
      'methods[0].kind: found "dmd", expected "exact" or "mean-field": DMD needs a closed-shell singlet, here electrons.up = 3 and electrons.down = 2',
    ],
    [
      "training that leaves nothing to extrapolate",
      { methods: [{ kind: "exact" }, { kind: "neural-ode", trainUntil: 20 }] },
      "methods[1].trainUntil: found 20, expected less than time.end = 20: the time after it is extrapolated",
    ],
    [
      "a training segment shorter than a window of delays",
      { methods: [{ kind: "dmd", delays: 20, stride: 0.5 }] },
      "methods[0].trainUntil: found 10, expected at least 10.5: a window of 20 states, 0.5 apart, and one state more",
    ],
    [
      "a training segment shorter than the windows of the recipe",
      { methods: [{ kind: "neural-ode", trainUntil: 1.9 }] },
      "methods[0].trainUntil: found 1.9, expected at least 2: 20 steps of 0.1, as the longest window of training has",
    ],
    [
      "a training segment shorter than a history and the windows of the recipe",
      { methods: [{ kind: "neural-ode", trainUntil: 2.9, memory: { kind: "delay", delays: 2 } }] },
      "methods[0].trainUntil: found 2.9, expected at least 3: a history of 2 x 0.5, and 20 steps of 0.1, as the longest window of training has",
    ],
    [
      "delays between the training states",
      { methods: [{ kind: "neural-ode", memory: { kind: "delay", stride: 0.12 } }] },
      "methods[0].memory.stride: found 0.12, expected a multiple of 0.05, half the step: the training states are that far apart",
    ],
    [
      "a decay that the solver cannot follow",
      { methods: [{ kind: "neural-ode", memory: { kind: "latent", rates: [1, 30] } }] },
      "methods[0].memory.rates[1]: found 30, expected at most 20: RK4 with steps of 0.1 follows no faster decay",
    ],
    [
      "memory without decay rates",
      { methods: [{ kind: "neural-ode", memory: { kind: "latent", rates: [] } }] },
      "methods[0].memory.rates: found [], expected a list of at least 1 entry",
    ],
    [
      "a learned closure of an open shell",
      { electrons: { up: 3, down: 2 }, methods: [{ kind: "learned-closure" }] },
      'methods[0].kind: found "learned-closure", expected "exact" or "mean-field": the learned closure needs a closed-shell singlet, here electrons.up = 3 and electrons.down = 2',
    ],
    [
      "a learned closure that is to be unitary",
      { methods: [{ kind: "learned-closure", skip: "skew" }] },
      'methods[0].skip: found "skew", expected one of "full", "none"',
    ],
    [
      "a rank that is no number",
      { methods: [{ kind: "dmd", rank: "full" }] },
      'methods[0].rank: found "full", expected "auto" or a whole number between 1 and 1000',
    ],
    ["a rank of 0", { methods: [{ kind: "dmd", rank: 0 }] }, "methods[0].rank: found 0, expected at least 1"],
    [
      "no hidden layer",
      { methods: [{ kind: "neural-ode", hidden: [] }] },
      "methods[0].hidden: found [], expected a list of at least 1 entry",
    ],
    [
      "an unknown stage of training",
      {
        methods: [
          {
            kind: "neural-ode",
            stages: [
              { kind: "derivative", steps: 10 },
              { kind: "adjoint", steps: 1 },
            ],
          },
        ],
      },
      'methods[0].stages: found [{"kind":"derivative","steps":10},{"kind":"adjoint","steps":1}], expected "recipe" or a list of 1 to 8 stages, each {"kind": "derivative", "steps"} or {"kind": "shooting", "steps", "length"}',
    ],
    [
      "a learned method of 40 sites",
      {
        lattice: { kind: "chain", sites: 40 },
        electrons: { up: 20, down: 20 },
        methods: [{ kind: "dmd" }],
      },
      'methods[0].kind: found "dmd", expected a system that fits in 2.1 GB: dmd with 1.900e+22 amplitudes needs 9.1e+12 TB',
    ],
    ["another schema", { schema: "x" }, `schema: found "x", expected "${schema}"`],
  ])("names path, value and expectation of %s", (_name, changes, message) => {
    let caught: unknown = null;
    try {
      parseConfig({ schema, ...changes });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(InputError);
    expect((caught as InputError).message).toBe(message);
  });

  it.each([
    ["", '$: found "", expected JSON (Unexpected end of JSON input)'],
    [`{"schema": "${schema}", "time": {"end": NaN}}`, "expected JSON (Unexpected token 'N'"],
  ])("says that %s is not JSON", (text, message) => {
    expect(() => parseConfigText(text)).toThrow(message);
  });
});
