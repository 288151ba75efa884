"""The sentences for speech that cannot be made."""

from hushcue_words import Trouble

from ..language_names import NamingCatalogue
from .languages import is_cantonese

WORDS = NamingCatalogue(
    {
        # the codes of voice/messages.py VOICE_CODES
        "no_voice": (
            "there is no intelligible voice for {language}: record what is to be said, or, for the assistant, put a "
            'Piper voice into the folder "voices"',
            "没有能听懂的{language}语音：请改用录音；助手也可以使用放入 voices 文件夹的 Piper 音色",
        ),
        "no_cantonese": (
            "nobody here speaks Cantonese, and a voice of Mandarin is not used in its place: bind clips to Chinese "
            "(Traditional), name a speech service, or choose another language for this host in the settings, under "
            "“Assistant”",
            "没有说粤语的声音，也不会用普通话代替：请把录音绑定到中文（繁体），或填写语音服务，"
            "也可以在设置的“助手”中为该主播另选语言",
        ),
        "letters_unreadable": (
            "the voice for {language} cannot read {letters}; write it in its own letters, or record the phrase",
            "{language}语音读不出 {letters}；请换用该语言的文字书写，或改用录音",
        ),
        "nothing_to_say": ("there is nothing to say in it", "其中没有可读的内容"),
        "speech_too_long": (
            "spoken it is longer than {limit_s} s; shorten it",
            "读出来超过 {limit_s} 秒，请缩短",
        ),
        "voice_missing": ("the speech library cannot be used: {reason}", "语音库无法使用：{reason}"),
        "voice_failed": ("the speech process ended in the middle of it", "语音进程在合成途中退出"),
        "speech_service_failed": ("the speech service gave no speech: {reason}", "语音服务没有返回语音：{reason}"),
        # why a speech service gave none: voice/http.py
        "service_late": ("no answer within {seconds} s", "{seconds} 秒内没有应答"),
        "service_away": (
            "nobody answers at this address; check it, and whether the service runs",
            "该地址没有应答；请检查地址，以及服务是否在运行",
        ),
        "service_certificate": ("its certificate is not trusted here", "其证书不受信任"),
        "service_broke": ("it broke off in the middle ({reason})", "应答中途断开（{reason}）"),
        "service_no_key": (
            "it does not accept the key (HTTP {status})",
            "服务不接受该密钥（HTTP {status}）",
        ),
        "service_knows_not": (
            "it does not know the address, the model or the voice (HTTP {status})",
            "服务不认识该地址、模型或声音（HTTP {status}）",
        ),
        "service_too_often": (
            "it was asked too often, or its quota is used up (HTTP {status})",
            "请求过于频繁，或额度已用完（HTTP {status}）",
        ),
        "service_error": ("it answered with an error (HTTP {status})", "服务返回错误（HTTP {status}）"),
        "service_too_much": ("it sent more than {most} bytes", "返回内容超过 {most} 字节"),
        "service_left_alone": (
            "it failed too often and is left alone for a minute",
            "连续失败，暂停使用一分钟",
        ),
        "voice_not_there": ("this voice is not there, or cannot say this", "该声音不可用，或无法读出这句话"),
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


def nobody(language: str) -> Trouble:
    """Why nothing speaks it, and what helps."""
    return WORDS.trouble("no_cantonese" if is_cantonese(language) else "no_voice", exit_code=0, language=language)
