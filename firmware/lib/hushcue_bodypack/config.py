"""/config.json -> checked settings. Every error names its key, and says what would be right, in English and 中文.

The table below is the format. A key that is not in it is an error too: a misspelt key must not be silently without
effect. Only a start reads the configuration, so this module gives its memory back after that: see forget().
"""

import json
import sys

from hushcue_wire import topics
from hushcue_wire.errors import WireError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: TID251 - for the type checker alone

PATH = "/config.json"

# key -> (rule, default; REQUIRED where there is none)
# rule: ("name",) | ("text", min chars, max chars) | ("int", low, high) | ("number", low, high) | ("bool",) | ("key",)
REQUIRED = None
KEYS = {
    "id": (("name",), REQUIRED),
    "studio": (("name",), "studio"),
    "label": (("text", 0, 32), ""),
    "board": (("text", 0, 32), ""),  # a file of boards/; "" for what the chip looks like
    "wifi.ssid": (("text", 1, 32), REQUIRED),
    "wifi.password": (("text", 0, 63), REQUIRED),
    "wifi.country": (("text", 2, 2), "CN"),
    "broker.host": (("text", 1, 64), REQUIRED),
    "broker.port": (("int", 1, 65535), 1883),
    "broker.password": (("text", 1, 64), REQUIRED),
    "audio.port": (("int", 1024, 65535), 5004),
    "audio.ceiling_db": (("number", -60, 0), -6.0),
    "audio.descriptors": (("int", 3, 8), 4),
    "watchdog": (("bool",), True),
    "key": (("key",), REQUIRED),  # of this bodypack alone; "hushcue key" writes it
}


class ConfigError(Exception):
    """``key`` is wrong; the message says so in both languages, on one line."""

    def __init__(self, key: str, english: str, chinese: str):
        super().__init__("config.json: %s: %s / %s: %s" % (key, english, key, chinese))
        self.key = key


def _check(key: str, rule: "tuple[Any, ...]", value: "Any") -> None:
    kind = rule[0]
    whole = isinstance(value, int) and not isinstance(value, bool)
    if kind == "name":
        try:
            topics.check_name(value, key)
        except WireError:
            raise ConfigError(key, "must be 1 to 32 of a-z 0-9 -", "须为 1 至 32 个 a-z 0-9 -") from None
    elif kind == "text":
        if not isinstance(value, str) or not rule[1] <= len(value) <= rule[2]:
            raise ConfigError(key, "must be text of %d to %d characters" % rule[1:], "须为 %d 至 %d 个字符" % rule[1:])
    elif kind == "key":
        if not isinstance(value, str) or len(value) != 64 or value.strip("0123456789abcdef"):
            raise ConfigError(
                key,
                "must be 64 hex digits, written by: hushcue key ID --into config.json",
                "须为 64 个十六进制数字，写入命令：hushcue key ID --into config.json",
            )
    elif kind == "bool":
        if not isinstance(value, bool):
            raise ConfigError(key, "must be true or false", "须为 true 或 false")
    elif kind == "int":
        if not whole or not rule[1] <= value <= rule[2]:
            raise ConfigError(key, "must be a whole number, %d to %d" % rule[1:], "须为 %d 至 %d 的整数" % rule[1:])
    elif not (whole or isinstance(value, float)) or not rule[1] <= value <= rule[2]:
        raise ConfigError(key, "must be a number, %s to %s" % rule[1:], "须为 %s 至 %s 的数" % rule[1:])


def _flat(document: "dict[str, Any]") -> "dict[str, Any]":
    """Sections ("wifi": {...}) as dotted keys; other dictionaries stay values, and fail their rule."""
    sections = [key.split(".")[0] for key in KEYS if "." in key]
    flat = {}  # type: dict[str, Any]
    for key, value in document.items():
        if key not in sections:
            flat[key] = value
        elif not isinstance(value, dict):
            raise ConfigError(key, "must be an object", "须为对象")
        else:
            for name in value:
                flat[key + "." + name] = value[name]
    return flat


def read(text: bytes) -> "dict[str, Any]":
    """Every key of the table, dotted, with its checked value. Raises ConfigError."""
    try:
        document = json.loads(text)
    except ValueError:
        raise ConfigError("(file)", "is not JSON", "不是 JSON") from None
    if not isinstance(document, dict):
        raise ConfigError("(file)", "must be an object", "须为对象")
    flat = _flat(document)
    for key in flat:
        if key not in KEYS:
            raise ConfigError(str(key), "is not a key I know", "没有这个键")
    settings = {}
    for key, (rule, default) in KEYS.items():
        if key in flat:
            _check(key, rule, flat[key])
            settings[key] = flat[key]
        elif rule == ("key",):
            _check(key, rule, None)  # missing is as wrong as any other, and it is said what writes one
        elif default is REQUIRED:
            raise ConfigError(key, "is missing", "缺少")
        else:
            settings[key] = default
    if 0 < len(settings["wifi.password"]) < 8:
        raise ConfigError("wifi.password", "must be empty or 8 to 63 characters", "须为空或 8 至 63 个字符")
    return settings


def load(path: str = PATH) -> "dict[str, Any]":
    """The settings of this bodypack. Raises ConfigError, also where there is no such file."""
    try:
        with open(path, "rb") as file:
            text = file.read(4096)
    except OSError:
        raise ConfigError(
            "(file)", "is missing: copy config.example.json", "缺少，请复制 config.example.json"
        ) from None
    return read(text)


def forget() -> None:
    """Let the collector have this module. Whoever imports it again, inside a function as well, gets it anew."""
    package, name = __name__.rsplit(".", 1)
    # None first: MicroPython's dictionaries keep the value of an entry that is deleted, and so what it holds alive
    sys.modules[__name__] = None  # type: ignore[assignment]
    del sys.modules[__name__]
    setattr(sys.modules[package], name, None)
    delattr(sys.modules[package], name)
