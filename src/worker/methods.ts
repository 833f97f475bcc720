import { dmdRun } from "../methods/dmd/run.ts";
import { exactRun } from "../methods/exact.ts";
import { meanFieldRun } from "../methods/mean-field.ts";
import { td2rdmRun } from "../methods/td2rdm/run.ts";
import { learnedClosureRun } from "../neural/closure/method.ts";
import { neuralOdeRun } from "../neural/method.ts";
import type { StartMethod } from "./job-runner.ts";

/** The methods this program knows. */
export const startMethod: StartMethod = (system, method, names) => {
  const fields = new Set(names);
  switch (method.kind) {
    case "exact":
      return exactRun(system, fields);
    case "mean-field":
      return meanFieldRun(system, fields);
    case "td2rdm":
      return td2rdmRun(system, method, fields);
    case "dmd":
      return dmdRun(system, method, fields);
    case "neural-ode":
      return neuralOdeRun(system, method, fields);
    case "learned-closure":
      return learnedClosureRun(system, method, fields);
  }
};
