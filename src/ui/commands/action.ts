/** Something the user can do, as menus, keys and the command menu share it. */
export interface Action {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** A few words more, or the key. */
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** Actions by group, both in order of appearance. */
export function groupActions(actions: readonly Action[]): [string, Action[]][] {
  const groups = new Map<string, Action[]>();
  for (const action of actions) {
    const group = groups.get(action.group) ?? [];
    group.push(action);
    groups.set(action.group, group);
  }
  return [...groups];
}
