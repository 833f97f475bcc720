import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { App } from "../state/app.ts";
import { AppContext } from "./app-context.ts";
import { openLinkedFigure } from "./gallery/open.ts";
import { Shell } from "./shell.tsx";

/** Draws the program into an element, with the figure that the link asks for. */
export function mount(root: HTMLElement, app: App): void {
  openLinkedFigure(app);
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <Shell />
      </AppContext>
    </StrictMode>,
  );
}
