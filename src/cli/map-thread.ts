/** The inside of a worker thread that computes points of maps. */
import { parentPort } from "node:worker_threads";
import { answerMapRequest, type MapRequest } from "../engine/map-pool.ts";

parentPort?.on("message", (request: MapRequest) =>
  answerMapRequest(request, (response) => parentPort?.postMessage(response)),
);
