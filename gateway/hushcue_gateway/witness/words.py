"""What the witness says: codes of its events, and what its desk tells people."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "recording_failed": (
            "the recording of cue {cue} breaks off: {reason}; the talk itself goes on",
            "提词 {cue} 的录音中断：{reason}；通话不受影响",
        ),
        "recording_too_long": (
            "the recording of cue {cue} ends after {most_s} s; the talk itself goes on",
            "提词 {cue} 的录音达到 {most_s} 秒后结束；通话不受影响",
        ),
        "recording_deleted": (
            "{count} recordings were deleted, {megabytes} MB: {why}",
            "已删除 {count} 个录音，共 {megabytes} MB：{why}",
        ),
        "why_retention": ("kept for as long as the show wants", "已到场次设定的保留期限"),
        "why_quota": ("the space for recordings is used up", "录音空间已满"),
        "recording_no_space": (
            "nothing is recorded: only {free_mb} MB are free in {path}",
            "暂停录音：{path} 只剩 {free_mb} MB 可用空间",
        ),
        "recording_lost_file": (
            "the recording of cue {cue} is no longer there: {path}",
            "提词 {cue} 的录音文件已不存在：{path}",
        ),
        "witness_restarted": (
            "the witness process was replaced ({reason}) after {silent_ms:.0f} ms; recordings go on",
            "录音进程已被替换（{reason}），中断 {silent_ms:.0f} 毫秒；录音继续",
        ),
        "leak": (
            "{hosts}: the earpiece is heard in the programme ({db:.0f} dB below it, cue {cue}): "
            "turn it down or seat it better",
            "{hosts}：耳机声漏入了节目声（比节目低 {db:.0f} dB，提词 {cue}）：请调低音量或戴紧耳机",
        ),
        "leak_among": (
            "one of {hosts}: an earpiece is heard in the programme ({db:.0f} dB below it, cue {cue}). They heard the "
            "same so far; say something to one of them alone to learn which",
            "{hosts} 之一：有耳机声漏入了节目声（比节目低 {db:.0f} dB，提词 {cue}）。目前他们听到的内容相同；"
            "单独对其中一人讲话即可分辨是谁",
        ),
        "unknown_recording": ("cue {cue} has no recording", "提词 {cue} 没有录音"),
        "forbidden": (
            "cue {cue} was private: only who said it and owners may hear it",
            "提词 {cue} 是私密通话：只有讲话者本人和系统所有者可以收听",
        ),
        "notice_default": (
            "Talk to your earpiece is recorded in this show.",
            "本场次发往耳机的通话会被录音。",
        ),
    }
)
