/** Entry point of the dedicated workers that compute points of maps. */
import { answerMapRequest, type MapRequest } from "./map-server.ts";

self.addEventListener("message", (event: MessageEvent<MapRequest>) =>
  answerMapRequest(event.data, (response) => self.postMessage(response)),
);
