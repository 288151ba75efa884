"""What the store says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "store_damaged": (
            "{path} is damaged ({reason}). {advice} Then start again.",
            "{path} 已损坏（{reason}）。{advice} 然后重新启动。",
        ),
        "store_use_copy": (
            "The newest good copy is {copy}: put it in its place (and remove {path}-wal and {path}-shm).",
            "最近的完好副本是 {copy}：请用它替换（并删除 {path}-wal 和 {path}-shm）。",
        ),
        "store_no_copy": (
            "There is no copy: move it away, and accounts and cue log begin anew.",
            "没有副本：请把该文件移走，账号和提词日志将重新开始。",
        ),
        "store_newer": (
            "{path} was written by a newer version of hushcue (schema {revision}): install that version",
            "{path} 由更新版本的 hushcue 写入（结构版本 {revision}）：请安装该版本",
        ),
        "store_unusable": ("{path} cannot be opened: {reason}", "无法打开 {path}：{reason}"),
        "store_migrated": (
            "the store is brought from version {before} to {after}; a copy of before: {copy}",
            "存储已从版本 {before} 升级到 {after}；旧版副本：{copy}",
        ),
        "store_unwritable": (
            "{path} cannot be written: {reason}. The sound goes on; what happens is kept in memory and written later",
            "无法写入 {path}：{reason}。声音不受影响；期间的记录暂存内存，稍后补写",
        ),
        "store_writable": (
            "{path} is written again; {written} changes had waited, {dropped} were too many to keep",
            "{path} 已恢复写入；补写了 {written} 条记录，{dropped} 条因过多而丢弃",
        ),
        "store_mistake": ("a change could not be stored: {reason}", "有一项更改无法保存：{reason}"),
        "store_not_now": (
            "this cannot be saved now: {reason}",
            "现在无法保存：{reason}",
        ),
        "store_imported": (
            "{cues} cues and {receipts} receipts of {path} are in the store now",
            "已将 {path} 中的 {cues} 条提词和 {receipts} 条回执导入存储",
        ),
    }
)
