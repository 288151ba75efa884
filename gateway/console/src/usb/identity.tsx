/** Who the board is to be: one of the studio's bodypacks or a new one, and the network that it joins. */
import { useEffect, useState } from "preact/hooks";
import type { Bodypack } from "../core/bodypacks";
import { session } from "../live/session";
import { get } from "../shared/http";
import { keep, remembered } from "../shared/preferences";
import { Button } from "../shared/ui/button";
import { Select, TextField } from "../shared/ui/field";
import { tell_wrong } from "../shared/ui/toast";
import { say } from "../words/usb";
import type { Job } from "./job";
import type { Form, State } from "./states";

const ID = "[a-z0-9][a-z0-9\\-]{0,31}";
const LOOPBACK = /^(localhost|127\..*|\[::1\])$/;
const REMEMBERED = "usb.network";

type Network = Pick<Form, "ssid" | "gateway" | "country">;

export function IdentityForm({ job, state }: { job: Job; state: Extract<State, { at: "identity" }> }) {
  const { installed, config } = state;
  const [packs, set_packs] = useState<readonly Bodypack[]>([]);
  const form = job.form.value;
  const set = (change: Partial<Form>): void => {
    job.form.value = { ...job.form.value, ...change };
  };
  useEffect(() => {
    const here = LOOPBACK.test(location.hostname) ? "" : location.hostname;
    const { ssid, gateway, country } = remembered<Network>(REMEMBERED, { ssid: "", gateway: here, country: "CN" });
    const now = job.form.value;
    set({ ssid: now.ssid || ssid, gateway: now.gateway || gateway || here, country: now.country || country, show: now.show || (session.value?.shows[0]?.id ?? "") });
    void get<{ bodypacks: Bodypack[] }>("/bodypacks")
      .then((found) => {
        set_packs(found.bodypacks);
        const known = (id: string): boolean => found.bodypacks.some((pack) => pack.id === id);
        const meant = [job.meant, config?.id ?? ""].find((id) => id !== "");
        if (meant === undefined || job.form.value.pack !== "" || job.form.value.id !== "") return;
        set(known(meant) ? { pack: meant } : { id: meant });
      })
      .catch(tell_wrong);
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    keep(REMEMBERED, { ssid: form.ssid, gateway: form.gateway, country: form.country });
    void job.identify(installed);
  };
  return (
    <>
      <p>
        {installed.nothing
          ? say("up_to_date", { version: installed.version })
          : say("installed", { version: installed.version, sent: installed.sent, kb: Math.ceil(installed.send_bytes / 1000), copied: installed.copied, right: installed.right })}
      </p>
      {config !== null && (
        <div class="row">
          <Button kind="primary" icon="play" on={() => job.keep(config.id)}>
            {say("keep_identity", { id: config.id })}
          </Button>
          <span class="field-hint">{say("keep_identity_help")}</span>
        </div>
      )}
      <form class="stack" onSubmit={submit}>
        <p>{say("identity_help")}</p>
        <div class="columns">
          <Select
            label={say("which_pack")}
            value={form.pack}
            choices={[{ value: "", label: say("new_pack") }, ...packs.map((pack) => ({ value: pack.id, label: pack.label === pack.id ? pack.id : `${pack.label} (${pack.id})` }))]}
            on={(pack) => set({ pack })}
          />
          {form.pack === "" && <NewPack form={form} set={set} />}
        </div>
        <div class="columns">
          <TextField label={say("ssid")} value={form.ssid} on={(ssid) => set({ ssid })} required longest={32} />
          <TextField label={say("wifi_password")} hint={say("wifi_password_hint")} type="password" complete="off" value={form.wifi_password} on={(wifi_password) => set({ wifi_password })} longest={63} />
          <TextField label={say("gateway")} hint={say("gateway_hint")} value={form.gateway} on={(gateway) => set({ gateway })} required longest={64} />
          <TextField label={say("country")} hint={say("country_hint")} value={form.country} on={(country) => set({ country })} required longest={2} shortest={2} />
          <TextField label={say("ceiling")} hint={say("ceiling_hint")} type="number" least={-30} most={0} value={form.ceiling_db} on={(ceiling_db) => set({ ceiling_db })} required />
        </div>
        <div class="row row-end">
          <Button kind={config === null ? "primary" : "plain"} icon="key" type="submit">
            {say("write_identity")}
          </Button>
        </div>
      </form>
    </>
  );
}

function NewPack({ form, set }: { form: Form; set: (change: Partial<Form>) => void }) {
  const shows = session.value?.shows ?? [];
  return (
    <>
      <TextField label={say("pack_id")} hint={say("pack_id_hint")} value={form.id} on={(id) => set({ id })} required pattern={ID} longest={32} />
      <TextField label={say("pack_label")} value={form.label} on={(label) => set({ label })} longest={32} />
      {shows.length > 1 && <Select label={say("pack_show")} value={form.show} choices={shows.map((show) => ({ value: show.id, label: show.label || show.id }))} on={(show) => set({ show })} />}
      <TextField label={say("pack_groups")} hint={say("pack_groups_hint")} value={form.groups} on={(groups) => set({ groups })} />
    </>
  );
}
