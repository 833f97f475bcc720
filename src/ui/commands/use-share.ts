import { useCallback } from "react";
import { encodePermalink } from "../../state/permalink.ts";
import { useApp } from "../app-context.ts";

/** Copies the link of the present config; where the clipboard is closed, the address bar has it. */
export function useShare(): () => void {
  const { configs, messages } = useApp();
  return useCallback(() => {
    const link = new URL(encodePermalink(configs.getState().config), location.href.split("#")[0]);
    navigator.clipboard
      .writeText(link.href)
      .then(() => messages.info("Link copied"))
      .catch(() => messages.error("The link could not be copied.", "Copy it from the address bar instead."));
  }, [configs, messages]);
}
