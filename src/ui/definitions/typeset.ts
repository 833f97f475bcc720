import "katex/dist/katex.min.css";

export { equationHtml } from "../../view/equation.ts";
