import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useShallow } from "zustand/react/shallow";
import type { MethodConfig } from "../../protocol/config.ts";
import { withMethod, withoutMethod } from "../../state/config-edits.ts";
import type { MethodStyle } from "../../view/method-style.ts";
import { useApp, useRun } from "../app-context.ts";
import { Defined } from "../definitions/defined.tsx";
import { PHONE, useMediaQuery } from "../hooks/use-media-query.ts";
import { Icon } from "../icons.tsx";
import { isConfigurable, MethodEditor } from "./method-editor.tsx";
import { methodMessage, methodState } from "./method-state.ts";
import { Swatch } from "./swatch.tsx";

interface MethodChipProps {
  readonly id: string;
  readonly index: number;
  readonly method: MethodConfig;
  readonly label: string;
  readonly methodStyle: MethodStyle;
  readonly removable: boolean;
}

/** One method: colour, name and live state; a click configures it. */
export function MethodChip({ id, index, method, label, methodStyle, removable }: MethodChipProps) {
  const { configs } = useApp();
  const state = useRun(useShallow((run) => methodState(run, id)));
  const message = useRun((run) => methodMessage(run, id));
  const phone = useMediaQuery(PHONE);
  const configurable = isConfigurable(method);
  const face = (
    <>
      <Swatch methodStyle={methodStyle} />
      <span className="chip-label">{configurable ? label : <Defined id={method.kind}>{label}</Defined>}</span>
      <span className={`chip-state ${state.tone}`} data-testid="method-state">
        {state.text}
      </span>
    </>
  );
  return (
    <div className="chip-block" data-testid="method-chip" data-method={label}>
      <div className="chip">
        {configurable ? (
          <DialogTrigger>
            <Button className="chip-face" aria-label={`${label}, ${state.text}: configure`}>
              {face}
            </Button>
            <Popover className="popover" placement={phone ? "top" : "right top"} offset={phone ? 4 : 44}>
              <Dialog className="dialog" aria-label={`Configure ${label}`}>
                <MethodEditor index={index} method={method} />
              </Dialog>
            </Popover>
          </DialogTrigger>
        ) : (
          <div className="chip-face">{face}</div>
        )}
        <button
          type="button"
          className="chip-remove"
          aria-label={`Remove ${label}`}
          disabled={!removable}
          title={removable ? `Remove ${label}` : "At least one method stays"}
          onClick={() => configs.edit((config) => withoutMethod(config, index))}
        >
          <Icon name="close" size={12} />
        </button>
      </div>
      {message !== null && <ChipMessage message={message} tone={state.tone} index={index} method={method} />}
    </div>
  );
}

interface ChipMessageProps extends Pick<MethodChipProps, "index" | "method"> {
  readonly message: string;
  readonly tone: string;
}

/** What happened, in words, and the way out as a button. */
function ChipMessage({ message, tone, index, method }: ChipMessageProps) {
  const { configs, controller } = useApp();
  const failed = useRun((run) => run.active?.methods.some((result) => result.status === "failed") ?? false);
  const purifiable = method.kind === "td2rdm" && method.purification === "none" && tone === "bad";
  return (
    <p className={`chip-message ${tone}`}>
      {message}{" "}
      {purifiable && !failed && (
        <button
          type="button"
          className="link-button"
          onClick={() =>
            configs.edit((config) =>
              withMethod(config, index, { ...method, purification: "energy-conserving" }),
            )
          }
        >
          Turn purification on
        </button>
      )}
      {failed && tone === "bad" && (
        <button type="button" className="link-button" onClick={controller.rerun}>
          Run again
        </button>
      )}
    </p>
  );
}
