/** Entries of a list that are turned into text at once. */
const PIECE = 8192;

/**
 * JSON text of a value in pieces, for files beyond the longest string an engine can hold (12 sites and
 * three methods are 0.5 GB). The pieces joined are what JSON.stringify gives.
 */
export function* jsonText(value: unknown): Generator<string> {
  if (Array.isArray(value)) yield* listText(value);
  else if (typeof value === "object" && value !== null) yield* objectText(value);
  else yield JSON.stringify(value);
}

function* objectText(value: object): Generator<string> {
  let separator = "{";
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    yield `${separator}${JSON.stringify(key)}:`;
    yield* jsonText(entry);
    separator = ",";
  }
  yield separator === "{" ? "{}" : "}";
}

function* listText(value: readonly unknown[]): Generator<string> {
  yield "[";
  for (let begin = 0; begin < value.length; begin += PIECE) {
    if (begin > 0) yield ",";
    const piece = value.slice(begin, begin + PIECE);
    if (typeof piece[0] === "number") yield JSON.stringify(piece).slice(1, -1);
    else yield* entriesText(piece);
  }
  yield "]";
}

function* entriesText(entries: readonly unknown[]): Generator<string> {
  for (const [index, entry] of entries.entries()) {
    if (index > 0) yield ",";
    yield* jsonText(entry);
  }
}
