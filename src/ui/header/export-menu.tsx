import { Button, Menu, MenuTrigger, Popover } from "react-aria-components";
import { ActionItems } from "../commands/action-items.tsx";
import { useExportActions } from "../commands/export-actions.ts";
import { useShell } from "../shell-store.ts";

/** Everything that can be taken home. */
export function ExportMenu() {
  const open = useShell((state) => state.panel === "export");
  const show = useShell((state) => state.show);
  const actions = useExportActions();
  return (
    <MenuTrigger isOpen={open} onOpenChange={(next) => show(next ? "export" : null)}>
      <Button className="button primary">Export</Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label="Export">
          <ActionItems actions={actions} />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
