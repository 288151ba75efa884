/** What the mix says. */
import { catalogue } from "../shared/words";

export const say = catalogue({
  mix: ["Mix", "混音"],
  mix_of: ["Mix of {name}", "{name} 的混音"],
  mix_help: [
    "How loud each host hears each source. Double click or 0: as recorded. M: mute it for this host alone.",
    "每位主播听到各声源的音量。双击或按 0 恢复原样；按 M 只对该主播静音。",
  ],
  mix_help_touch: ["How loud this host hears each source. M mutes it for this host alone.", "该主播听到各声源的音量。按 M 只对该主播静音。"],
  in_the_ear: ["What {name} hears", "{name} 听到的声音"],
  mix_look: ["Your role sees the mix; whoever may adjust ears changes it.", "你的角色可以查看混音；有调节权限的人可以修改。"],
  mix_host: ["Host", "主播"],
  mix_hosts: ["Hosts", "主播"],
  mix_all_hosts: ["All hosts", "所有主播"],
  source: ["Source", "声源"],
  everyone: ["For everyone", "对所有人"],
  cell: ["{source} for {name}", "{name} 听到的 {source}"],
  cell_all: ["{source} for everyone", "所有人听到的 {source}"],
  cell_muted: ["muted", "静音"],
  cell_off: ["off", "关闭"],
  cell_done: ["{source} for {name}: {value}", "{name} 听到的 {source}：{value}"],
  cell_all_done: ["{source} for everyone: {value}", "所有人听到的 {source}：{value}"],
  cell_mute: ["Mute", "静音"],
  programme_row: ["Programme in the ear", "耳机节目声"],
  programme_cell: ["Programme for {name}", "{name} 的节目声"],
  ducking_row: ["Programme under speech", "讲话时的节目声"],
  ducking_cell: ["Programme under speech for {name}", "{name} 讲话时的节目声"],
  ducking_studio: ["studio: {value}", "全台：{value}"],
  no_mix: ["There is nothing to mix yet", "还没有可混音的声源"],
  no_mix_help: ["Sources appear here: microphones of the studio, operators who opened theirs, programme feeds.", "演播室麦克风、已打开麦克风的运营、节目声会出现在这里。"],
  on_air_cell: ["on air", "直播中"],
});
