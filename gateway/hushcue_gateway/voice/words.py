"""The sentences for speech that cannot be made."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        # the codes of voice/messages.py VOICE_CODES
        "no_voice": (
            'there is no intelligible voice for the language "{language}": record what is to be said, or, for the '
            'assistant, put a Piper voice into the folder "voices"',
            "没有能听懂的“{language}”语音：请改用录音；助手也可以使用放入 voices 文件夹的 Piper 音色",
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
        "speech_service_failed": ("the speech service gave no speech: {reason}", "语音服务没有返回语音：{reason}"),
        # of the assistant: voice/speaking.py
        "speech_silent": ("the voice gave no sound", "该音色没有发出声音"),
        "speech_unwritable": ("the speech cannot be stored: {reason}", "语音无法保存：{reason}"),
        # why a file in the folder of voices is no voice: voice/shelf.py
        "voice_no_settings": ("there is no {name}.json beside it", "旁边缺少 {name}.json"),
        "voice_settings_unreadable": (
            "{name}.json is no settings of a Piper voice",
            "{name}.json 不是 Piper 音色的设置",
        ),
        "voice_too_large": ("the file is larger than {most} MB", "文件超过 {most} MB"),
        "voice_needs_package": ("the package {package} is not installed", "未安装 {package} 包"),
    }
)
