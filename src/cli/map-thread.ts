/** The inside of a worker thread that computes points of maps. */
import { parentPort } from "node:worker_threads";
import { computeMapPoint } from "../engine/map-backend.ts";
import type { MapRequest } from "../engine/map-pool.ts";

parentPort?.on("message", (request: MapRequest) => parentPort?.postMessage(computeMapPoint(request)));
