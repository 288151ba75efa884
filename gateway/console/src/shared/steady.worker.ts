/** A clock in a worker: browsers slow the timers of a hidden page to one a second, but not those of its workers. */
const timers = new Map<number, ReturnType<typeof setInterval>>();

self.onmessage = (message: MessageEvent<{ id: number; every_ms: number | null }>) => {
  const { id, every_ms } = message.data;
  const running = timers.get(id);
  if (running !== undefined) clearInterval(running);
  timers.delete(id);
  if (every_ms !== null) timers.set(id, setInterval(() => self.postMessage(id), every_ms));
};
