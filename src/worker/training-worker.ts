/** Entry point of the dedicated worker of one training. */

import { createEngineOn } from "./training-engines.ts";
import { createTrainingServer } from "./training-server.ts";
import type { TrainingRequest } from "./training-types.ts";

const serve = createTrainingServer(createEngineOn, (response, transfer) =>
  self.postMessage(response, { transfer }),
);
self.addEventListener("message", (event: MessageEvent<TrainingRequest>) => serve(event.data));
