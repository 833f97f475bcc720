const PATHS = {
  play: "M6.5 4v12l9.5-6Z",
  pause: "M6 4.5h3v11H6Zm5 0h3v11h-3Z",
  back: "M13.5 5v10L7 10Zm-8 0h1.6v10H5.5Z",
  forward: "M6.5 5v10L13 10Zm6.4 0h1.6v10h-1.6Z",
} as const;

/** A filled 20-unit icon in the text colour; decorative. */
export function TransportIcon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg width="16" height="16" viewBox="0 0 20 20" fill="currentcolor" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
