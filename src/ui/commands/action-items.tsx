import { Header, MenuItem, MenuSection } from "react-aria-components";
import { type Action, groupActions } from "./action.ts";

/** Menu items of actions, by group. */
export function ActionItems({ actions }: { readonly actions: readonly Action[] }) {
  return groupActions(actions).map(([group, members]) => (
    <MenuSection key={group}>
      <Header className="menu-header">{group}</Header>
      {members.map((action) => (
        <MenuItem
          key={action.id}
          id={action.id}
          className="menu-item"
          textValue={action.label}
          isDisabled={action.disabled ?? false}
          onAction={action.run}
        >
          <span>{action.label}</span>
          {action.hint !== undefined && <span className="menu-hint">{action.hint}</span>}
        </MenuItem>
      ))}
    </MenuSection>
  ));
}
