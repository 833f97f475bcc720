import { exactRun } from "../methods/exact.ts";
import { td2rdmRun } from "../methods/td2rdm/run.ts";
import type { StartMethod } from "./job-runner.ts";

/** The methods this program knows. */
export const startMethod: StartMethod = (system, method, names) => {
  const fields = new Set(names);
  switch (method.kind) {
    case "exact":
      return exactRun(system, fields);
    case "mean-field":
      throw new Error("mean field is not built in yet");
    case "td2rdm":
      return td2rdmRun(system, method, fields);
  }
};
