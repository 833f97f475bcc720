import { createStore, type StoreApi } from "zustand/vanilla";

export const PAGES = ["dynamics", "map", "analysis", "neural", "gallery"] as const;
export type PageName = (typeof PAGES)[number];

export interface PageStore extends Pick<StoreApi<PageName>, "getState" | "subscribe" | "getInitialState"> {
  go(page: PageName): void;
}

/** What of a window the page needs. */
export interface PageWindow {
  readonly location: { readonly search: string; readonly hash: string; readonly pathname: string };
  readonly history: { replaceState(data: null, title: string, url: string): void };
}

/** The page in view, kept in the query of the address so that a reload and a link stay on it. */
export function createPageStore({ location, history }: PageWindow): PageStore {
  const wanted = new URLSearchParams(location.search).get("page");
  const store = createStore<PageName>(() => PAGES.find((page) => page === wanted) ?? "dynamics");
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    go(page) {
      if (page === store.getState()) return;
      const query = new URLSearchParams(location.search);
      if (page === "dynamics") query.delete("page");
      else query.set("page", page);
      const search = query.size === 0 ? "" : `?${query}`;
      history.replaceState(null, "", `${location.pathname}${search}${location.hash}`);
      store.setState(page, true);
    },
  };
}
