import { InputError } from "../../base/errors.ts";
import { formatValues, parseValues } from "../../state/training-settings.ts";
import { DraftField } from "../controls/draft-field.tsx";

export interface ValuesFieldProps {
  readonly label: string;
  readonly values: readonly number[];
  readonly onCommit: (values: readonly number[]) => InputError | null;
}

/** A list of numbers that can be typed: `0.3, 0.7`, or ranges start:stop:count. */
export function ValuesField({ label, values, onCommit }: ValuesFieldProps) {
  const apply = (draft: string): string | null => {
    try {
      const refused = onCommit(parseValues(draft));
      return refused === null ? null : `This cannot be used: expected ${refused.expected}.`;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return `This cannot be used: expected ${error.expected}.`;
    }
  };
  const text = formatValues(values);
  return (
    <DraftField label={label} text={text} valueText={text || "“none”"} placeholder="none" apply={apply} />
  );
}
