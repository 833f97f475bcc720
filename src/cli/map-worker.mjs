/** Node's worker threads load no TypeScript by themselves. */
import { register } from "tsx/esm/api";

register();
await import("./map-thread.ts");
