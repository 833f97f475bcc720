import type { ReactNode } from "react";
import { parseConfig } from "../../protocol/config.ts";
import { FIGURES, figureQuery } from "../../state/figures.ts";
import { encodePermalink } from "../../state/permalink.ts";
import { PRESETS } from "../../state/presets.ts";
import { unbroken } from "../../view/rich.ts";
import { useApp } from "../app-context.ts";
import { RichText } from "../plots/rich-text.tsx";
import { CardLink } from "./card-link.tsx";
import "./gallery.css";
import { openFigure, openPreset } from "./open.ts";
import { PresetPicture } from "./preset-picture.tsx";

/** Quenches and maps worth seeing, each a link with a sentence that says what is there. */
export function GalleryPage() {
  return (
    <main className="gallery" aria-label="Gallery" data-testid="gallery-page">
      <Quenches />
      <Figures />
    </main>
  );
}

function Quenches() {
  const app = useApp();
  return (
    <section aria-labelledby="gallery-quenches">
      <h2 className="gallery-title" id="gallery-quenches">
        Quenches
      </h2>
      <p className="gallery-lead">
        A card opens its quench on the Dynamics page; the small curves are <Key delta={2} /> and{" "}
        <Key delta={3} /> of the exact dynamics over the window.
      </p>
      <ul className="gallery-cards">
        {PRESETS.map((preset) => (
          <Card
            key={preset.id}
            name={preset.name}
            hint={preset.hint}
            sentence={preset.sentence}
            href={`./${encodePermalink(parseConfig(preset.config()))}`}
            onOpen={() => openPreset(app, preset)}
          >
            <PresetPicture id={preset.id} />
          </Card>
        ))}
      </ul>
    </section>
  );
}

function Key({ delta }: { readonly delta: 2 | 3 }) {
  return (
    <span className={`spark-key spark-delta${delta}`}>
      |Δ<sub>{delta}</sub>|
    </span>
  );
}

function Figures() {
  const app = useApp();
  return (
    <section aria-labelledby="gallery-figures">
      <h2 className="gallery-title" id="gallery-figures">
        Figures
      </h2>
      <p className="gallery-lead">
        A card opens the map that comes with this site, of six sites over <i>U</i> and <i>V</i>, on the Map
        page.
      </p>
      <ul className="gallery-cards">
        {FIGURES.map(({ id, name, sentence, view }) => (
          <Card
            key={id}
            name={name}
            sentence={sentence}
            href={`./${figureQuery(view)}`}
            onOpen={() => void openFigure(app, view)}
          />
        ))}
      </ul>
    </section>
  );
}

interface CardProps {
  readonly name: string;
  readonly hint?: string;
  /** Rich markup. */
  readonly sentence: string;
  readonly href: string;
  readonly onOpen: () => void;
  readonly children?: ReactNode;
}

function Card({ name, hint, sentence, href, onOpen, children }: CardProps) {
  return (
    <li className="gallery-card">
      {children}
      <h3 className="gallery-name">
        <CardLink href={href} onOpen={onOpen}>
          {name}
        </CardLink>
      </h3>
      {hint !== undefined && <p className="hint">{hint}</p>}
      <p>
        <RichText markup={unbroken(sentence)} />
      </p>
    </li>
  );
}
