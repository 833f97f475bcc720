import { useSyncExternalStore } from "react";
import type { Theme } from "../../view/method-style.ts";

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function current(): Theme {
  return document.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
}

/** The theme in force. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current);
}
