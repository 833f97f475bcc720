import { create } from "zustand";
import { TOUR_STEPS } from "../../view/tour-words.ts";

interface TourState {
  /** Index of the step, null while there is no tour. */
  readonly step: number | null;
  /** Whether the tour is offered to a newcomer. */
  readonly invited: boolean;
  start(): void;
  /** Goes `by` steps on; beyond the last the tour ends, before the first nothing happens. */
  move(by: 1 | -1): void;
  end(): void;
  /** The invitation does not come back. */
  decline(): void;
}

const KEY = "cumulant-explorer/tour";

export const useTour = create<TourState>()((set, get) => {
  const decline = () => {
    if (!get().invited) return;
    set({ invited: false });
    remember();
  };
  return {
    step: null,
    invited: !isKnown(),
    start() {
      decline();
      set({ step: 0 });
    },
    move(by) {
      const { step } = get();
      if (step === null) return;
      const next = step + by;
      set({ step: next >= TOUR_STEPS.length ? null : Math.max(0, next) });
    },
    end: () => set({ step: null }),
    decline,
  };
});

function isKnown(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true; // Without a memory the invitation would come every time.
  }
}

function remember(): void {
  try {
    localStorage.setItem(KEY, "known");
  } catch {
    return; // Storage was switched off in the meantime.
  }
}
