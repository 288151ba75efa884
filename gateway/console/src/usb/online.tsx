/** The end: the bodypack comes online, seen live, and what the board says meanwhile. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Bodypack } from "../core/bodypacks";
import { FleetDesk } from "../live/fleet";
import { Banner } from "../shared/ui/banner";
import { Button } from "../shared/ui/button";
import { say } from "../words/usb";
import type { Job } from "./job";
import { came_online } from "./states";

const PATIENCE_MS = 30_000;

/** The bodypack as it is now, and whether it has come online since we look. */
function useOnline(id: string): boolean {
  const [desk] = useState(() => new FleetDesk());
  const first = useRef<Bodypack | null | undefined>(undefined);
  const [online, set_online] = useState(false);
  useEffect(() => {
    desk.open();
    return () => desk.close();
  }, [desk]);
  const fleet = desk.fleet.value;
  const pack = fleet?.bodypacks.find((each) => each.id === id) ?? null;
  if (fleet !== null && first.current === undefined) first.current = pack;
  const now = first.current !== undefined && came_online(first.current ?? undefined, pack ?? undefined);
  useEffect(() => {
    if (now) set_online(true);
  }, [now]);
  return online;
}

export function Online({ job, id }: { job: Job; id: string }) {
  const online = useOnline(id);
  const [late, set_late] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => set_late(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {online ? (
        <p class="usb-online" role="status">
          <strong>{say("is_online", { id })}</strong>
        </p>
      ) : (
        <div class="usb-busy">
          <p>
            <strong>{id === "" ? say("waiting_start") : say("waiting_online", { id })}</strong>
          </p>
          <progress aria-label={say("step_online")} />
        </div>
      )}
      {!online && late && <Banner level="info">{say("not_online")}</Banner>}
      <div class="row">
        <Button kind={online ? "primary" : "plain"} icon="right" on={() => job.next_board()}>
          {say("next_board")}
        </Button>
        {id !== "" && (
          <a class="button" href={`/#/bodypacks/${encodeURIComponent(id)}`}>
            {say("open_pack", { id })}
          </a>
        )}
        <Button kind="quiet" on={() => job.look()}>
          {say("another_identity")}
        </Button>
      </div>
    </>
  );
}

export function Log({ job }: { job: Job }) {
  const box = useRef<HTMLPreElement>(null);
  const lines = job.log.value;
  const text = lines.join("\n");
  useEffect(() => {
    const element = box.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, [text]);
  return (
    <section class="box">
      <div class="row usb-log-head">
        <h2>{say("log_title")}</h2>
        <Button small kind="quiet" on={() => job.restart()}>
          {say("restart")}
        </Button>
      </div>
      <pre ref={box} class="usb-log" role="log" tabIndex={0} aria-label={say("log_title")}>
        {text === "" ? say("log_empty") : text}
      </pre>
    </section>
  );
}
