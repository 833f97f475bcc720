/** What the engine needs of a worker of the page. */
export interface BrowserWorker<Request> {
  readonly post: (request: Request) => void;
  readonly terminate: () => void;
}

/** Listens to a module worker, whose messages the caller knows; `onCrash` means that it is of no use any more. */
export function listenTo<Request>(
  worker: Worker,
  onMessage: (response: never) => void,
  onCrash: (reason: string) => void,
): BrowserWorker<Request> {
  worker.addEventListener("message", (event: MessageEvent) => onMessage(event.data as never));
  worker.addEventListener("messageerror", () => onCrash("a message of the worker could not be read"));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onCrash(event.message || "the worker could not be loaded");
  });
  return {
    post: (request) => worker.postMessage(request),
    terminate: () => worker.terminate(),
  };
}
