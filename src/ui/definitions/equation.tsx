import { useEffect, useRef } from "react";

/** A typeset equation; the library and its fonts are loaded when the first one is shown. */
export function Equation({ tex }: { readonly tex: string }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let current = true;
    const draw = async () => {
      const { equationHtml } = await import("./typeset.ts");
      if (current && element.current !== null) element.current.innerHTML = equationHtml(tex);
    };
    void draw();
    return () => {
      current = false;
    };
  }, [tex]);
  return <div ref={element} className="equation" data-testid="equation" />;
}
