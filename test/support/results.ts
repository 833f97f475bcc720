import { readFileSync } from "node:fs";
import type { FieldName } from "../../src/base/fields.ts";
import { defaultConfig, type MethodConfig } from "../../src/protocol/config.ts";
import { methodLabels } from "../../src/protocol/labels.ts";
import type { MethodResult, ResultSet, RunOutcome } from "../../src/protocol/results.ts";
import { type GoldenRun, resultsFromGolden } from "./fake-results.ts";

const golden = JSON.parse(
  readFileSync(new URL("../golden/exact-m6-u1-v1.json", import.meta.url), "utf8"),
) as GoldenRun;

/** The golden exact run at M = 6, U = V = 1 beside perturbed copies that stand for approximate methods. */
export function goldenResults(methods?: readonly MethodConfig[], filled?: number): ResultSet {
  const config = { ...defaultConfig(), ...(methods === undefined ? {} : { methods: [...methods] }) };
  return resultsFromGolden(golden, config, methodLabels(config.methods), filled);
}

/** A method's result with some of its properties replaced. */
export function patchMethod(results: ResultSet, index: number, patch: Partial<MethodResult>): ResultSet {
  const methods = results.methods.map((method) =>
    method.index === index ? { ...method, ...patch } : method,
  );
  return { ...results, methods, version: results.version + 1 };
}

/** Values of a field that must be there. */
export function field(results: ResultSet, method: number, name: FieldName): Float64Array {
  const values = results.methods[method]?.data[name];
  if (values === undefined) throw new Error(`method ${method} has no ${name}`);
  return values;
}

export function outcome(patch: Partial<RunOutcome> = {}): RunOutcome {
  return {
    status: "completed",
    divergedAt: null,
    message: null,
    steps: { accepted: 1000, rejected: 0 },
    wallSeconds: 0.4,
    groundState: { energy: 5.761223834442278, gap: 0.2210993500116274, residual: 1e-12 },
    checks: {
      particleDrift: 3e-14,
      energyDrift: 6e-15,
      minEigenvalueD: -9e-8,
      minEigenvalueQ: -4e-8,
      contractionResidual: 1e-15,
    },
    ...patch,
  };
}
