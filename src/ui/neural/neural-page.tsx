import { useEffect, useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { useTimeline, visibleWindow } from "../../state/timeline.ts";
import { RECIPE, trainedMethod } from "../../state/training-settings.ts";
import type { PlotId } from "../../view/catalog.ts";
import { methodStyles } from "../../view/method-style.ts";
import { useApp, useConfig, useTraining } from "../app-context.ts";
import { formatNumber } from "../controls/number-text.ts";
import { PHONE, useMediaQuery } from "../hooks/use-media-query.ts";
import { PlotCard } from "../plots/plot-card.tsx";
import { useTheme } from "../plots/use-theme.ts";
import { useThrottled } from "../plots/use-throttled.ts";
import { DataSection } from "./data-section.tsx";
import { ErrorTable, HeldOutTable } from "./error-table.tsx";
import { ModelSection } from "./model-section.tsx";
import "./neural.css";
import { RunSection } from "./run-section.tsx";
import { TrainingFigures } from "./training-figures.tsx";
import { TrainingPlotCard } from "./training-plot-card.tsx";
import { TrainingSentence } from "./training-sentence.tsx";

/** Training of the neural ODE on the quench at hand, next to what it has to beat; one column on narrow screens. */
export function NeuralPage() {
  useLook();
  const phone = useMediaQuery(PHONE);
  if (!phone) {
    return (
      <>
        <aside className="controls" aria-label="Controls">
          <RunSection />
          <DataSection />
          <ModelSection />
        </aside>
        <main className="results" aria-label="Neural ODE" data-testid="neural-page">
          <Results />
        </main>
      </>
    );
  }
  return (
    <main aria-label="Neural ODE" data-testid="neural-page">
      <div className="controls">
        <RunSection />
      </div>
      <section className="results" aria-label="Results">
        <Results />
      </section>
      <div className="controls">
        <DataSection />
        <ModelSection />
      </div>
    </main>
  );
}

function Results() {
  return (
    <>
      <TrainingSentence />
      <OtherQuench />
      <TrainingFigures />
      <Plots />
    </>
  );
}

/** Keeps the comparison in step with the config as long as nothing is trained. */
function useLook(): void {
  const { training } = useApp();
  const config = useConfig((state) => state.config);
  const settings = useTraining((state) => state.settings);
  useEffect(() => training.look(config, settings), [training, config, settings]);
}

/** Says which quench the page shows when the present one is another. */
function OtherQuench() {
  const config = useConfig((state) => state.config);
  const job = useTraining((state) => state.job);
  if (job === null || job.config === config) return null;
  const { quench } = job.config;
  return (
    <p className="hint" data-testid="other-quench">
      This training is of <i>U</i> = {formatNumber(quench.interaction)} <i>J</i>
      {"trap" in quench && (
        <>
          , <i>V</i> = {formatNumber(quench.trap)} <i>J</i>
        </>
      )}
      ; the settings or the quench have changed since. Train starts on the present ones.
    </p>
  );
}

const PLOTS: readonly PlotId[] = ["error", "cumulants", "eigenvalues", "drift"];
/** Streaming results reach the plots at most this often, in ms. */
const UPDATE_INTERVAL = 150;

function Plots() {
  const { results, version } = useResults();
  const history = useTraining((state) => state.history);
  const totalSteps = useTraining((state) => state.start?.totalSteps ?? 1);
  const trainUntil = useShownTrainUntil();
  const window = useTimeline(useShallow(visibleWindow));
  const setWindow = useTimeline((timeline) => timeline.setWindow);
  const theme = useTheme();
  const end = results?.config.time.end;
  const sample = results?.config.time.sample;
  useEffect(() => {
    if (end !== undefined && sample !== undefined) setWindow(end, sample);
  }, [end, sample, setWindow]);
  const data = useMemo(() => ({ results, previous: null, imported: [] }), [results]);
  const methods = results?.config.methods;
  const neural = useMemo(
    () => methodStyles(methods ?? [RECIPE]).at(-1) ?? { light: "", dark: "" },
    [methods],
  );
  const [error, ...others] = PLOTS;
  return (
    <section className="plot-stack" aria-label="Plots">
      {error !== undefined && (
        <PlotCard id={error} data={data} version={version} window={window} theme={theme} />
      )}
      <TrainingPlotCard history={history} version={version} totalSteps={totalSteps} style={neural} />
      <ErrorTable results={results} trainUntil={trainUntil} />
      <HeldOutTable />
      {others.map((id) => (
        <PlotCard key={id} id={id} data={data} version={version} window={window} theme={theme} />
      ))}
    </section>
  );
}

function useResults() {
  const results = useTraining((state) => state.comparison);
  const version = useThrottled(
    useTraining((state) => state.version),
    UPDATE_INTERVAL,
  );
  return { results, version };
}

/** End of the training window of what the page shows. */
function useShownTrainUntil(): number {
  const config = useConfig((state) => state.config);
  const settings = useTraining((state) => state.settings);
  const job = useTraining((state) => state.job);
  return job?.method.trainUntil ?? trainedMethod(config, settings).trainUntil;
}
