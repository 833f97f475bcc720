import { createStore, type StoreApi } from "zustand/vanilla";

export interface Message {
  readonly id: number;
  readonly kind: "info" | "error";
  readonly title: string;
  readonly detail?: string;
}

/** Messages on screen, oldest first. Informations leave by themselves, errors when dismissed. */
export interface MessageStore
  extends Pick<StoreApi<readonly Message[]>, "getState" | "subscribe" | "getInitialState"> {
  info(title: string): void;
  error(title: string, detail: string): void;
  dismiss(id: number): void;
}

const INFO_MS = 4000;
const MOST = 3;

export function createMessageStore(after: (ms: number, callback: () => void) => void): MessageStore {
  const store = createStore<readonly Message[]>(() => []);
  let nextId = 1;
  const dismiss = (id: number) =>
    store.setState(
      store.getState().filter((message) => message.id !== id),
      true,
    );
  const push = (message: Omit<Message, "id">): number => {
    const id = nextId++;
    store.setState([...store.getState().slice(1 - MOST), { ...message, id }], true);
    return id;
  };
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    info(title) {
      const id = push({ kind: "info", title });
      after(INFO_MS, () => dismiss(id));
    },
    error(title, detail) {
      push({ kind: "error", title, detail });
    },
    dismiss,
  };
}
