import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useShell } from "../shell-store.ts";
import "./commands.css";

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [["←", "→", "↑", "↓"], "move the quench point, or a slider"],
  [["Shift", "arrow"], "the same in coarse steps"],
  [["Space"], "play or pause"],
  [["E"], "export"],
  [["/"], "commands"],
  [["Ctrl", "Z"], "undo"],
  [["Ctrl", "Shift", "Z"], "redo"],
  [["Esc"], "take back a typed value, close a panel"],
  [["?"], "this sheet"],
];

export function KeySheet() {
  const open = useShell((state) => state.panel === "keys");
  const show = useShell((state) => state.show);
  return (
    <ModalOverlay
      className="scrim"
      isDismissable
      isOpen={open}
      onOpenChange={(next) => show(next ? "keys" : null)}
    >
      <Modal className="modal">
        <Dialog className="dialog key-sheet">
          <Heading slot="title" level={2}>
            Keys
          </Heading>
          <dl>
            {KEYS.map(([keys, meaning]) => (
              <div key={meaning}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <Button slot="close" className="button">
            Close
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
