import { describeProblem } from "../gpu/problems.ts";
import type {
  AdapterReport,
  AdapterSurvey,
  GpuFailure,
  GpuMapRequest,
  GpuMapResponse,
  GpuUsage,
} from "../worker/gpu-map-messages.ts";

export type { AdapterReport, GpuUsage } from "../worker/gpu-map-messages.ts";

/** The running worker of the GPU, as far as the page is concerned. */
export interface GpuWorker {
  readonly post: (request: GpuMapRequest) => void;
  readonly terminate: () => void;
}

export type SpawnGpuWorker = (listeners: {
  readonly onMessage: (response: GpuMapResponse) => void;
  /** The worker is of no use any more. */
  readonly onCrash: (reason: string) => void;
}) => GpuWorker;

/** What the page learns of the GPU while it computes. */
export interface GpuListener {
  /** The answer to `survey`; a late one corrects that there is none. */
  readonly onSurvey: (survey: GpuSurvey) => void;
  readonly onUsage: (usage: GpuUsage) => void;
  /** A problem in words, also of those that the map survived. */
  readonly onProblem: (problem: string) => void;
}

/** What was found behind WebGPU, or why nothing was, in words. */
export type GpuSurvey =
  | { readonly kind: "found"; readonly adapter: AdapterReport }
  | { readonly kind: "unavailable"; readonly reason: string };

type Start = Extract<GpuMapRequest, { type: "start" }>;
type JobResponse = Extract<GpuMapResponse, { type: "opened" | "point" }>;

export interface GpuJobHandlers {
  readonly onResponse: (response: JobResponse) => void;
  /** Called once, unless the job is dropped; with null when it ran to its end. */
  readonly onEnd: (failure: string | null) => void;
}

/** Time the search for an adapter may take, ms. */
const SURVEY_PATIENCE = 5000;
/** Time the worker has to acknowledge a cancel before it is terminated, ms. */
const CANCEL_PATIENCE = 1000;

/** The page's one worker of the GPU: started when it is first needed, and again after a crash. */
export class GpuLink {
  private worker: GpuWorker | null = null;
  private jobs = new Map<number, { readonly start: Start; readonly handlers: GpuJobHandlers }>();
  private lastJob = 0;
  private surveying: ReturnType<typeof setTimeout> | undefined;
  private cancelling = new Map<number, ReturnType<typeof setTimeout>>();
  private listener: GpuListener | null = null;

  constructor(private readonly spawn: SpawnGpuWorker) {}

  listen(listener: GpuListener): void {
    this.listener = listener;
  }

  /** Looks for an adapter, without opening it; the listener hears what was found, or that there is no answer yet. */
  survey(): void {
    clearTimeout(this.surveying);
    const silent = (): void => this.surveyed("WebGPU does not answer.");
    this.surveying = setTimeout(silent, SURVEY_PATIENCE);
    this.post({ type: "survey" });
  }

  /** Starts a job; returns how to drop it: from then on nothing of it is reported. */
  start(task: Omit<Start, "type" | "job">, handlers: GpuJobHandlers): () => void {
    const job = ++this.lastJob;
    const start: Start = { type: "start", job, ...task };
    this.jobs.set(job, { start, handlers });
    this.post(start);
    return () => this.drop(job);
  }

  /** Destroys the device in use, as a reset of the driver would: a map survives that. */
  loseDevice(): void {
    this.worker?.post({ type: "lose-device" });
  }

  private drop(job: number): void {
    if (!this.jobs.delete(job)) return;
    this.worker?.post({ type: "cancel", job });
    this.cancelling.set(
      job,
      setTimeout(() => this.restart(), CANCEL_PATIENCE),
    );
  }

  /** Replaces a worker that is stuck in a dropped job; what waits behind that job begins anew. */
  private restart(): void {
    this.dismiss();
    for (const { start } of this.jobs.values()) this.post(start);
    if (this.surveying !== undefined) this.post({ type: "survey" });
  }

  private post(request: GpuMapRequest): void {
    this.worker ??= this.hire();
    this.worker.post(request);
  }

  private hire(): GpuWorker {
    const worker: GpuWorker = this.spawn({
      onMessage: (response) => {
        if (this.worker === worker) this.receive(response);
      },
      onCrash: (reason) => {
        if (this.worker === worker) this.crashed(reason);
      },
    });
    return worker;
  }

  private receive(response: GpuMapResponse): void {
    switch (response.type) {
      case "survey":
        this.surveyed(response.survey);
        break;
      case "opened":
      case "point":
        this.jobs.get(response.job)?.handlers.onResponse(response);
        break;
      case "usage":
        this.listener?.onUsage(response.usage);
        break;
      case "lost":
        this.listener?.onProblem(`${describeProblem(response.problem)} It was opened anew.`);
        break;
      case "ended":
        this.ended(response.job, response.failure);
        break;
    }
  }

  /** Passes on what was found, or why nothing was. */
  private surveyed(answer: AdapterSurvey | string): void {
    clearTimeout(this.surveying);
    this.surveying = undefined;
    if (typeof answer === "string") this.listener?.onSurvey({ kind: "unavailable", reason: answer });
    else if (answer.kind === "found") this.listener?.onSurvey(answer);
    else this.listener?.onSurvey({ kind: "unavailable", reason: describeProblem(answer.problem) });
  }

  private ended(job: number, failure: GpuFailure | null): void {
    clearTimeout(this.cancelling.get(job));
    this.cancelling.delete(job);
    const ended = this.jobs.get(job);
    this.jobs.delete(job);
    ended?.handlers.onEnd(failure === null ? null : describeFailure(failure));
  }

  /** Ends the jobs of a worker that is of no use any more. */
  private crashed(reason: string): void {
    this.dismiss();
    const words = sentence(`The worker of the GPU stopped: ${reason}`);
    if (this.surveying !== undefined) this.surveyed(words);
    const { jobs } = this;
    this.jobs = new Map();
    for (const { handlers } of jobs.values()) handlers.onEnd(words);
  }

  private dismiss(): void {
    this.worker?.terminate();
    this.worker = null;
    for (const timer of this.cancelling.values()) clearTimeout(timer);
    this.cancelling.clear();
  }
}

function describeFailure(failure: GpuFailure): string {
  return failure.kind === "device"
    ? describeProblem(failure.problem)
    : sentence(`The worker of the GPU failed: ${failure.message}`);
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
