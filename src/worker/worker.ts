/** Entry point of the dedicated worker. */
import type { WorkerRequest } from "../protocol/messages.ts";
import { startMethod } from "./methods.ts";
import { createServer, type Post } from "./server.ts";

const post: Post = (response, transfer) => self.postMessage(response, { transfer });
const serve = createServer(startMethod, post);
self.addEventListener("message", (event: MessageEvent<WorkerRequest>) => serve(event.data));
post({ type: "ready" }, []);
