import { useEffect, useState } from "react";
import { around, type Box } from "./tour-place.ts";

/** Follows what a step highlights, wherever scrolling and layout take it; null while it is not on the page. */
export function useTargetBox(selector: string): Box | null {
  const [box, setBox] = useState<{ readonly selector: string; readonly box: Box | null } | null>(null);
  useEffect(() => {
    let frame = 0;
    let scrolled = false;
    let last = "";
    const look = () => {
      const elements = [...document.querySelectorAll<HTMLElement>(selector)].filter(isLaidOut);
      const [first] = elements;
      if (first !== undefined && !scrolled) {
        scrolled = true;
        bringIntoView(first);
      }
      const found = around(
        elements.map((element) => element.getBoundingClientRect()),
        { width: innerWidth, height: innerHeight },
      );
      const key = found === null ? "" : [found.left, found.top, found.width, found.height].join();
      if (key !== last) {
        last = key;
        setBox({ selector, box: found });
      }
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [selector]);
  return box?.selector === selector ? box.box : null;
}

function isLaidOut(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** To the top of the window, below the header; where columns scroll by themselves no further than needed. */
function bringIntoView(element: HTMLElement): void {
  const header = document.querySelector(".header");
  const sticky = header !== null && getComputedStyle(header).position === "sticky";
  if (!sticky) return element.scrollIntoView({ block: "nearest" });
  const { top } = element.getBoundingClientRect();
  window.scrollBy({ top: top - header.getBoundingClientRect().height - 12 });
}
