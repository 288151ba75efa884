"""What languages are called, for whoever reads: sentences name a language, and never its tag. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from hushcue_words import LANGUAGES, Catalogue

FACT = "language"
NAMES: Mapping[str, tuple[str, str]] = {
    "ar": ("Arabic", "阿拉伯语"),
    "cmn": ("Mandarin", "普通话"),
    "de": ("German", "德语"),
    "en": ("English", "英语"),
    "es": ("Spanish", "西班牙语"),
    "fil": ("Filipino", "菲律宾语"),
    "fr": ("French", "法语"),
    "hi": ("Hindi", "印地语"),
    "id": ("Indonesian", "印度尼西亚语"),
    "it": ("Italian", "意大利语"),
    "ja": ("Japanese", "日语"),
    "km": ("Khmer", "高棉语"),
    "ko": ("Korean", "韩语"),
    "lo": ("Lao", "老挝语"),
    "ms": ("Malay", "马来语"),
    "my": ("Burmese", "缅甸语"),
    "nl": ("Dutch", "荷兰语"),
    "pl": ("Polish", "波兰语"),
    "pt": ("Portuguese", "葡萄牙语"),
    "ru": ("Russian", "俄语"),
    "th": ("Thai", "泰语"),
    "tr": ("Turkish", "土耳其语"),
    "uk": ("Ukrainian", "乌克兰语"),
    "vi": ("Vietnamese", "越南语"),
    "yue": ("Cantonese", "粤语"),
    "zh": ("Chinese", "中文"),
    "zh-hans": ("Chinese (Simplified)", "中文（简体）"),
    "zh-hant": ("Chinese (Traditional)", "中文（繁体）"),
    "zh-hk": ("Chinese (Hong Kong)", "中文（香港）"),
    "zh-mo": ("Chinese (Macau)", "中文（澳门）"),
    "zh-tw": ("Chinese (Taiwan)", "中文（台湾）"),
}
"""Tag (BCP 47), or its beginning, in lower case -> (en, zh). Names as the console has them from the browser."""


def name_of(tag: str, tongue: str) -> str:
    """Of the longest beginning that has a name, in "en" or "zh"; the tag itself where nobody knows one."""
    parts = tag.lower().replace("_", "-").split("-")
    for count in range(len(parts), 0, -1):
        found = NAMES.get("-".join(parts[:count]))
        if found is not None:
            return found[LANGUAGES.index(tongue)]
    return tag


class NamingCatalogue(Catalogue):
    """Sentences in which the fact ``language`` is a tag, and is said by its name."""

    def say_in(self, tongue: str, code: str, facts: Mapping[str, object]) -> str:
        tag = facts.get(FACT)
        return super().say_in(tongue, code, {**facts, FACT: name_of(tag, tongue)} if isinstance(tag, str) else facts)
