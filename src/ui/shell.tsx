import { Activity } from "react";
import { useStore } from "zustand";
import { AnalysisPage } from "./analysis/analysis-page.tsx";
import { Announcer } from "./announcer.tsx";
import { useApp } from "./app-context.ts";
import { CommandMenu } from "./commands/command-menu.tsx";
import { KeySheet } from "./commands/key-sheet.tsx";
import { DropZone } from "./drop-zone.tsx";
import { DynamicsPage } from "./dynamics-page.tsx";
import { GalleryPage } from "./gallery/gallery-page.tsx";
import { AppHeader } from "./header/header.tsx";
import { PHONE, useMediaQuery } from "./hooks/use-media-query.ts";
import { useShortcuts } from "./hooks/use-shortcuts.ts";
import { MapPage } from "./map/map-page.tsx";
import { Messages } from "./messages-area.tsx";
import { NeuralPage } from "./neural/neural-page.tsx";
import "./styles/overlays.css";
import { Tour } from "./tour/tour.tsx";
import { TourInvitation } from "./tour/tour-invitation.tsx";

/** Header, the page in view, and what lies over it. The Dynamics page keeps its state while it is out of view. */
export function Shell() {
  useShortcuts();
  const page = useStore(useApp().pages);
  const phone = useMediaQuery(PHONE);
  return (
    <>
      <div className="app">
        <AppHeader />
        {phone && <TourInvitation />}
        <Activity mode={page === "dynamics" ? "visible" : "hidden"}>
          <DynamicsPage />
        </Activity>
        {page === "map" && <MapPage />}
        {page === "analysis" && <AnalysisPage />}
        {page === "neural" && <NeuralPage />}
        {page === "gallery" && <GalleryPage />}
      </div>
      <Messages />
      <DropZone />
      <CommandMenu />
      <KeySheet />
      <Tour />
      <Announcer />
    </>
  );
}
