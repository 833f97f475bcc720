/** Entry point of the dedicated workers that compute gradients for the training worker, one share per message. */
import { type GradientMessage, serveGradients } from "../neural/cpu/gradient-worker.ts";

const serve = serveGradients((answer, transfer) => self.postMessage(answer, { transfer }));
self.addEventListener("message", (event: MessageEvent<GradientMessage>) => serve(event.data));
