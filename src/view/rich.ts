/**
 * Text with the little typesetting that formulas in labels need, written as markup:
 * `*x*` italic, `**x**` bold, `_{x}` subscript, `^{x}` superscript.
 */
export type RichStyle = "plain" | "italic" | "bold" | "sub" | "sup";

export interface RichSegment {
  readonly style: RichStyle;
  readonly text: string;
}

const TOKEN = /\*\*(.+?)\*\*|\*(.+?)\*|_\{(.+?)\}|\^\{(.+?)\}/g;
const STYLES: readonly RichStyle[] = ["bold", "italic", "sub", "sup"];

export function parseRich(markup: string): RichSegment[] {
  const segments: RichSegment[] = [];
  let end = 0;
  for (const match of markup.matchAll(TOKEN)) {
    if (match.index > end) segments.push({ style: "plain", text: markup.slice(end, match.index) });
    const group = match.slice(1).findIndex((text) => text !== undefined);
    segments.push({ style: STYLES[group] ?? "plain", text: match[group + 1] ?? "" });
    end = match.index + match[0].length;
  }
  if (end < markup.length) segments.push({ style: "plain", text: markup.slice(end) });
  return segments;
}

/** Equations and percentages that stay on one line. */
export function unbroken(markup: string): string {
  return markup.replace(/ (?=[=%<>])|(?<=[=<>]) /g, "\u00a0");
}

/** Words for screen readers and file names. */
export function richToPlain(markup: string): string {
  return parseRich(markup)
    .map((segment) => (segment.style === "sup" ? `^${segment.text}` : segment.text))
    .join("");
}

const TAGS: Record<RichStyle, string> = { plain: "", italic: "i", bold: "b", sub: "sub", sup: "sup" };

/** The subset of HTML that plotly draws in titles and tick labels. */
export function richToHtml(markup: string): string {
  return parseRich(markup)
    .map(({ style, text }) => {
      const safe = text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
      const tag = TAGS[style];
      return tag === "" ? safe : `<${tag}>${safe}</${tag}>`;
    })
    .join("");
}
