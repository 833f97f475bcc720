import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { PageName } from "../../state/pages.ts";
import { unbroken } from "../../view/rich.ts";
import { TOUR_STEPS, type TourStepId, tourWords } from "../../view/tour-words.ts";
import { useApp } from "../app-context.ts";
import { PHONE, useMediaQuery } from "../hooks/use-media-query.ts";
import { Icon } from "../icons.tsx";
import { RichText } from "../plots/rich-text.tsx";
import "./tour.css";
import { type Box, placeBeside } from "./tour-place.ts";
import { useTour } from "./tour-store.ts";
import { TOUR_TARGETS } from "./tour-targets.ts";
import { useTargetBox } from "./use-target-box.ts";
import { useTourFacts } from "./use-tour-facts.ts";

/** The guided tour, while it is on. */
export function Tour() {
  const step = useTour((tour) => tour.step);
  const id = step === null ? undefined : TOUR_STEPS[step];
  return id === undefined || step === null ? null : <TourStep id={id} number={step + 1} />;
}

interface TourStepProps {
  readonly id: TourStepId;
  readonly number: number;
}

/** Its step: what it is about stands out, the words stand beside it; on phones in a sheet at the foot. */
function TourStep({ id, number }: TourStepProps) {
  const { pages } = useApp();
  const { page, selector } = TOUR_TARGETS[id];
  const box = useTargetBox(selector);
  const dialog = useRef<HTMLDivElement>(null);
  const place = usePlace(dialog, box);
  useEffect(() => pages.go(page), [pages, page]);
  useFocus(dialog);
  useKeys(dialog);
  return (
    <>
      <Spotlight box={box} />
      <div
        ref={dialog}
        className="tour"
        role="dialog"
        aria-label="Guided tour"
        tabIndex={-1}
        style={place}
        data-testid="tour"
        data-step={id}
        data-found={box !== null}
      >
        <Words id={id} number={number} />
        <Buttons number={number} />
      </div>
    </>
  );
}

function Spotlight({ box }: { readonly box: Box | null }) {
  if (box === null) return <div className="tour-scrim" />;
  const { left, top, width, height } = box;
  const margin = 4;
  return (
    <div
      className="tour-spot"
      style={{
        left: left - margin,
        top: top - margin,
        width: width + 2 * margin,
        height: height + 2 * margin,
      }}
    />
  );
}

function Words({ id, number }: TourStepProps) {
  const { title, body } = tourWords(id, useTourFacts());
  return (
    <div className="tour-words" aria-live="polite">
      <p className="tour-count">
        Step {number} of {TOUR_STEPS.length}
      </p>
      <h2>{title}</h2>
      <p>
        <RichText markup={unbroken(body)} />
      </p>
    </div>
  );
}

function Buttons({ number }: { readonly number: number }) {
  const { pages } = useApp();
  const move = useTour((tour) => tour.move);
  const end = useTour((tour) => tour.end);
  const last = number === TOUR_STEPS.length;
  const leaveTo = (page: PageName) => () => {
    end();
    pages.go(page);
  };
  return (
    <div className="tour-buttons">
      <button
        type="button"
        className="button icon-only quiet tour-close"
        aria-label="End the tour"
        onClick={end}
      >
        <Icon name="close" />
      </button>
      {!last && (
        <span className="tour-keys" aria-hidden="true">
          <kbd>←</kbd> <kbd>→</kbd> <kbd>Esc</kbd>
        </span>
      )}
      {number > 1 && (
        <button type="button" className="button" onClick={() => move(-1)}>
          Back
        </button>
      )}
      {last && (
        <>
          <button type="button" className="button" onClick={leaveTo("analysis")}>
            Analysis
          </button>
          <button type="button" className="button" onClick={leaveTo("gallery")}>
            Gallery
          </button>
        </>
      )}
      <button type="button" className="button primary" onClick={() => move(1)}>
        {last ? "Finish" : "Next"}
      </button>
    </div>
  );
}

/** Beside the box; on phones the style sheet puts it at the foot. */
function usePlace(dialog: React.RefObject<HTMLDivElement | null>, box: Box | null) {
  const phone = useMediaQuery(PHONE);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.offsetWidth, height: element.offsetHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [dialog]);
  return phone ? {} : placeBeside(box, size, { width: innerWidth, height: innerHeight });
}

/** The focus is on the tour while it lasts, and afterwards where it was. */
function useFocus(dialog: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    // A menu that closes hands its focus back in the next frame.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => dialog.current?.focus()));
    return () => {
      cancelAnimationFrame(frame);
      const known = before instanceof HTMLElement && before !== document.body && before.isConnected;
      const target = known ? before : document.querySelector("[data-tour-start]");
      if (target instanceof HTMLElement) target.focus();
    };
  }, [dialog]);
}

/** Arrows and Enter go through the tour while it has the focus, or nothing has; Escape ends it. */
function useKeys(dialog: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target } = event;
      const { move, end } = useTour.getState();
      const own =
        target === document.body || (target instanceof Node && dialog.current?.contains(target) === true);
      if (event.defaultPrevented || !own || event.ctrlKey || event.metaKey || event.altKey) return;
      const onButton = target instanceof HTMLButtonElement;
      if (key === "Escape") end();
      else if (key === "ArrowRight" || (key === "Enter" && !onButton)) move(1);
      else if (key === "ArrowLeft") move(-1);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [dialog]);
}
