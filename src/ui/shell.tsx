import { Announcer } from "./announcer.tsx";
import { CommandMenu } from "./commands/command-menu.tsx";
import { KeySheet } from "./commands/key-sheet.tsx";
import { Controls, FoldedControls } from "./controls-column.tsx";
import { DropZone } from "./drop-zone.tsx";
import { AppHeader } from "./header/header.tsx";
import { PHONE, useMediaQuery } from "./hooks/use-media-query.ts";
import { useShortcuts } from "./hooks/use-shortcuts.ts";
import { Messages } from "./messages-area.tsx";
import { QuenchSection } from "./quench/quench-section.tsx";
import { Results, Transport } from "./results.tsx";
import "./styles/overlays.css";

/** The page: two columns, or one in reading order on narrow screens. */
export function Shell() {
  useShortcuts();
  const phone = useMediaQuery(PHONE);
  return (
    <>
      <div className="app">
        <AppHeader />
        {phone ? (
          <main>
            <div className="controls">
              <QuenchSection />
            </div>
            <Results />
            <FoldedControls />
          </main>
        ) : (
          <>
            <Controls />
            <Results main />
          </>
        )}
        <Transport />
      </div>
      <Messages />
      <DropZone />
      <CommandMenu />
      <KeySheet />
      <Announcer />
    </>
  );
}
