/** Doing something at a steady pace, also while the page is hidden. Falls back to the page's timers without workers. */
type Stop = () => void;

let worker: Worker | null = null;
let last_id = 0;
const tasks = new Map<number, () => void>();

function the_worker(): Worker | null {
  if (worker !== null) return worker;
  try {
    worker = new Worker(new URL("./steady.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (message: MessageEvent<number>) => tasks.get(message.data)?.();
  } catch {
    return null;
  }
  return worker;
}

export function steadily(every_ms: number, task: () => void): Stop {
  const clock = the_worker();
  if (clock === null) {
    const timer = setInterval(task, every_ms);
    return () => clearInterval(timer);
  }
  last_id += 1;
  const id = last_id;
  tasks.set(id, task);
  clock.postMessage({ id, every_ms });
  return () => {
    tasks.delete(id);
    clock.postMessage({ id, every_ms: null });
  };
}
