import { useEffect } from "react";
import { useTimeline } from "../../state/timeline.ts";
import { useApp } from "../app-context.ts";
import { useShell } from "../shell-store.ts";

/** The keys of the whole page. Fields, open panels and focused controls keep theirs. */
export function useShortcuts(): void {
  const { configs, pages } = useApp();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = event.defaultPrevented ? null : actionOf(event);
      if (action === null || isTyping(event.target) || isOverlaid()) return;
      if (action === "play" && (pages.getState() !== "dynamics" || isControl(event.target))) return;
      event.preventDefault();
      const { show } = useShell.getState();
      switch (action) {
        case "undo":
          return configs.undo();
        case "redo":
          return configs.redo();
        case "play":
          return useTimeline.getState().toggle();
        case "export":
        case "commands":
        case "keys":
          return show(action);
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [configs, pages]);
}

type Shortcut = "undo" | "redo" | "play" | "export" | "commands" | "keys";

function actionOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): Shortcut | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
    return key.toLowerCase() === "y" ? "redo" : null;
  }
  const plain: Readonly<Record<string, Shortcut>> = {
    " ": "play",
    e: "export",
    E: "export",
    "/": "commands",
    "?": "keys",
  };
  return plain[key] ?? null;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["range", "checkbox", "radio"].includes(target.type);
  return (
    target.isContentEditable || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement
  );
}

/** Space presses what has the focus. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("button, a, [role=button], [role=menuitem], input[type=checkbox], input[type=radio]") !==
      null
  );
}

function isOverlaid(): boolean {
  return document.querySelector("[role=dialog], [role=menu]") !== null;
}
