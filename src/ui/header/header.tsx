import { useStore } from "zustand";
import { PAGES, type PageName } from "../../state/pages.ts";
import type { ThemeChoice } from "../../state/theme.ts";
import { useApp, useConfig } from "../app-context.ts";
import { pickFiles } from "../commands/pick-files.ts";
import { useShare } from "../commands/use-share.ts";
import { PHONE, useMediaQuery } from "../hooks/use-media-query.ts";
import { Icon, type IconName } from "../icons.tsx";
import { TourInvitation } from "../tour/tour-invitation.tsx";
import { useTour } from "../tour/tour-store.ts";
import { DeviceBadge } from "./device-badge.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { MoreMenu } from "./more-menu.tsx";

/** Name, pages, device, history and the ways in and out of the program. */
export function AppHeader() {
  const phone = useMediaQuery(PHONE);
  const share = useShare();
  const { imports } = useApp();
  return (
    <header className="header">
      <h1 className="brand">
        Cumulant <span>Explorer</span>
      </h1>
      <Tabs />
      {!phone && <TourInvitation />}
      <div className="header-actions">
        {!phone && (
          <>
            <DeviceBadge />
            <HistoryButtons />
            <button type="button" className="button" onClick={() => pickFiles(imports)}>
              Import
            </button>
          </>
        )}
        <button type="button" className="button" onClick={share}>
          Share
        </button>
        <ExportMenu />
        {!phone && <TourButton />}
        {phone ? <MoreMenu /> : <ThemeButton />}
      </div>
    </header>
  );
}

const PAGE_NAMES: Readonly<Record<PageName, string>> = {
  dynamics: "Dynamics",
  map: "Map",
  analysis: "Analysis",
  neural: "Neural ODE",
  gallery: "Gallery",
};

function Tabs() {
  const { pages } = useApp();
  const current = useStore(pages);
  return (
    <nav className="tabs" aria-label="Pages">
      {PAGES.map((page) => (
        <button
          key={page}
          type="button"
          className="tab"
          aria-current={page === current ? "page" : undefined}
          onClick={() => pages.go(page)}
        >
          {PAGE_NAMES[page]}
        </button>
      ))}
    </nav>
  );
}

function HistoryButtons() {
  const { configs } = useApp();
  const canUndo = useConfig((state) => state.past.length > 0);
  const canRedo = useConfig((state) => state.future.length > 0);
  return (
    <>
      <button
        type="button"
        className="button icon-only"
        aria-label="Undo"
        title="Undo (Ctrl+Z)"
        disabled={!canUndo}
        onClick={configs.undo}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        className="button icon-only"
        aria-label="Redo"
        title="Redo (Ctrl+Shift+Z)"
        disabled={!canRedo}
        onClick={configs.redo}
      >
        <Icon name="redo" />
      </button>
    </>
  );
}

function TourButton() {
  const start = useTour((tour) => tour.start);
  return (
    <button
      type="button"
      className="button icon-only"
      aria-label="Guided tour"
      title="Guided tour"
      data-tour-start
      onClick={start}
    >
      <Icon name="tour" />
    </button>
  );
}

const THEMES: Readonly<Record<ThemeChoice, { icon: IconName; next: ThemeChoice; name: string }>> = {
  system: { icon: "contrast", next: "light", name: "as the system" },
  light: { icon: "sun", next: "dark", name: "light" },
  dark: { icon: "moon", next: "system", name: "dark" },
};

function ThemeButton() {
  const { theme } = useApp();
  const choice = useStore(theme);
  const { icon, next, name } = THEMES[choice];
  return (
    <button
      type="button"
      className="button icon-only"
      aria-label={`Theme: ${name}. Switch to ${THEMES[next].name}`}
      title={`Theme: ${name}`}
      onClick={() => theme.choose(next)}
    >
      <Icon name={icon} />
    </button>
  );
}
