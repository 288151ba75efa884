/** The one audio context of the page. Browsers start it only after a gesture; any gesture will do. */
let context: AudioContext | null = null;

export function audio(): AudioContext {
  if (context === null) {
    context = new AudioContext({ latencyHint: "interactive" });
    const wake = (): void => {
      if (context?.state === "suspended") void context.resume();
    };
    for (const gesture of ["pointerdown", "keydown", "touchend"]) addEventListener(gesture, wake, { passive: true });
  }
  if (context.state === "suspended") void context.resume().catch(() => undefined);
  return context;
}
