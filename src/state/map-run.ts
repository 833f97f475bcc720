import type { StoreApi } from "zustand/vanilla";
import type { MapBackend } from "../engine/map-backend.ts";
import { type MapProgress, runMap } from "../engine/map-runner.ts";
import type { Config } from "../protocol/config.ts";
import { emptyMap, type MapAxes, type MapTable } from "../protocol/map.ts";
import type { MapMaker } from "./device-store.ts";
import type { MapHold } from "./map-hold.ts";
import type { MapLibrary } from "./map-library.ts";
import type { MapRecorder } from "./map-recorder.ts";
import type { MapState } from "./map-state.ts";
import type { Clock } from "./run-controller.ts";

/** A map that can be computed, with what keeps it. */
export interface OpenMap {
  readonly table: MapTable;
  /** Why points failed, by their number; changes in place like the table. */
  readonly failures: Map<number, string>;
  readonly recorder: MapRecorder;
}

/** Of a map of which nothing is known yet. */
const UNKNOWN = { secondsLeft: null, inside: [] } as const;

const ELSEWHERE =
  "another tab computes this map. Resume goes on from where that one has come, once it is paused or closed.";

/** So many points tell how fast the machine is. */
const PACE_POINTS = 8;

/** Computes the map of the page. */
export class MapRun {
  private abort: AbortController | null = null;
  private map: OpenMap | null = null;
  /** Whether another tab was at this map, which has points since then that this one has not. */
  private elsewhere = false;
  private framePending = false;
  private last: Pick<MapState, "secondsLeft" | "inside"> = UNKNOWN;
  private begun = 0;
  private points = 0;

  constructor(
    private readonly store: StoreApi<MapState>,
    private readonly maker: MapMaker,
    private readonly library: MapLibrary,
    private readonly clock: Pick<Clock, "frame" | "now">,
    private readonly hold: MapHold,
  ) {}

  /** Computes a new map. One that is being computed is paused, and kept. */
  start(config: Config, axes: MapAxes): void {
    this.leave();
    const backend = this.maker.backend(config);
    const table = emptyMap(config, axes, backend.description);
    const failures = new Map<number, string>();
    const recorder = this.library.add(table, failures, { name: null, state: "paused" });
    this.take({ table, failures, recorder });
    void this.compute({ table, failures, recorder }, backend);
  }

  /** Takes over a map that is not being computed; null for one that cannot be. */
  take(map: OpenMap | null): void {
    this.leave();
    this.map = map;
    this.elsewhere = false;
  }

  resume(): void {
    const { map } = this;
    const { phase } = this.store.getState();
    if (map === null || (phase !== "paused" && phase !== "failed")) return;
    if (this.elsewhere) void this.catchUp(map);
    else void this.compute(map, this.maker.backend(map.table.config));
  }

  /** Goes on from where another tab has come. */
  private async catchUp({ recorder }: OpenMap): Promise<void> {
    const reopened = await this.library.reopen(recorder.id);
    if (reopened === null || this.map?.recorder.id !== recorder.id) return;
    this.take(reopened);
    await this.compute(reopened, this.maker.backend(reopened.table.config));
  }

  stop(phase: "paused" | "cancelled"): void {
    const now = this.store.getState().phase;
    if (now === "paused" && phase === "cancelled" && this.map !== null) void this.giveUp(this.map);
    if (now !== "running") return;
    this.measure();
    this.abort?.abort();
    this.map?.recorder.settle(phase);
    this.show({ ...UNKNOWN, phase });
  }

  /** Cancels a paused map as far as it has come in any tab, unless another one computes it. */
  private async giveUp(map: OpenMap): Promise<void> {
    const here = () => this.map === map && this.store.getState().phase === "paused";
    const free = await this.hold(map.recorder.id, async () => {
      const kept = await this.library.reopen(map.recorder.id);
      if (!here()) return;
      // Where the browser keeps no more, the page is ahead of what it kept.
      const furthest = kept !== null && computed(kept.table) > computed(map.table) ? kept : map;
      this.take(furthest);
      furthest.recorder.settle("cancelled");
      const { table, failures } = furthest;
      this.show({ ...UNKNOWN, phase: "cancelled", table, failures });
    });
    if (!free && here()) this.leaveElsewhere();
  }

  /** Leaves the map to the tab that computes it. */
  private leaveElsewhere(): void {
    this.elsewhere = true;
    this.show({ ...UNKNOWN, phase: "failed", error: ELSEWHERE });
  }

  /** The map of the page makes room for another one. */
  private leave(): void {
    if (this.store.getState().phase === "running") this.stop("paused");
  }

  private async compute(map: OpenMap, backend: MapBackend): Promise<void> {
    const { table, failures, recorder } = map;
    const abort = new AbortController();
    this.abort = abort;
    this.last = UNKNOWN;
    this.points = 0;
    this.begun = this.clock.now();
    const fresh = { ...UNKNOWN, file: null, error: null, kept: recorder.id };
    this.show({ ...fresh, phase: "running", table, failures });
    const free = await this.hold(recorder.id, () => this.work(map, backend, abort));
    if (free || abort !== this.abort || abort.signal.aborted) return;
    abort.abort();
    this.leaveElsewhere();
  }

  private async work(map: OpenMap, backend: MapBackend, abort: AbortController): Promise<void> {
    const { table, failures, recorder } = map;
    const end = (state: "done" | "paused", shown: Partial<MapState>) => {
      if (abort !== this.abort || abort.signal.aborted) return;
      this.measure();
      recorder.settle(state);
      this.show({ ...shown, ...UNKNOWN });
    };
    try {
      await runMap(
        { table },
        {
          signal: abort.signal,
          onPoint: ({ index, message }) => {
            if (message === null) failures.delete(index);
            else failures.set(index, message);
            recorder.point(index);
            this.points += 1;
          },
          onProgress: (progress) => this.progress(abort, progress),
        },
        backend,
        table.config.device === "webgpu" ? this.maker.reference(table.config) : null,
      );
      end("done", { phase: "done" });
    } catch (error) {
      end("paused", { phase: "failed", error: error instanceof Error ? error.message : String(error) });
    }
  }

  private measure(): void {
    if (this.map === null || this.points < PACE_POINTS) return;
    const secondsPerPoint = (this.clock.now() - this.begun) / 1000 / this.points;
    this.store.setState({ pace: { config: this.map.table.config, secondsPerPoint } });
  }

  /** Tells the page at most once per frame that the table has changed. */
  private progress(run: AbortController, { secondsLeft, inside }: MapProgress): void {
    if (run !== this.abort || run.signal.aborted) return;
    this.last = { secondsLeft, inside };
    if (this.framePending) return;
    this.framePending = true;
    this.clock.frame(() => {
      this.framePending = false;
      if (this.store.getState().phase === "running") this.show(this.last);
    });
  }

  private show(state: Partial<MapState>): void {
    this.store.setState({ ...state, version: this.store.getState().version + 1 });
  }
}

function computed({ status }: MapTable): number {
  return status.filter((state) => state !== "pending").length;
}
