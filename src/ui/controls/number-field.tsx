import { type KeyboardEvent, useId, useState } from "react";
import type { InputError } from "../../base/errors.ts";
import "./controls.css";
import { formatNumber, parseNumber } from "./number-text.ts";

export interface NumberFieldProps {
  /** Accessible name; also the visible label unless `hideLabel`. */
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: number;
  readonly unit?: string;
  /** How the value reads when the field is not edited. */
  readonly format?: (value: number) => string;
  /** Applies a typed number; returns why it was refused. */
  readonly onCommit: (value: number) => InputError | null;
}

/**
 * A number that can be typed. Enter or leaving the field applies it, Escape takes it back; what is refused stays
 * in the field with the reason below it, and the config keeps its last good value.
 */
export function NumberField({
  label,
  hideLabel = false,
  value,
  unit = "",
  format = formatNumber,
  onCommit,
}: NumberFieldProps) {
  const { draft, error, type, commit, onKeyDown } = useDraft(unit, onCommit);
  const id = useId();
  const shown = draft ?? (unit === "" ? format(value) : `${format(value)} ${unit}`);
  return (
    <div className="field">
      <label className={hideLabel ? "visually-hidden" : "field-label"} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input number"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={shown}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : `${id}-error`}
        onFocus={(event) => event.target.select()}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={commit}
      />
      {error !== null && (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error} <span>The value {format(value)} stays in force.</span>
        </p>
      )}
    </div>
  );
}

/** What is being typed: null when nothing is, and why it was refused. */
function useDraft(unit: string, onCommit: NumberFieldProps["onCommit"]) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reset = () => {
    setDraft(null);
    setError(null);
  };
  const commit = () => {
    if (draft === null) return;
    const typed = parseNumber(draft, unit);
    const problem = typed === null ? `“${draft.trim()}” is not a number.` : describe(onCommit(typed), draft);
    if (problem === null) reset();
    else setError(problem);
  };
  return {
    draft,
    error,
    commit,
    type(text: string) {
      setDraft(text);
      setError(null);
    },
    onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
      if (event.key === "Enter") commit();
      else if (event.key === "Escape" && draft !== null) {
        event.stopPropagation();
        reset();
      }
    },
  };
}

/** Why an edit was refused, in words; the path is left out, the message stands at the field. */
function describe(problem: InputError | null, draft: string): string | null {
  return problem === null ? null : `${draft.trim()} cannot be used: expected ${problem.expected}.`;
}
