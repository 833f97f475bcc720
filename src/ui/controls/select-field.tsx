import { useId } from "react";
import "./controls.css";

interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly group?: string;
}

export interface SelectFieldProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** Neighbours of one group are set together under its name. */
  readonly options: readonly SelectOption<T>[];
  readonly onChange: (value: T) => void;
}

/** A labelled native list, so that phones show their own picker. */
export function SelectField<T extends string>({ label, value, options, onChange }: SelectFieldProps<T>) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="input select"
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {grouped(options).map(({ name, members }) =>
          name === undefined ? (
            members.map(optionOf)
          ) : (
            <optgroup key={name} label={name}>
              {members.map(optionOf)}
            </optgroup>
          ),
        )}
      </select>
    </div>
  );
}

function optionOf({ value, label }: SelectOption<string>) {
  return (
    <option key={value} value={value}>
      {label}
    </option>
  );
}

/** Neighbours of one group together, in their order. */
function grouped<T extends string>(
  options: readonly SelectOption<T>[],
): { readonly name: string | undefined; readonly members: SelectOption<T>[] }[] {
  const groups: { name: string | undefined; members: SelectOption<T>[] }[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last !== undefined && last.name === option.group) last.members.push(option);
    else groups.push({ name: option.group, members: [option] });
  }
  return groups;
}
