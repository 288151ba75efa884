/** What the editor of the studio's ducking says. */
import { catalogue } from "../shared/words";

export const say = catalogue({
  ducking_title: ["Ducking", "压低"],
  ducking_help: [
    "How far speech dims what lies under it, for every host of the studio. It counts at once, also while somebody talks. A host can have a depth of their own: see the mix.",
    "讲话时把其下的声音压低多少，对全演播室的主播有效。修改立即生效，讲话中也是。可以在混音中为单个主播另设。",
  ],
  programme_depth: ["Programme under speech", "讲话时的节目声"],
  speech_depth: ["Direct talk under an announcement", "广播时的单独讲话"],
  depth_none: ["not dimmed", "不压低"],
  depth_mute: ["mute", "静音"],
  attack: ["Way down", "压低用时"],
  hold: ["Stays down after the last word", "话音结束后保持"],
  release: ["Way up", "恢复用时"],
  by: ["Dims while", "何时压低"],
  by_key: ["the key is held", "按住通话键时"],
  by_activity: ["somebody is heard", "有讲话声时"],
  threshold: ["Heard means louder than", "讲话声门限"],
  picture: [
    "{what}: {depth}; down after {down} ms, up again {up} ms after the last word.",
    "{what}：{depth}；{down} 毫秒后压到位，话音结束 {up} 毫秒后恢复。",
  ],
  picture_none: ["{what}: not dimmed.", "{what}：不压低。"],
  speech_begins: ["speech begins", "开始讲话"],
  last_word: ["last word", "话音结束"],
  emergency_note: [
    "An emergency always silences the programme and turns other speech far down. That is nobody's to weaken.",
    "紧急讲话总会让节目声静音，并大幅压低其他讲话。任何人都不能减弱。",
  ],
  file_counts: ["As the configuration file says.", "按配置文件执行。"],
  changed_note: ["Set by {name}, {time}.", "由 {name} 设置，{time}。"],
  changed_meanwhile: ["{name} has changed this meanwhile.", "{name} 刚刚修改了这些设置。"],
  file_again: ["The file's values are in force again.", "已恢复为配置文件中的值。"],
  show_theirs: ["Show what is in force", "显示当前值"],
  as_file: ["As the file says", "恢复配置文件的值"],
  discard: ["Discard", "放弃修改"],
  ducking_saved: ["The studio dims so from now on", "全演播室已按此压低"],
  ducking_forgotten: ["The studio dims as the file says", "全演播室已按配置文件压低"],
});
