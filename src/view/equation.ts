import { renderToString } from "katex";

/** An equation as HTML, with MathML beside it for screen readers. @throws Error for TeX that does not parse */
export function equationHtml(tex: string): string {
  return renderToString(tex, {
    displayMode: true,
    output: "htmlAndMathml",
    throwOnError: true,
    strict: "error",
  });
}
