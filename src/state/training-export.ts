/** Training records as files; the pages have no other way to the engine. */
export {
  trainingToJson as trainingFileJson,
  trainingToNpz as trainingFileNpz,
} from "../engine/training-files.ts";
