import { Icon } from "../icons.tsx";
import "./tour.css";
import { useTour } from "./tour-store.ts";

/** Offers the tour to a newcomer, once, and out of the way. */
export function TourInvitation() {
  const invited = useTour((tour) => tour.invited);
  const start = useTour((tour) => tour.start);
  const decline = useTour((tour) => tour.decline);
  if (!invited) return null;
  return (
    <p className="tour-invitation" data-testid="tour-invitation">
      <span>New here?</span>
      <button type="button" className="link-button" onClick={start}>
        Take the tour
      </button>
      <button type="button" className="button quiet icon-only" aria-label="No tour" onClick={decline}>
        <Icon name="close" size={12} />
      </button>
    </p>
  );
}
