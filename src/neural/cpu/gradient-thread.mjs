/** The inside of a worker thread of Node that computes gradients. Node 20 loads no TypeScript by itself. */
import { parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { serveGradients } = await import("./gradient-worker.ts");
parentPort?.on(
  "message",
  serveGradients((answer, transfer) => parentPort?.postMessage(answer, transfer)),
);
