import { useState } from "react";
import {
  Button,
  Dialog,
  Heading,
  Menu,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Popover,
} from "react-aria-components";
import { ActionItems } from "../commands/action-items.tsx";
import { useActions } from "../commands/use-actions.ts";
import { DevicePanel } from "../device/device-panel.tsx";
import { Icon } from "../icons.tsx";

/** Actions that stand in the header of wide screens. */
const FROM_HEADER = new Set(["undo", "redo", "import"]);

/** On narrow screens, what the header has no room for. */
export function MoreMenu() {
  const [device, setDevice] = useState(false);
  const actions = useActions().filter(
    ({ id, group }) => FROM_HEADER.has(id) || group === "Quenches" || group === "View",
  );
  const about = { id: "device", group: "View", label: "What computes", run: () => setDevice(true) };
  return (
    <>
      <MenuTrigger>
        <Button className="button icon-only" aria-label="More" data-tour-start>
          <Icon name="more" size={20} />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label="More">
            <ActionItems actions={[...actions, about]} />
          </Menu>
        </Popover>
      </MenuTrigger>
      <ModalOverlay className="scrim" isDismissable isOpen={device} onOpenChange={setDevice}>
        <Modal className="modal">
          <Dialog className="dialog device-panel">
            <Heading slot="title" level={2}>
              What computes
            </Heading>
            <DevicePanel />
            <Button slot="close" className="button">
              Close
            </Button>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}
