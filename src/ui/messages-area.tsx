import { useStore } from "zustand";
import { useApp } from "./app-context.ts";
import { Icon } from "./icons.tsx";

/** Messages over the lower right corner; nothing moves for them. */
export function Messages() {
  const { messages } = useApp();
  const list = useStore(messages);
  return (
    <div className="messages">
      {list.map(({ id, kind, title, detail }) => (
        <div
          key={id}
          className={`message ${kind}`}
          role={kind === "error" ? "alert" : "status"}
          data-testid="message"
        >
          {kind === "error" && <Icon name="warning" />}
          <p className="message-text">
            <strong>{title}</strong>
            {detail}
          </p>
          <button
            type="button"
            className="chip-remove"
            aria-label="Dismiss"
            onClick={() => messages.dismiss(id)}
          >
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
    </div>
  );
}
