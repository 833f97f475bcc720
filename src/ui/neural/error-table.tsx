import type { ResultSet } from "../../protocol/results.ts";
import { compact } from "../../view/format.ts";
import { methodStyles } from "../../view/method-style.ts";
import { useTraining } from "../app-context.ts";
import { Defined } from "../definitions/defined.tsx";
import { Swatch } from "../methods/swatch.tsx";
import { RichText } from "../plots/rich-text.tsx";

interface ErrorTableProps {
  readonly results: ResultSet | null;
  readonly trainUntil: number;
}

/** Errors of every method in the training window and beyond it. */
export function ErrorTable({ results, trainUntil }: ErrorTableProps) {
  const styles = results === null ? [] : methodStyles(results.config.methods);
  const rows = Object.entries(results?.diagnostics.extrapolation?.errors ?? {});
  return (
    <figure className="plot-card training-half training-table" aria-label="Errors">
      <table data-testid="training-errors">
        <caption>
          <span className="plot-title">Errors</span>{" "}
          <span className="plot-subtitle">
            ‖<i>D</i>
            <sub>12</sub> − exact‖ / ‖exact‖ over each window
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th scope="col">
              <Defined id="trainingError">
                0 … {trainUntil} / <i>J</i>
              </Defined>
            </th>
            <th scope="col">
              <Defined id="extrapolationError">beyond</Defined>
            </th>
            <th scope="col">
              <Defined id="skill">skill</Defined>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, errors]) => {
            const style = styles[results?.methods.findIndex((method) => method.label === label) ?? -1];
            return (
              <tr key={label} data-method={label}>
                <th scope="row">
                  {style === undefined ? <span className="swatch-space" /> : <Swatch methodStyle={style} />}{" "}
                  {label}
                </th>
                <ErrorCell value={errors.training} />
                <ErrorCell value={errors.extrapolation} />
                <ErrorCell value={errors.skill} />
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p className="hint">The methods to compare with are being computed.</p>}
    </figure>
  );
}

function ErrorCell({ value }: { readonly value: number | null }) {
  return (
    <td data-value={value ?? undefined}>{value === null ? "–" : <RichText markup={compact(value)} />}</td>
  );
}

/** Errors at quenches that were not trained on. */
export function HeldOutTable() {
  const heldOut = useTraining((state) => state.end?.heldOut);
  if (heldOut === undefined || heldOut.length === 0) return null;
  return (
    <figure className="plot-card training-table" aria-label="Held-out quenches">
      <table data-testid="held-out">
        <caption>
          <span className="plot-title">Held-out quenches</span>{" "}
          <span className="plot-subtitle">error over the whole window</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <i>U</i> / <i>J</i>
            </th>
            <th scope="col">
              <i>V</i> / <i>J</i>
            </th>
            <th scope="col">error</th>
          </tr>
        </thead>
        <tbody>
          {heldOut.map(({ interaction, trap, error }) => (
            <tr key={`${interaction} ${trap}`}>
              <td>{interaction}</td>
              <td>{trap}</td>
              <ErrorCell value={error} />
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
