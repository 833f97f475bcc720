import "@fontsource-variable/inter/wght.css";
import "./ui/styles/tokens.css";
import "./ui/styles/base.css";
import "./ui/styles/layout.css";
import "./ui/header/header.css";
import { createBrowserMapBackends, createGpuLink } from "./engine/browser-map-backend.ts";
import { exposeEngine } from "./engine/console-api.ts";
import { spawnTrainingWorker } from "./engine/spawn-training-worker.ts";
import { createTrainingClient } from "./engine/training-client.ts";
import { createWorkerEngine } from "./engine/worker-engine.ts";
import { createApp } from "./state/app.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("internal error: index.html has no #root");

const engine = createWorkerEngine();
const gpu = createGpuLink();
exposeEngine(window, engine, gpu);
const app = createApp(
  engine,
  gpu,
  createBrowserMapBackends(gpu, engine.description.threads),
  createTrainingClient(spawnTrainingWorker),
  window,
  {
    name: "cumulant-explorer",
    version: __VERSION__,
    commit: __COMMIT__,
  },
);

// The workers are computing by now; the components come as a second part.
const { mount } = await import("./ui/mount.tsx");
mount(root, app);
app.devices.survey();
