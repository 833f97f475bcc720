import { sparkPath, sparkTop } from "../../view/spark.ts";
import sparks from "./sparks.json";

const WIDTH = 240;
const HEIGHT = 56;

/** The norms of both cumulants over the window; decoration, the sentence says it in words. */
export function PresetPicture({ id }: { readonly id: string }) {
  const spark = Object.entries(sparks).find(([name]) => name === id)?.[1];
  if (spark === undefined) return null;
  const top = sparkTop(spark);
  return (
    <svg
      className="gallery-picture"
      viewBox={`-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="spark-base" d={`M0 ${HEIGHT}H${WIDTH}`} />
      <path className="spark-delta2" d={sparkPath(spark.delta2, top, WIDTH, HEIGHT)} />
      <path className="spark-delta3" d={sparkPath(spark.delta3, top, WIDTH, HEIGHT)} />
    </svg>
  );
}
