import type { MouseEvent, ReactNode } from "react";

interface CardLinkProps {
  readonly href: string;
  /** A plain click stays in the page; with a modifier, or by the menu, the link opens as any other. */
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

/** A link that can be copied and opened in a new tab, and acts within the page when simply pressed. */
export function CardLink({ href, onOpen, children }: CardLinkProps) {
  const press = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <a className="gallery-link" href={href} onClick={press}>
      {children}
    </a>
  );
}
