/** How long show data is kept: what viewers wrote for short, numbers for long. */
import { useEffect, useState } from "preact/hooks";
import { whole_number } from "../../core/manual";
import { part, put } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/data";
import { say as settings_say } from "../../words/settings";
import type { Room } from "../room";
import { useLoaded } from "./parts";

interface Kept {
  comment_days: number;
  metric_days: number;
}

const MOST_DAYS = 3650;

export function DataRetention({ room }: { room: Room }) {
  const path = `/shows/${part(room.show)}/data-retention`;
  const loaded = useLoaded<Kept>(path);
  const [comments, set_comments] = useState("");
  const [metrics, set_metrics] = useState("");
  useEffect(() => {
    if (loaded.value === null) return;
    set_comments(String(loaded.value.comment_days));
    set_metrics(String(loaded.value.metric_days));
  }, [loaded.value]);
  const comment_days = whole_number(comments, MOST_DAYS);
  const metric_days = whole_number(metrics, MOST_DAYS);
  const wrong = (value: number | null): string | undefined => (value === null && loaded.value !== null ? say("days_wrong", { most: MOST_DAYS }) : undefined);
  return (
    <section class="box">
      {loaded.wrong}
      <h2>{say("retention")}</h2>
      <p class="quiet">{say("retention_help")}</p>
      <div class="columns">
        <TextField label={say("comment_days")} hint={say("comment_days_hint")} value={comments} on={set_comments} numeric longest={4} wrong={wrong(comment_days)} />
        <TextField label={say("metric_days")} hint={say("metric_days_hint")} value={metrics} on={set_metrics} numeric longest={4} wrong={wrong(metric_days)} />
      </div>
      <div class="row row-end">
        <Button kind="primary" disabled={loaded.value === null || comment_days === null || metric_days === null} on={() => attempt(() => put(path, { comment_days, metric_days }), () => settings_say("saved"))}>
          {settings_say("save")}
        </Button>
      </div>
    </section>
  );
}
