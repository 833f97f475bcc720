import { jsonText } from "../../protocol/json-text.ts";
import { fileFromTable, type MapTable } from "../../protocol/map.ts";
import type { App } from "../../state/app.ts";
import { mapCsv, mapSvg, pictureName, scatterSvg } from "../../view/map-export.ts";
import { mapFieldInfo } from "../../view/map-fields.ts";
import { scatterTitle } from "../../view/map-scatter.ts";
import { MAP_FIGURE } from "../../view/map-svg.ts";
import type { Action } from "../commands/action.ts";
import { saveFile } from "../commands/save.ts";
import { describeLattice } from "../system/describe-system.ts";
import { fieldOf, scatterOf, useMapView } from "./map-view-store.ts";

/** Pixels of a PNG per unit of its SVG. */
const PNG_SCALE = 2;
const GROUP = "Map";

/** A picture of the map that can be saved. */
export interface Picture {
  readonly id: string;
  readonly label: string;
  /** Part of the file name. */
  readonly name: string;
  readonly draw: () => string;
}

/** What the export menu offers of a map. */
export function mapExportActions({ maps, software, messages }: App): Action[] {
  const { table } = maps.getState();
  if (table === null) return [];
  return [
    {
      id: "export-map-json",
      group: GROUP,
      label: "Map, all fields",
      hint: "JSON",
      run() {
        const file = fileFromTable(table, { software, created: new Date().toISOString() });
        saveFile("cumulant-explorer-map.json", new Blob([...jsonText(file)], { type: "application/json" }));
      },
    },
    {
      id: "export-map-csv",
      group: GROUP,
      label: "Map, all fields as CSV",
      run: () => saveFile("cumulant-explorer-map.csv", new Blob([mapCsv(table)], { type: "text/csv" })),
    },
    ...pictureActions(GROUP, picturesOf(table), messages),
  ];
}

/** Every picture as SVG and as PNG. */
export function pictureActions(
  group: string,
  pictures: readonly Picture[],
  messages: App["messages"],
): Action[] {
  const failed = (error: unknown) =>
    messages.error("The picture was not exported.", error instanceof Error ? error.message : String(error));
  return pictures.flatMap((picture) =>
    (["svg", "png"] as const).map((format) => ({
      id: `${picture.id}-${format}`,
      group,
      label: `${picture.label} as ${format.toUpperCase()}`,
      run: () => void savePicture(picture, format).catch(failed),
    })),
  );
}

/** The system of a map, in rich markup. */
export function mapSubtitle({ config }: Pick<MapTable, "config">): string {
  return `${describeLattice(config)}, ${config.electrons.up}↑ ${config.electrons.down}↓`;
}

/** Both heat maps and the scatter, as they are on the page. */
function picturesOf(table: MapTable): Picture[] {
  const subtitle = mapSubtitle(table);
  const { palette, scatter } = useMapView.getState();
  const choice = scatterOf(table, scatter);
  const maps = (["first", "second"] as const).map((side) => {
    const field = fieldOf(table, side);
    return {
      id: `export-map-${side}`,
      label: `Map of ${mapFieldInfo(field).label}`,
      name: pictureName([field]),
      draw: () => mapSvg(table, field, subtitle, palette),
    };
  });
  const plot = {
    id: "export-map-scatter",
    label: `Scatter of ${scatterTitle(choice)}`,
    name: pictureName([choice.y, choice.x]),
    draw: () => scatterSvg(table, choice, subtitle, palette),
  };
  return [...maps, plot];
}

async function savePicture({ draw, name }: Picture, format: "svg" | "png"): Promise<void> {
  const svg = new Blob([draw()], { type: "image/svg+xml" });
  const blob = format === "svg" ? svg : await rasterise(svg);
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
