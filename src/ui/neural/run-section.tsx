import { useMemo } from "react";
import { trainingRefusal } from "../../state/training-settings.ts";
import { isActive } from "../../state/training-state.ts";
import { useApp, useConfig, useTraining } from "../app-context.ts";
import { formatNumber } from "../controls/number-text.ts";
import { describeLattice, PROTOCOL_NAMES } from "../system/describe-system.ts";
import { TrainingProgress } from "./training-progress.tsx";

/** Which quench is trained on, and the run of it. */
export function RunSection() {
  const config = useConfig((state) => state.config);
  const settings = useTraining((state) => state.settings);
  const refused = useMemo(() => trainingRefusal(config, settings), [config, settings]);
  const { quench } = config;
  return (
    <section className="panel-section" aria-labelledby="training-title">
      <h2 className="section-title" id="training-title">
        Training
      </h2>
      <p>
        {describeLattice(config)}, {config.electrons.up}↑ {config.electrons.down}↓,{" "}
        {PROTOCOL_NAMES[quench.protocol]}, <i>U</i> = {formatNumber(quench.interaction)} <i>J</i>
        {"trap" in quench && (
          <>
            , <i>V</i> = {formatNumber(quench.trap)} <i>J</i>
          </>
        )}
      </p>
      {refused !== null && (
        <p className="inline-error" data-testid="training-refusal">
          This cannot be trained: expected {refused.expected}. Change the system on the Dynamics page, or the
          settings below.
        </p>
      )}
      <Buttons refused={refused !== null} />
      <TrainingProgress />
    </section>
  );
}

function Buttons({ refused }: { readonly refused: boolean }) {
  const { training } = useApp();
  const phase = useTraining((state) => state.phase);
  const active = isActive(phase);
  return (
    <div className="training-buttons">
      {!active && (
        <button type="button" className="button primary" disabled={refused} onClick={training.train}>
          Train
        </button>
      )}
      {phase === "data" && (
        <button type="button" className="button primary" disabled>
          Pause
        </button>
      )}
      {phase === "training" && (
        <button type="button" className="button primary" onClick={training.pause}>
          Pause
        </button>
      )}
      {(phase === "paused" || phase === "ending") && (
        <button
          type="button"
          className="button primary"
          disabled={phase === "ending"}
          onClick={training.resume}
        >
          Resume
        </button>
      )}
      <button type="button" className="button" disabled={phase !== "paused"} onClick={training.step}>
        Single step
      </button>
      <button
        type="button"
        className="button"
        disabled={!active || phase === "ending"}
        title="End the training and keep its best weights"
        onClick={training.stop}
      >
        Stop
      </button>
    </div>
  );
}
