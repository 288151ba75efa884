/** Whether cues are recorded, how long they are kept, and what people are told about it. */
import { useEffect, useState } from "preact/hooks";
import { get, part, put } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { Switch, TextArea, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/cues";

interface Kept {
  recordings_days: number;
  cues_days: number;
  record: boolean;
  notice_zh: string;
  notice_en: string;
}

export function Retention({ show }: { show: string }) {
  const path = `/shows/${part(show)}/retention`;
  const [kept, set_kept] = useState<Kept | null>(null);
  useEffect(() => {
    void attempt(async () => set_kept(only(await get<Kept>(path))));
  }, [path]);
  if (kept === null) return null;
  const change = (some: Partial<Kept>): void => set_kept({ ...kept, ...some });
  return (
    <section class="box">
      <h2>{say("retention")}</h2>
      <Switch label={say("record")} hint={say("record_hint")} on={kept.record} set={(record) => change({ record })} />
      <div class="columns">
        <TextField
          label={say("recordings_days")}
          type="number"
          least={0}
          most={3650}
          value={String(kept.recordings_days)}
          on={(days) => change({ recordings_days: Number(days) })}
        />
        <TextField
          label={say("cues_days")}
          type="number"
          least={0}
          most={3650}
          value={String(kept.cues_days)}
          on={(days) => change({ cues_days: Number(days) })}
        />
        <TextArea label={say("notice_zh")} hint={say("notice_hint")} value={kept.notice_zh} on={(notice_zh) => change({ notice_zh })} longest={300} />
        <TextArea label={say("notice_en")} hint={say("notice_hint")} value={kept.notice_en} on={(notice_en) => change({ notice_en })} longest={300} />
      </div>
      <div class="row row-end">
        <Button kind="primary" on={() => attempt(() => put(path, kept), () => say("saved"))}>
          {say("save")}
        </Button>
      </div>
    </section>
  );
}

/** What may be changed: the gateway tells more than it takes. */
function only({ recordings_days, cues_days, record, notice_zh, notice_en }: Kept): Kept {
  return { recordings_days, cues_days, record, notice_zh, notice_en };
}
