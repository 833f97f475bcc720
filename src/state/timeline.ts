import { create } from "zustand";

/** Times per second of wall clock at speed 1, in 1/J. */
const TIME_PER_SECOND = 2;

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** The one time axis: playhead, hover cursor and zoom of every plot. Times in 1/J. */
export interface Timeline {
  /** Last time of the window and spacing of its samples. */
  readonly end: number;
  readonly step: number;
  /** Playhead. */
  readonly t: number;
  readonly playing: boolean;
  readonly speed: Speed;
  /** Time under the pointer, null when it is on no plot. */
  readonly hoverT: number | null;
  /** Visible part of the window; null shows all of it. */
  readonly zoom: readonly [number, number] | null;

  /** Adopts the window of a new config; keeps playhead and zoom where they still fit. */
  setWindow(end: number, step: number): void;
  setTime(t: number): void;
  /** Starts playing, from the beginning when the playhead is at the end; or pauses. */
  toggle(): void;
  pause(): void;
  /** Moves the playhead by `samples` samples and pauses. */
  stepBy(samples: number): void;
  setSpeed(speed: Speed): void;
  setHover(t: number | null): void;
  /** Zooms to the part between two times; parts shorter than two samples are ignored. */
  zoomTo(from: number, to: number): void;
  resetZoom(): void;
  /** Moves a playing playhead on by `seconds` of wall clock; stops at the end. */
  advance(seconds: number): void;
}

const clip = (t: number, end: number): number => Math.min(end, Math.max(0, t));

export const useTimeline = create<Timeline>()((set, get) => ({
  end: 20,
  step: 0.1,
  t: 0,
  playing: false,
  speed: 1,
  hoverT: null,
  zoom: null,

  setWindow: (end, step) => {
    const now = get();
    if (now.end === end && now.step === step) return;
    const zoom = now.zoom !== null && now.zoom[1] <= end ? now.zoom : null;
    set({ end, step, t: clip(now.t, end), zoom, hoverT: null });
  },
  setTime: (t) => set({ t: clip(t, get().end) }),
  toggle: () => {
    const { playing, t, end } = get();
    if (playing) set({ playing: false });
    else set({ playing: true, t: t >= end - 1e-9 ? 0 : t });
  },
  pause: () => set({ playing: false }),
  stepBy: (samples) => {
    const { t, step, end } = get();
    set({ playing: false, t: clip((Math.round(t / step) + samples) * step, end) });
  },
  setSpeed: (speed) => set({ speed }),
  setHover: (hoverT) => {
    if (get().hoverT !== hoverT) set({ hoverT });
  },
  zoomTo: (from, to) => {
    const { end, step } = get();
    const [low, high] = [clip(Math.min(from, to), end), clip(Math.max(from, to), end)];
    if (high - low >= 2 * step) set({ zoom: [low, high] });
  },
  resetZoom: () => set({ zoom: null }),
  advance: (seconds) => {
    const { playing, t, speed, end } = get();
    if (!playing) return;
    const next = t + seconds * TIME_PER_SECOND * speed;
    set(next >= end ? { t: end, playing: false } : { t: next });
  },
}));

/** The visible window. */
export function visibleWindow(state: Pick<Timeline, "end" | "zoom">): readonly [number, number] {
  return state.zoom ?? [0, state.end];
}
