"""The sentences about phrases."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "unknown_phrase": ('there is no phrase "{id}"', "没有快捷语“{id}”"),
        "too_many_phrases": ("a show has {most} phrases at most", "每个场次最多 {most} 条快捷语"),
        "phrase_not_ready": ('the phrase "{label}" has no sound: {why}', "快捷语“{label}”没有声音：{why}"),
        "phrase_needs_text": ("a typed phrase needs a text", "文字快捷语需要填写文字"),
        # why a phrase has no sound, beside the codes of voice/words.py
        "sound_missing": ("nothing has been recorded for it yet", "尚未录音"),
        "sound_lost": ("its sound file is gone; save or record it again", "声音文件已丢失；请重新保存或录制"),
        "sound_being_made": ("it is being made", "正在生成"),
        "sound_silent": ("there is no speech in it, or it is much too quiet", "其中没有人声，或音量过小"),
        "sound_too_large": ("the recording is larger than {most} bytes", "录音超过 {most} 字节"),
        "sound_too_slow": ("decoding the recording took too long", "录音解码时间过长"),
        "sound_none": ("there is no sound in the recording", "录音中没有声音"),
        "sound_unknown": (
            "this is no WAV, Ogg, WebM or MP4 file",
            "不是 WAV、Ogg、WebM 或 MP4 文件",
        ),
        "sound_unreadable": ("the recording cannot be read: {reason}", "无法读取录音：{reason}"),
        "sound_unwritable": ("its sound cannot be stored: {reason}", "声音无法保存：{reason}"),
    }
)
