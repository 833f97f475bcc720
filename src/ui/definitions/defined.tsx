import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { DEFINITIONS, type DefinitionId } from "../../view/definitions.ts";
import { richToPlain } from "../../view/rich.ts";
import { RichText } from "../plots/rich-text.tsx";
import { Equation } from "./equation.tsx";
import "./definitions.css";

interface DefinedProps {
  readonly id: DefinitionId;
  /** The name as it stands in the text. */
  readonly children: ReactNode;
}

/** A name that opens the definition of what it names. */
export function Defined({ id, children }: DefinedProps) {
  const { name, tex, text, unit, sources, section } = DEFINITIONS[id];
  return (
    <DialogTrigger>
      <Button className="defined">{children}</Button>
      <Popover className="popover definition-popover" placement="bottom start">
        <Dialog className="dialog definition" aria-label={`Definition: ${richToPlain(name)}`}>
          <Heading slot="title" level={2}>
            <RichText markup={name} />
          </Heading>
          <Equation tex={tex} />
          <p>
            <RichText markup={text} />
          </p>
          <dl className="rows">
            {unit !== null && (
              <div className="row">
                <dt>Unit</dt>
                <dd>
                  <RichText markup={unit} />
                </dd>
              </div>
            )}
            <div className="row">
              <dt>Source</dt>
              <dd>
                {sources.map(({ label, url }) => (
                  <a key={url} href={url} target="_blank" rel="noreferrer">
                    {label}
                  </a>
                ))}
                <span>{typeof section === "number" ? `docs/physics.md, section ${section}` : section}</span>
              </dd>
            </div>
          </dl>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
