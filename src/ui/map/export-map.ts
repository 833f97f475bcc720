import { jsonText } from "../../protocol/json-text.ts";
import { fileFromTable, type MapTable } from "../../protocol/map.ts";
import type { App } from "../../state/app.ts";
import { MAP_FIGURE, mapCsv, mapSvg } from "../../view/map-export.ts";
import { mapFieldInfo } from "../../view/map-fields.ts";
import type { Action } from "../commands/action.ts";
import { saveFile } from "../commands/save.ts";
import { describeLattice } from "../system/describe-system.ts";
import { fieldOf, type Side } from "./map-view-store.ts";

/** Pixels of a PNG per unit of its SVG. */
const PNG_SCALE = 2;

/** What the export menu offers of a map. */
export function mapExportActions({ maps, software, messages }: App): Action[] {
  const { table } = maps.getState();
  if (table === null) return [];
  const group = "Map";
  const picture = (side: Side, format: "svg" | "png"): Action => {
    const field = fieldOf(table, side);
    const name = mapFieldInfo(field).label;
    return {
      id: `export-map-${side}-${format}`,
      group,
      label: `Map of ${name} as ${format.toUpperCase()}`,
      run: () => {
        savePicture(table, field, format).catch((error: unknown) =>
          messages.error("The map was not exported.", error instanceof Error ? error.message : String(error)),
        );
      },
    };
  };
  return [
    {
      id: "export-map-json",
      group,
      label: "Map, all fields",
      hint: "JSON",
      run() {
        const file = fileFromTable(table, { software, created: new Date().toISOString() });
        saveFile("cumulant-explorer-map.json", new Blob([...jsonText(file)], { type: "application/json" }));
      },
    },
    {
      id: "export-map-csv",
      group,
      label: "Map, all fields as CSV",
      run: () => saveFile("cumulant-explorer-map.csv", new Blob([mapCsv(table)], { type: "text/csv" })),
    },
    ...(["first", "second"] as const).flatMap((side) => [picture(side, "svg"), picture(side, "png")]),
  ];
}

async function savePicture(table: MapTable, field: string, format: "svg" | "png"): Promise<void> {
  const { electrons } = table.config;
  const subtitle = `${describeLattice(table.config)}, ${electrons.up}↑ ${electrons.down}↓`;
  const svg = new Blob([mapSvg(table, field, subtitle)], { type: "image/svg+xml" });
  const blob = format === "svg" ? svg : await rasterise(svg);
  const name = field.replace(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "");
  saveFile(`cumulant-explorer-map-${name}.${format}`, blob);
}

async function rasterise(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = PNG_SCALE * MAP_FIGURE.width;
    canvas.height = PNG_SCALE * MAP_FIGURE.height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture came out")) : resolve(blob))),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
