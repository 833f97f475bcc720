import * as fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import {
  CONFIG_SCHEMA,
  type Config,
  defaultConfig,
  OUTPUT_NAMES,
  parseConfig,
} from "../../src/protocol/config.ts";
import {
  productSites,
  td2rdm,
  withLattice,
  withoutMethod,
  withProductSites,
  withQuench,
} from "../../src/state/config-edits.ts";
import { decodePermalink, encodePermalink } from "../../src/state/permalink.ts";

const energy = fc.double({ min: -100, max: 100, noNaN: true }).map((value) => value + 0);
const method = fc.oneof(
  fc.constantFrom({ kind: "exact" }, { kind: "mean-field" }),
  fc.record({
    kind: fc.constant("dmd"),
    trainUntil: fc.constant(0.9),
    stride: fc.constant(0.05),
    rank: fc.constantFrom("auto", 12),
  }),
  fc.record({
    kind: fc.constant("neural-ode"),
    trainUntil: fc.constant(0.9),
    hidden: fc.constantFrom([128, 128], [128], [64, 32, 16]),
    skip: fc.constantFrom("full", "skew"),
    stages: fc.constant([
      { kind: "derivative", steps: 20 },
      { kind: "shooting", steps: 7, length: 3 },
    ]),
  }),
  fc.record({
    kind: fc.constant("td2rdm"),
    closure: fc.constantFrom("valdemoro", "nakatsuji-yasuda", "nakatsuji-yasuda-smooth", "mazziotti"),
    contractionConsistent: fc.boolean(),
    purification: fc.constantFrom("none", "energy-conserving"),
    integrator: fc.oneof(
      fc.record({ kind: fc.constant("rk4"), dt: fc.double({ min: 1e-4, max: 1, noNaN: true }) }),
      fc.record({
        kind: fc.constant("dopri5"),
        rtol: fc.double({ min: 1e-13, max: 0.1, noNaN: true }),
        atol: fc.double({ min: 1e-15, max: 0.1, noNaN: true }),
      }),
    ),
  }),
);
const quench = fc.oneof(
  fc.record({ protocol: fc.constant("trap-release"), interaction: energy, trap: energy }),
  fc.record({
    protocol: fc.constant("interaction-quench"),
    interactionBefore: energy,
    interaction: energy,
    trap: energy,
  }),
  fc.record({
    protocol: fc.constant("product-state"),
    interaction: energy,
    sites: fc.shuffledSubarray(["ud", "ud", "0", "0"], { minLength: 4 }),
  }),
);
const configs: fc.Arbitrary<Config> = fc
  .record({
    schema: fc.constant(CONFIG_SCHEMA),
    lattice: fc.constantFrom(
      { kind: "chain", sites: 4, boundary: "periodic" },
      { kind: "rectangle", lx: 2, ly: 2, boundary: "open" },
    ),
    electrons: fc.constant({ up: 2, down: 2 }),
    hopping: energy,
    quench,
    time: fc.record({
      end: fc.double({ min: 1, max: 100, noNaN: true }),
      sample: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
    methods: fc.array(method, { minLength: 1, maxLength: 6 }),
    outputs: fc.subarray([...OUTPUT_NAMES]),
    device: fc.constantFrom("cpu", "webgpu"),
  })
  .map(parseConfig);

test("every config comes back from its link", () => {
  fc.assert(
    fc.property(configs, (config) => {
      expect(decodePermalink(encodePermalink(config))).toEqual(config);
    }),
    { numRuns: 150 },
  );
});

test("a link names only what differs from the default", () => {
  const change = (edit: (config: Config) => unknown) => encodePermalink(parseConfig(edit(defaultConfig())));
  expect(encodePermalink(defaultConfig())).toBe("");
  expect(change((config) => withQuench(config, { interaction: 2.5 }))).toBe("#v1&U=2.5");
  expect(change((config) => ({ ...config, methods: [...config.methods, td2rdm("mazziotti")] }))).toBe(
    "#v1&methods.0.kind=exact&methods.1.kind=mean-field&methods.2.kind=td2rdm&methods.3.kind=td2rdm&methods.3.closure=mazziotti",
  );
  expect(change((config) => withLattice(config, { kind: "chain", sites: 4, boundary: "open" }))).toBe(
    "#v1&lattice.sites=4&electrons.up=2&electrons.down=2",
  );
  expect(change((config) => withoutMethod(withoutMethod(config, 2), 1))).toBe("#v1&methods.0.kind=exact");
  expect(change((config) => withProductSites(config, productSites("charge-density-wave", 6)))).toBe(
    "#v1&quench.protocol=product-state&U=1&quench.sites=~ud,_0,ud,_0,ud,_0",
  );
});

test("an empty hash holds no config", () => {
  expect(decodePermalink("")).toBeNull();
  expect(decodePermalink("#")).toBeNull();
});

test.each([
  ["#v9&U=2", "link"],
  ["#v1&U", "link"],
  ["#v1&U=%E0%A4%A", "link"],
  ["#v1&__proto__.polluted=1", "link"],
  ["#v1&U=abc", "quench.interaction"],
  ["#v1&U=1000", "quench.interaction"],
  ["#v1&nonsense=1", "nonsense"],
  ["#v1&lattice.sites=40", "methods[0].kind"],
])("a bad link %s names the field %s", (hash, path) => {
  expect(() => decodePermalink(hash)).toThrow(InputError);
  expect(() => decodePermalink(hash)).toThrow(path);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});
