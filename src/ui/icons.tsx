const PATHS = {
  undo: "M8 5 4 9l4 4M4.5 9H12a4.5 4.5 0 0 1 0 9H9",
  redo: "m12 5 4 4-4 4m3.5-4H8a4.5 4.5 0 0 0 0 9h3",
  sun: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM10 1.8v1.7m0 13v1.7M1.8 10h1.7m13 0h1.7M4.2 4.2l1.2 1.2m9.2 9.2 1.2 1.2m0-11.6-1.2 1.2m-9.2 9.2-1.2 1.2",
  moon: "M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3Z",
  contrast: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14Zm0 0v14M13 4v12m-1.5-12.7v13.4M14.5 5.2v9.6",
  plus: "M10 4v12M4 10h12",
  close: "m5 5 10 10M15 5 5 15",
  chevron: "m6 8 4 4 4-4",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  edit: "M4 16h3l8.5-8.5-3-3L4 13v3Zm7-10 3 3",
  copy: "M7 7h9v9H7zM13 7V4H4v9h3",
  upload: "M10 13V4m0 0L6.5 7.5M10 4l3.5 3.5M4 13v3h12v-3",
  retry: "M15.5 8A6 6 0 1 0 16 11.5M16 4v4h-4",
  tour: "M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4ZM7.8 8a2.2 2.2 0 1 1 3.4 1.8c-.8.5-1.2.9-1.2 1.8m0 2.2v.1",
  warning: "M10 3.5 17.5 16h-15L10 3.5Zm0 4.5v4m0 2v.2",
} as const;

export type IconName = keyof typeof PATHS;

/** A 20-unit line icon in the text colour; decorative, so name the control that holds it. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
