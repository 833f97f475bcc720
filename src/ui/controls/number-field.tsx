import type { InputError } from "../../base/errors.ts";
import { DraftField } from "./draft-field.tsx";
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

/** A number that can be typed. */
export function NumberField({
  label,
  hideLabel = false,
  value,
  unit = "",
  format = formatNumber,
  onCommit,
}: NumberFieldProps) {
  const apply = (draft: string): string | null => {
    const typed = parseNumber(draft, unit);
    if (typed === null) return `“${draft.trim()}” is not a number.`;
    const problem = onCommit(typed);
    // The path is left out, the message stands at the field.
    return problem === null ? null : `${draft.trim()} cannot be used: expected ${problem.expected}.`;
  };
  return (
    <DraftField
      label={label}
      hideLabel={hideLabel}
      text={unit === "" ? format(value) : `${format(value)} ${unit}`}
      valueText={format(value)}
      numeric
      apply={apply}
    />
  );
}
