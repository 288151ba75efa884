"""Which of the two languages this process speaks."""

import locale
import os
import sys
from collections.abc import Mapping

LANGUAGES = ("en", "zh")
_VARIABLES = ("HUSHCUE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_chosen: str | None = None


def choose_language(name: str | None) -> str:
    """Fix the language of this process: "en" or "zh". "auto", "" and None go back to asking the environment.

    Returns the language in force. Any other name is our mistake: ValueError.
    """
    global _chosen
    if name in LANGUAGES:
        _chosen = name
    elif name in (None, "", "auto"):
        _chosen = None
    else:
        raise ValueError(f"no such language: {name}")
    return language()


def language() -> str:
    """The language in force: what was chosen, else what the environment asks for, else English."""
    return _chosen or language_of(os.environ) or _language_of_windows() or "en"


def language_of(environment: Mapping[str, str]) -> str | None:
    """What the first variable that is set asks for. "zh_CN.UTF-8" is "zh"; anything but Chinese is "en"."""
    for variable in _VARIABLES:
        value = environment.get(variable, "")
        if value and value != "auto":
            return "zh" if value.lower().startswith("zh") else "en"
    return None


def _language_of_windows() -> str | None:
    """Windows sets none of the variables: ask for the language of its own windows."""
    if sys.platform != "win32":
        return None
    import ctypes

    name = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return "zh" if name.startswith("zh") else "en"
