/** A worker thread of the TypeScript module in `workerData`: Node's threads load none by themselves. */
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData);
