import { useEffect, useState } from "react";
import type { RunState } from "../state/run-store.ts";
import { useRun } from "./app-context.ts";

/** How long a state must last before it is spoken, in ms. */
const SETTLE = 700;

/** Tells screen readers how the run goes, only once it has settled. */
export function Announcer() {
  const text = useRun(describe);
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(text), SETTLE);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p className="visually-hidden" aria-live="polite" data-testid="announcer">
      {spoken}
    </p>
  );
}

function describe({ phase, active, error }: RunState): string {
  switch (phase) {
    case "idle":
      return "";
    case "running":
      return active?.preview ? "Preview" : "Computing";
    case "cancelled":
      return "The run was cancelled.";
    case "failed":
      return `The run failed: ${error ?? "unknown cause"}`;
    case "done": {
      if (active === null || active.preview) return "";
      const bad = active.methods.filter((method) => method.status !== "completed");
      const ended = bad.map((method) => `${method.label} ${method.status}.`).join(" ");
      return ended === "" ? "All methods are done." : `The run is done. ${ended}`;
    }
  }
}
