/** Everything the phone page says. */
import { catalogue } from "../shared/words";

export const say = catalogue({
  connecting: ["Connecting…", "正在连接……"],
  listening: ["Listening", "正在收听"],
  deaf: ["You hear nothing yet", "你还听不到声音"],
  quiet: ["Nobody is talking", "暂时没有人讲话"],
  sound_lost: ["The sound is gone. It is being fetched again…", "声音已中断，正在重新连接……"],
  away: ["The gateway cannot be reached. Trying again…", "无法连接网关，正在重试……"],
  back: ["Connected again", "已重新连接"],
  speaks: ["{name} is talking", "{name} 正在讲话"],
  somebody: ["Somebody", "有人"],
  private: ["Only you hear this", "仅你能听到"],
  emergency: ["Emergency", "紧急"],
  unlock: ["Tap here to hear", "点这里开始收听"],
  unlock_why: [
    "A browser plays sound only after a tap. Put the earphone in first.",
    "浏览器需要点一下才能播放声音。请先戴好耳机。",
  ],
  got_it: ["Got it", "听到了"],
  got_it_done: ["They know that you heard it", "对方已知道你听到了"],
  call: ["Call me", "呼叫"],
  calling: ["Calling…", "呼叫中……"],
  volume: ["Volume", "音量"],
  louder: ["Louder", "调大音量"],
  softer: ["Softer", "调小音量"],
  ceiling: ["Never louder than {db} dBFS, whatever anybody sets", "无论如何设置，音量都不会超过 {db} dBFS"],
  muted: ["Muted by the studio", "已被演播室静音"],
  text_from: ["{name}:", "{name}："],
  language: ["Language", "语言"],
  link_needed: ["This page needs a link from your studio", "请使用演播室发来的链接打开本页"],
  link_how: [
    "Ask the technician for a new link or QR code and open it on this phone. A link works once.",
    "请向技术人员索取新的链接或二维码，并在本手机上打开。每个链接只能使用一次。",
  ],
  ended: ["This phone is no longer connected", "本机已断开"],
  screen_off: ["Keep this page in front; the screen stays on", "请让本页保持在前台；屏幕会保持常亮"],
  screen_warning: [
    "The screen may go off: set it to stay on, or the sound may stop",
    "屏幕可能会熄灭：请在系统中设为常亮，否则声音可能中断",
  ],
});
