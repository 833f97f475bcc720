import { parseRich } from "../../view/rich.ts";

/** Draws rich markup (src/view/rich.ts): italic symbols, subscripts, superscripts. */
export function RichText({ markup }: { readonly markup: string }) {
  return parseRich(markup).map(({ style, text }, index) => {
    const key = `${index}${text}`;
    switch (style) {
      case "italic":
        return <i key={key}>{text}</i>;
      case "bold":
        return <strong key={key}>{text}</strong>;
      case "sub":
        return <sub key={key}>{text}</sub>;
      case "sup":
        return <sup key={key}>{text}</sup>;
      case "plain":
        return text;
    }
  });
}
