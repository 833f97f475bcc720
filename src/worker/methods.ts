import type { StartMethod } from "./job-runner.ts";

/** The methods this program knows. */
export const startMethod: StartMethod = (_system, method) => {
  throw new Error(`${method.kind} is not built in yet`);
};
