import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import type { LearnedConfig, MethodConfig } from "../../protocol/config.ts";
import { CLOSURE_NAME, methodLabel } from "../../protocol/labels.ts";
import { learned, td2rdm, withMethodAdded } from "../../state/config-edits.ts";
import { useApp, useConfig } from "../app-context.ts";
import { Icon } from "../icons.tsx";

const REFERENCES: readonly MethodConfig[] = [{ kind: "exact" }, { kind: "mean-field" }];
const CLOSURES = Object.keys(CLOSURE_NAME) as (keyof typeof CLOSURE_NAME)[];
const VARIANTS: readonly MethodConfig[] = CLOSURES.flatMap((closure) => [
  td2rdm(closure),
  td2rdm(closure, { purification: "energy-conserving" }),
  td2rdm(closure, { contractionConsistent: false }),
]);

const LEARNED: readonly LearnedConfig[] = [
  learned("neural-ode"),
  learned("learned-closure"),
  learned("dmd"),
  learned("dmd", 1),
];
const LEARNED_HINT: Record<LearnedConfig["kind"], string> = {
  "neural-ode": "trains",
  "learned-closure": "trains, minutes",
  dmd: "linear",
};

/** Everything that can be added; exact and mean field once, the others as often as one likes. */
export function AddMethodMenu() {
  const { configs, messages } = useApp();
  const present = useConfig((state) => state.config.methods);
  const add = (method: MethodConfig) => {
    const refused = configs.edit((config) => withMethodAdded(config, method));
    if (refused !== null) {
      messages.error(`${methodLabel(method)} cannot be added here.`, `Expected ${refused.expected}.`);
    }
  };
  const offered = REFERENCES.filter((method) => !present.some((other) => other.kind === method.kind));
  return (
    <MenuTrigger>
      <Button className="button add-method">
        <Icon name="plus" size={14} /> Add a method
      </Button>
      <Popover className="popover" placement="top start">
        <Menu className="menu" aria-label="Methods to add">
          {offered.length > 0 && (
            <MenuSection>
              <Header className="menu-header">References</Header>
              {offered.map((method) => (
                <MenuItem key={method.kind} className="menu-item" onAction={() => add(method)}>
                  {methodLabel(method)}
                </MenuItem>
              ))}
            </MenuSection>
          )}
          <MenuSection>
            <Header className="menu-header">Learned from the exact dynamics</Header>
            {LEARNED.map((method) => (
              <MenuItem
                key={methodLabel(method)}
                className="menu-item"
                textValue={methodLabel(method)}
                onAction={() => add(method)}
              >
                <span>{methodLabel(method)}</span>
                <span className="menu-hint">{LEARNED_HINT[method.kind]}</span>
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection>
            <Header className="menu-header">TD2RDM closures</Header>
            {VARIANTS.map((method) => (
              <MenuItem
                key={methodLabel(method)}
                className="menu-item"
                textValue={methodLabel(method)}
                onAction={() => add(method)}
              >
                <span>{methodLabel(method)}</span>
                <span className="menu-hint">{describeVariant(method)}</span>
              </MenuItem>
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function describeVariant(method: MethodConfig): string {
  if (method.kind !== "td2rdm") return "";
  if (method.purification !== "none") return "purified";
  return method.contractionConsistent ? CLOSURE_NAME[method.closure] : "bare";
}
