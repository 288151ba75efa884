/** Short messages at the edge of the screen: what was done, with a way back, or why it was not. */
import { signal } from "@preact/signals";
import { as_problem } from "../http";
import { catalogue, sentence } from "../words";
import { Button } from "./button";
import { Icon } from "./icon";

const say = catalogue({
  undo: ["Undo", "撤销"],
  dismiss: ["Dismiss", "关闭"],
  region: ["Messages", "消息"],
});

interface Toast {
  id: number;
  level: "done" | "wrong";
  text: () => string;
  undo?: () => unknown;
  /** How long it stays; as long as others of its level where nothing is said. */
  shown_ms?: number;
}

const SHOWN_MS = { done: 6000, wrong: 9000 };
const AT_MOST = 3;
const toasts = signal<readonly Toast[]>([]);
let last_id = 0;

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

function show(toast: Omit<Toast, "id">): void {
  last_id += 1;
  const id = last_id;
  const text = toast.text();
  const others = toasts.value.filter((one) => one.text() !== text);
  toasts.value = [...others, { ...toast, id }].slice(-AT_MOST);
  setTimeout(() => dismiss(id), toast.shown_ms ?? SHOWN_MS[toast.level]);
}

export function tell_done(text: () => string, undo?: () => unknown, shown_ms?: number): void {
  show({ level: "done", text, ...(undo === undefined ? {} : { undo }), ...(shown_ms === undefined ? {} : { shown_ms }) });
}

export function tell_wrong(wrong: unknown): void {
  const problem = as_problem(wrong);
  show({ level: "wrong", text: () => sentence(problem) });
}

/** Does it; what goes wrong is told, and false returned. */
export async function attempt(task: () => Promise<unknown>, done?: () => string, undo?: () => unknown, shown_ms?: number): Promise<boolean> {
  try {
    await task();
  } catch (wrong) {
    tell_wrong(wrong);
    return false;
  }
  if (done !== undefined) tell_done(done, undo, shown_ms);
  return true;
}

export function Toasts() {
  return (
    <div class="toasts" role="region" aria-label={say("region")} aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast toast-${toast.level}`} role={toast.level === "wrong" ? "alert" : undefined}>
          <Icon name={toast.level === "wrong" ? "warning" : "check"} />
          <p>{toast.text()}</p>
          {toast.undo !== undefined && (
            <Button
              small
              kind="quiet"
              on={() => {
                dismiss(toast.id);
                return attempt(async () => toast.undo?.());
              }}
            >
              {say("undo")}
            </Button>
          )}
          <Button small kind="quiet" icon="close" label={say("dismiss")} on={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  );
}
