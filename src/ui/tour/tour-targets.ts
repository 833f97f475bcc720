import type { PageName } from "../../state/pages.ts";
import type { TourStepId } from "../../view/tour-words.ts";

export interface TourTarget {
  readonly page: PageName;
  /** What is highlighted: all elements in view that match. */
  readonly selector: string;
}

const RESULTS = "[data-testid=results]";

/** Where each step of the tour happens. */
export const TOUR_TARGETS: Readonly<Record<TourStepId, TourTarget>> = {
  quench: { page: "dynamics", selector: "section[aria-labelledby=quench-title]" },
  cumulants: { page: "dynamics", selector: `${RESULTS} figure[data-plot=cumulants]` },
  diagnostics: {
    page: "dynamics",
    selector: `${RESULTS} [data-testid=figure-pearson], ${RESULTS} [data-testid=figure-buildup]`,
  },
  errors: { page: "dynamics", selector: `${RESULTS} figure[data-plot=error]` },
  learning: { page: "neural", selector: "[data-testid=neural-page] figure[data-plot=error]" },
  "first-map": { page: "map", selector: ".map-cards > figure:nth-of-type(1)" },
  "second-map": { page: "map", selector: ".map-cards > figure:nth-of-type(2)" },
  finding: { page: "map", selector: ".map-cards > [data-testid=scatter]" },
};
