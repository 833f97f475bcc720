import type { ImportStore } from "../../state/import-store.ts";

/** Asks for files and opens them. */
export function pickFiles(imports: ImportStore): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "application/json,.json,.npz";
  input.multiple = true;
  input.addEventListener("change", () => {
    for (const file of input.files ?? []) void imports.open(file);
  });
  input.click();
}
