import type { StoreApi } from "zustand/vanilla";
import { InputError } from "../base/errors.ts";
import type { Engine } from "../engine/engine.ts";
import type {
  HistoryEntry,
  TrainingEnd,
  TrainingJob,
  TrainingNews,
  TrainingSnapshot,
} from "../engine/training.ts";
import type { StartTraining, TrainingFailure, TrainingRun } from "../engine/training-client.ts";
import type { TrainingFile } from "../engine/training-files.ts";
import type { Config, NeuralOdeConfig } from "../protocol/config.ts";
import type { ConfigStore } from "./config-store.ts";
import type { MessageStore } from "./messages.ts";
import type { Clock } from "./run-controller.ts";
import { COMPARED_FIELDS, ComparisonRun } from "./training-comparison.ts";
import type { TrainingKeeper } from "./training-keeper.ts";
import {
  comparisonConfig,
  furtherQuenches,
  heldOutQuenches,
  type TrainingSettings,
  trainedMethod,
  trainingRefusal,
} from "./training-settings.ts";
import { isActive, type TrainingState } from "./training-state.ts";

export interface TrainingTools {
  readonly engine: Engine;
  readonly keeper: TrainingKeeper;
  readonly software: TrainingJob["software"];
  readonly messages: Pick<MessageStore, "info">;
  readonly startTraining: StartTraining;
  /** Where trainings run now. */
  readonly device: () => "cpu" | "webgpu";
  readonly clock: Pick<Clock, "frame">;
}

/** Runs the training of the page and what it is compared with, and keeps both in the state. */
export class TrainingPage {
  private run: TrainingRun | null = null;
  private comparison: ComparisonRun | null = null;
  /** What the comparison without a training is of. */
  private looked = "";
  private history: HistoryEntry[] = [];
  private framePending = false;
  private pending: Partial<TrainingState> = {};

  constructor(
    private readonly store: StoreApi<TrainingState>,
    private readonly configs: ConfigStore,
    private readonly tools: TrainingTools,
  ) {}

  look(config: Config, settings: TrainingSettings): void {
    const { job } = this.store.getState();
    if (job !== null || trainingRefusal(config, settings) !== null) return;
    const method = trainedMethod(config, settings);
    const key = JSON.stringify([config, method]);
    if (key === this.looked) return;
    this.looked = key;
    this.compare(config, method);
  }

  train(): void {
    const { settings } = this.store.getState();
    const { config } = this.configs.getState();
    if (trainingRefusal(config, settings) !== null) return;
    this.begin(
      {
        config,
        method: trainedMethod(config, settings),
        further: furtherQuenches(config, settings),
        heldOut: heldOutQuenches(config, settings),
        fields: COMPARED_FIELDS,
        software: this.tools.software,
        from: null,
      },
      this.tools.device(),
    );
  }

  pause(): void {
    if (this.store.getState().phase !== "training") return;
    this.run?.pause();
    this.show({ phase: "paused", secondsLeft: null });
  }

  resume(): void {
    const { phase, job, snapshot } = this.store.getState();
    if (phase !== "paused" || job === null) return;
    if (this.run === null) return this.begin({ ...job, from: snapshot }, this.tools.device());
    this.run.resume();
    this.show({ phase: "training" });
  }

  step(): void {
    if (this.store.getState().phase === "paused") this.run?.step();
  }

  /** Shows the training of an earlier visit, to go on with where it has not ended. */
  async restore(): Promise<void> {
    const kept = await this.tools.keeper.restore();
    if (kept === null || this.store.getState().job !== null) return;
    this.hold(kept.job, kept.snapshot, kept.end);
  }

  open({ config, method, snapshot }: TrainingFile, name: string): void {
    if (isActive(this.store.getState().phase)) {
      throw new InputError("$", name, "no training while one goes on: stop it first");
    }
    const { software } = this.tools;
    const job: TrainingJob = {
      config,
      method,
      further: [],
      heldOut: [],
      fields: COMPARED_FIELDS,
      software,
      from: snapshot,
    };
    // One that has ended is evaluated, another one waits.
    if (snapshot.meta.status !== "running") return this.begin(job, "cpu");
    this.hold(job, snapshot, null);
  }

  stop(): void {
    const { phase, job, snapshot } = this.store.getState();
    if (phase !== "data" && phase !== "training" && phase !== "paused") return;
    if (this.run === null && job !== null) this.begin({ ...job, from: snapshot }, "cpu");
    this.run?.stop();
    this.show({ phase: "ending", secondsLeft: null });
  }

  /** Shows a training that stands still: it has ended, or waits to be resumed. */
  private hold(job: TrainingJob, snapshot: TrainingSnapshot, end: TrainingEnd | null): void {
    this.history = [...snapshot.meta.history];
    const phase = end?.status ?? "paused";
    this.show({ phase, job, snapshot, end, start: null, error: end?.message ?? null, history: this.history });
    this.compare(job.config, job.method);
    if (end !== null) this.comparison?.conclude(end);
  }

  private begin(job: TrainingJob, device: "cpu" | "webgpu"): void {
    this.run?.abandon();
    this.history = [...(job.from?.meta.history ?? [])];
    this.show({
      phase: "data",
      job,
      start: null,
      dataFraction: 0,
      history: this.history,
      stepsPerSecond: null,
      secondsLeft: null,
      end: null,
      snapshot: job.from,
      error: null,
    });
    this.compare(job.config, job.method);
    this.run = this.tools.startTraining(job, device, {
      onNews: (news) => this.hear(news),
      onEnd: (end) => this.ended(end),
      onFailure: (failure) => this.failed(job, device, failure),
    });
  }

  /** A training that its device gives up goes on with the CPU; anything else ends it. */
  private failed(job: TrainingJob, device: "cpu" | "webgpu", { refused, message }: TrainingFailure): void {
    this.run = null;
    if (device === "webgpu" && !refused) {
      this.tools.messages.info(`WebGPU failed (${message}); the training goes on with the CPU.`);
      return this.begin({ ...job, from: this.store.getState().snapshot }, "cpu");
    }
    this.show({ phase: "failed", error: message, secondsLeft: null });
  }

  /** Starts the methods to compare with. */
  private compare(config: Config, method: NeuralOdeConfig): void {
    this.comparison?.cancel();
    this.comparison = new ComparisonRun(this.tools.engine, comparisonConfig(config, method), (comparison) =>
      this.soon({ comparison }),
    );
    this.comparison.start();
  }

  private hear(news: TrainingNews): void {
    switch (news.kind) {
      case "data":
        return this.soon({ dataFraction: news.fraction });
      case "start":
        return this.show({
          start: news.start,
          ...(this.store.getState().phase === "data" ? { phase: "training" } : {}),
        });
      case "progress": {
        this.history.push(news.entry);
        const { stepsPerSecond, secondsLeft } = news;
        return this.soon({ stepsPerSecond, secondsLeft });
      }
      case "prediction":
        return this.comparison?.preview(news.predicted);
      case "checkpoint": {
        const { snapshot } = news;
        const { job } = this.store.getState();
        if (job !== null) this.tools.keeper.keep({ job, snapshot, end: null });
        return this.soon({ snapshot });
      }
    }
  }

  private ended(end: TrainingEnd | null): void {
    this.run = null;
    const { job } = this.store.getState();
    if (end === null || job === null) return this.show({ phase: "idle", job: null, start: null });
    const { snapshot } = end;
    this.tools.keeper.keep({ job, snapshot, end });
    this.comparison?.conclude(end);
    this.show({ phase: end.status, end, snapshot, error: end.message, secondsLeft: null });
  }

  /** Changes the state at once, with what was waiting for the next frame. */
  private show(changes: Partial<TrainingState>): void {
    const waiting = this.pending;
    this.pending = {};
    this.store.setState({ ...waiting, ...changes, version: this.store.getState().version + 1 });
  }

  /** Changes the state with the next frame. */
  private soon(changes: Partial<TrainingState>): void {
    this.pending = { ...this.pending, ...changes };
    if (this.framePending) return;
    this.framePending = true;
    this.tools.clock.frame(() => {
      this.framePending = false;
      this.show({});
    });
  }
}
