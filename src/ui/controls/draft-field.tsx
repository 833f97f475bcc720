import { type KeyboardEvent, useId, useState } from "react";
import "./controls.css";

export interface DraftFieldProps {
  /** Accessible name; also the visible label unless `hideLabel`. */
  readonly label: string;
  readonly hideLabel?: boolean;
  /** The value in force, as it reads while nothing is typed, and in the message about what was refused. */
  readonly text: string;
  readonly valueText: string;
  readonly placeholder?: string;
  readonly numeric?: boolean;
  /** Applies what was typed; returns why it was refused. */
  readonly apply: (draft: string) => string | null;
}

/**
 * A value that can be typed. Enter or leaving the field applies it, Escape takes it back; what is refused stays
 * in the field with the reason below it, and the last good value stays in force.
 */
export function DraftField(props: DraftFieldProps) {
  const { label, hideLabel = false, text, valueText, placeholder, numeric = false, apply } = props;
  const { draft, error, type, commit, onKeyDown } = useDraft(apply);
  const id = useId();
  return (
    <div className="field">
      <label className={hideLabel ? "visually-hidden" : "field-label"} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={numeric ? "input number" : "input"}
        type="text"
        inputMode={numeric ? "decimal" : "text"}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={draft ?? text}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : `${id}-error`}
        onFocus={(event) => event.target.select()}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={commit}
      />
      {error !== null && (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error} <span>The value {valueText} stays in force.</span>
        </p>
      )}
    </div>
  );
}

/** What is being typed: null when nothing is, and why it was refused. */
function useDraft(apply: DraftFieldProps["apply"]) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reset = () => {
    setDraft(null);
    setError(null);
  };
  const commit = () => {
    if (draft === null) return;
    const problem = apply(draft);
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
