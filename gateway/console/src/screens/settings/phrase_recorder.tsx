/** A button that records the microphone until it is pressed again. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../shared/ui/button";
import { attempt } from "../../shared/ui/toast";
import { microphone } from "../../sound/microphone";
import { LONGEST_S, Recorder } from "../../sound/recorder";
import { say } from "../../words/settings";

/** label: for screen readers, where the words beside the button do not say what it records. */
export function PhraseRecorder({ done, label }: { done: (wav: Blob) => Promise<unknown>; label?: string }) {
  const recorder = useRef<Recorder | null>(null);
  const [seconds, set_seconds] = useState<number | null>(null);

  const stop = async (): Promise<void> => {
    const running = recorder.current;
    recorder.current = null;
    set_seconds(null);
    if (running !== null) await attempt(async () => done((await running.stop()).wav));
  };
  const start = async (): Promise<void> => {
    if (microphone.track.value === null) await microphone.open();
    const track = microphone.track.value;
    if (track === null) throw new Error(say("record_mic"));
    const fresh = new Recorder();
    fresh.start(track);
    recorder.current = fresh;
    set_seconds(0);
  };
  const running = seconds !== null;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => set_seconds((now) => (now === null ? null : now + 1)), 1000);
    return () => clearInterval(timer);
  }, [running]);
  useEffect(() => {
    if (seconds !== null && seconds >= LONGEST_S) void stop();
  }, [seconds]);

  return (
    <Button small {...(running || label === undefined ? {} : { label })} icon={running ? "stop" : "record"} kind={running ? "danger" : "plain"} on={() => (running ? stop() : attempt(start))}>
      {seconds === null ? say("record") : `${say("recording", { seconds })} · ${say("record_stop")}`}
    </Button>
  );
}
