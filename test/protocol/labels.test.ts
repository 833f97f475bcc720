import { expect, test } from "vitest";
import {
  DEFAULT_MEMORY,
  type DmdConfig,
  defaultMethod,
  type LearnedClosureConfig,
  type NeuralOdeConfig,
} from "../../src/protocol/config.ts";
import { methodLabel, methodLabels } from "../../src/protocol/labels.ts";

const dmd = (change: Partial<DmdConfig> = {}): string => methodLabel({ ...defaultMethod("dmd"), ...change });
const neural = (change: Partial<NeuralOdeConfig> = {}): string =>
  methodLabel({ ...defaultMethod("neural-ode"), ...change });

const closure = (change: Partial<LearnedClosureConfig> = {}): string =>
  methodLabel({ ...defaultMethod("learned-closure"), ...change });

test("learned methods are called by what they are and what is not the default", () => {
  expect(dmd()).toBe("Delay-DMD");
  expect(dmd({ delays: 1, rank: 20 })).toBe("DMD · rank 20");
  expect(dmd({ delays: 4, stride: 0.5, trainUntil: 8 })).toBe("Delay-DMD · 4 delays · stride 0.5 · to 8");
  expect(neural()).toBe("Neural ODE");
  expect(neural({ skip: "skew", seed: 2, trainUntil: 5 })).toBe("Neural ODE · skew · seed 2 · to 5");
  expect(neural({ skip: "none", packing: "hermitian", hidden: [64], activation: "silu" })).toBe(
    "Neural ODE · no skip · unpacked · 64 · silu",
  );
  expect(neural({ memory: { kind: "delay", delays: 2, stride: 0.25 }, skip: "skew" })).toBe(
    "Neural ODE · delay 2 x 0.25 · skew",
  );
  expect(neural({ memory: DEFAULT_MEMORY.latent })).toBe("Neural ODE · latent");
  expect(neural({ memory: { kind: "latent", states: 8, rates: [0.25, 1] } })).toBe(
    "Neural ODE · latent 8 rate 0.25, 1",
  );
  expect(neural({ purification: "energy-conserving" })).toBe("Neural ODE · P");
  expect(closure()).toBe("Learned closure");
  expect(closure({ memory: DEFAULT_MEMORY.latent })).toBe("Learned closure · latent");
  expect(closure({ skip: "full", hidden: [8], activation: "gelu", purification: "none", seed: 3 })).toBe(
    "Learned closure · linear part · 8 · gelu · unpurified · seed 3",
  );
});

test("equal labels are numbered", () => {
  const method = defaultMethod("neural-ode");
  expect(methodLabels([method, { ...method, learningRate: 1e-3 }])).toEqual(["Neural ODE", "Neural ODE #2"]);
});
