import "@fontsource-variable/inter/wght.css";
import "./ui/styles/tokens.css";
import "./ui/styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { exposeEngine } from "./engine/console-api.ts";
import { createWorkerEngine } from "./engine/worker-engine.ts";
import { createApp } from "./state/app.ts";
import { AppContext } from "./ui/app-context.ts";
import { Shell } from "./ui/shell.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("internal error: index.html has no #root");

const engine = createWorkerEngine();
exposeEngine(window, engine);
const app = createApp(engine, window, {
  name: "cumulant-explorer",
  version: __VERSION__,
  commit: __COMMIT__,
});

createRoot(root).render(
  <StrictMode>
    <AppContext value={app}>
      <Shell />
    </AppContext>
  </StrictMode>,
);
