import { formatSeconds } from "../../protocol/estimate.ts";
import type { TrainingState } from "../../state/training-state.ts";
import { compact } from "../../view/format.ts";
import { useApp, useTraining } from "../app-context.ts";
import { RichText } from "../plots/rich-text.tsx";

/** How far the training is, in a bar and in words. */
export function TrainingProgress() {
  // The history changes in place: `version` says that it did.
  useTraining((state) => state.version);
  const state = useApp().training.getState();
  const { phase, history, start, dataFraction } = state;
  const total = start?.totalSteps ?? 1;
  const step = history.at(-1)?.step ?? start?.stepsDone ?? 0;
  const share = phase === "data" ? dataFraction : step / total;
  return (
    <div className="training-progress" data-testid="training-progress" data-phase={phase} data-step={step}>
      <span
        className="job-track"
        role="progressbar"
        aria-label="Training"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <span className="job-fill" style={{ transform: `scaleX(${share})` }} />
      </span>
      <p className={phase === "failed" || phase === "diverged" ? "inline-error" : "hint"}>
        {words(state, step, total)}
      </p>
      <Figures state={state} />
      <Machine state={state} />
      <p className="visually-hidden" role="status">
        {phase === "idle" ? "" : `Training: ${phase}`}
      </p>
    </div>
  );
}

function words(
  { phase, secondsLeft, dataFraction, error, end }: TrainingState,
  step: number,
  total: number,
): string {
  const count = `step ${step} of ${total}`;
  switch (phase) {
    case "idle":
      return "Not trained yet.";
    case "data":
      return `Exact data, ${Math.round(100 * dataFraction)} %`;
    case "training":
      return secondsLeft === null ? count : `${count}, about ${formatSeconds(secondsLeft)} left`;
    case "paused":
      return `Paused at ${count}.`;
    case "ending":
      return `Evaluating the best weights, ${count}.`;
    case "completed":
      return `Done in ${formatSeconds(end?.wallSeconds ?? 0)}; the weights of step ${end?.bestStep ?? step} are kept.`;
    case "stopped":
      return `Stopped at ${count}; the weights of step ${end?.bestStep ?? step} are kept.`;
    case "diverged":
      return error ?? "The training diverged.";
    case "failed":
      return `Stopped at ${count}: ${error ?? "unknown cause"}`;
  }
}

/** Loss, gradient norm, rate and speed; dashes keep their places. */
function Figures({ state: { history, stepsPerSecond } }: { readonly state: TrainingState }) {
  const last = history.at(-1);
  const rows = [
    ["Loss", last?.loss],
    ["Gradient norm", last?.gradientNorm],
    ["Learning rate", last?.learningRate],
    ["Steps per second", stepsPerSecond ?? undefined],
  ] as const;
  return (
    <dl className="rows">
      {rows.map(([name, value]) => (
        <div key={name} className="row">
          <dt>{name}</dt>
          <dd>{value === undefined ? "–" : <RichText markup={compact(value)} />}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Size of what is trained, and what trains it. */
function Machine({ state: { start } }: { readonly state: TrainingState }) {
  if (start === null) return null;
  const { size, parameters, backend } = start;
  const where = backend.adapter === null ? "" : `, ${backend.adapter}`;
  return (
    <p className="hint" data-testid="training-machine">
      {size} reals, {parameters.toLocaleString("en")} weights; {backend.device === "cpu" ? "CPU" : "WebGPU"}{" "}
      {backend.precision}
      {where}.
    </p>
  );
}
