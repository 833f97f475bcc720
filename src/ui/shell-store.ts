import { create } from "zustand";

/** What lies open over the page. */
export type Panel = "export" | "commands" | "keys";

interface ShellState {
  readonly panel: Panel | null;
  show(panel: Panel | null): void;
}

export const useShell = create<ShellState>()((set) => ({
  panel: null,
  show: (panel) => set({ panel }),
}));
