/** A board's config.json: asked of the gateway once, with new secrets, and written until the board has it. */
import { part, post } from "../shared/http";
import { language } from "../shared/words";
import { say } from "../words/usb";
import { bytes_of, hex_of, sha256 } from "./bytes";
import type { Device } from "./chip";
import type { Form } from "./states";
import { Trouble } from "./trouble";

export const CONFIG = "/config.json";

/** With new secrets: whoever has an older one is not let in from now on. `registered`: who was written down here. */
export async function new_settings(form: Form, board: string, registered: Set<string>): Promise<string> {
  const id = form.pack || form.id.trim();
  if (form.pack === "" && !registered.has(id)) {
    const groups = form.groups.split(/[,，、\s]+/).filter((name) => name !== "");
    await post("/bodypacks", { id, label: form.label.trim() || id, groups, language: language.value, ...(form.show === "" ? {} : { show: form.show }) });
    registered.add(id);
  }
  const { ssid, wifi_password, gateway, country } = form;
  const wish = { ssid, wifi_password, gateway: gateway.trim(), country: country.trim().toUpperCase(), ceiling_db: Number(form.ceiling_db), board };
  return JSON.stringify(await post(`/bodypacks/${part(id)}/config`, wish));
}

/** In one step, and compared. */
export async function write_settings(chip: Device, document: string): Promise<void> {
  const data = bytes_of(document);
  await chip.put(CONFIG, data);
  const found = (await chip.hash([CONFIG])).get(CONFIG);
  if (found?.sha256 !== hex_of(await sha256(data))) throw new Trouble(() => say("wrong_config"));
}
