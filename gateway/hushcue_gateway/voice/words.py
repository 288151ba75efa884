"""The sentences for speech that cannot be made."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        # the codes of voice/messages.py VOICE_CODES
        "no_voice": (
            'there is no intelligible voice for the language "{language}"; record the phrase instead',
            "没有能听懂的“{language}”语音；请改用录音",
        ),
        "letters_unreadable": (
            'the voice for "{language}" cannot read {letters}; write it in its own letters, or record the phrase',
            "“{language}”的语音读不出 {letters}；请换用该语言的文字书写，或改用录音",
        ),
        "nothing_to_say": ("there is nothing to say in it", "其中没有可读的内容"),
        "speech_too_long": (
            "spoken it is longer than {limit_s} s; shorten it",
            "读出来超过 {limit_s} 秒，请缩短",
        ),
        "voice_missing": ("the speech library cannot be used: {reason}", "语音库无法使用：{reason}"),
        "voice_failed": ("the speech process ended in the middle of it", "语音进程在合成途中退出"),
    }
)
