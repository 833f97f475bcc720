import { useEffect, useRef } from "react";
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from "react-aria-components";
import { useShell } from "../shell-store.ts";
import { ActionItems } from "./action-items.tsx";
import "./commands.css";
import { useActions } from "./use-actions.ts";

/** A searchable list of everything that can be done. */
export function CommandMenu() {
  const open = useShell((state) => state.panel === "commands");
  const show = useShell((state) => state.show);
  return (
    <ModalOverlay
      className="scrim"
      isDismissable
      isOpen={open}
      onOpenChange={(next) => show(next ? "commands" : null)}
    >
      <Modal className="modal command-modal">
        <Dialog className="dialog" aria-label="Commands">
          <CommandList close={() => show(null)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function CommandList({ close }: { readonly close: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const { contains } = useFilter({ sensitivity: "base" });
  const actions = useActions().map((action) => ({
    ...action,
    run: () => {
      close();
      action.run();
    },
  }));
  return (
    <Autocomplete filter={contains}>
      <SearchField className="command-search" aria-label="Search commands">
        <Input ref={input} className="input" placeholder="What would you like to do?" />
      </SearchField>
      <Menu
        className="menu command-list"
        aria-label="Commands"
        renderEmptyState={() => <p className="hint">Nothing like that here.</p>}
      >
        <ActionItems actions={actions} />
      </Menu>
    </Autocomplete>
  );
}
