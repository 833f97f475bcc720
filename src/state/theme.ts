import { createStore, type StoreApi } from "zustand/vanilla";

export type ThemeChoice = "system" | "light" | "dark";

const KEY = "cumulant-explorer/theme";

export interface ThemeStore
  extends Pick<StoreApi<ThemeChoice>, "getState" | "subscribe" | "getInitialState"> {
  choose(choice: ThemeChoice): void;
}

/**
 * The theme the user chose; `data-theme` on the root element is the one in force. The head script of index.html
 * reads the same key, so that the first paint is already right.
 */
export function createThemeStore(page: Window): ThemeStore {
  const dark = page.matchMedia("(prefers-color-scheme: dark)");
  const store = createStore<ThemeChoice>(() => readChoice(page));
  const apply = () => {
    const choice = store.getState();
    page.document.documentElement.dataset["theme"] =
      choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  };
  dark.addEventListener("change", apply);
  apply();
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    choose(choice) {
      store.setState(choice, true);
      apply();
      try {
        page.localStorage.setItem(KEY, choice);
      } catch {
        return; // Storage is switched off: the choice lasts as long as the page.
      }
    },
  };
}

function readChoice(page: Window): ThemeChoice {
  try {
    const stored = page.localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}
