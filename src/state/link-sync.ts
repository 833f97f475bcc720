import { InputError } from "../base/errors.ts";
import type { Config } from "../protocol/config.ts";
import type { ConfigStore } from "./config-store.ts";
import type { MessageStore } from "./messages.ts";
import { decodePermalink, encodePermalink } from "./permalink.ts";

/** The config of a hash, or null with a message when the link cannot be read; `instead` says what is shown then. */
export function readLink(hash: string, messages: MessageStore, instead: string): Config | null {
  try {
    return decodePermalink(hash);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    messages.error(`This link cannot be read. ${instead}`, error.message);
    return null;
  }
}

/** What of a window the link needs. */
export interface Page {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string };
  readonly history: { replaceState(data: null, title: string, url: string): void };
  addEventListener(type: "hashchange", listener: () => void): void;
  removeEventListener(type: "hashchange", listener: () => void): void;
}

/** Keeps the address bar and the config equal: the config is written when a gesture ends, a new hash is read. */
export function syncLink(configs: ConfigStore, messages: MessageStore, page: Page): () => void {
  let written = page.location.hash;
  const write = () => {
    const { config, gesture } = configs.getState();
    if (gesture) return;
    const hash = encodePermalink(config);
    if (hash === written) return;
    written = hash;
    page.history.replaceState(null, "", hash === "" ? page.location.pathname + page.location.search : hash);
  };
  const read = () => {
    if (page.location.hash === written) return;
    written = page.location.hash;
    const config = readLink(written, messages, "The quench shown before stays.");
    if (config !== null) configs.edit(() => config);
  };
  page.addEventListener("hashchange", read);
  const unsubscribe = configs.subscribe(write);
  return () => {
    unsubscribe();
    page.removeEventListener("hashchange", read);
  };
}
