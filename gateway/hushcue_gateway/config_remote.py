"""Remote controls in the configuration: ``[osc]`` and ``[mqtt_control]``."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from .config_reader import Reader

LOOPBACK = ("127.0.0.1",)
MAX_ALLOWED = 64


@dataclass(frozen=True)
class Osc:
    """OSC over UDP. allow: addresses or networks that may speak. secret: every message's first argument then; without
    one, an API token may stand there. role: whose rights a message has that brings no token; "" is none.

    reply_port: where feedback goes, 0 is where the message came from. hold_s: no key is held longer without being
    pressed again, since the release may get lost.
    """

    enabled: bool = False
    listen: str = "127.0.0.1"
    port: int = 8581
    allow: tuple[str, ...] = LOOPBACK
    secret: str | None = field(default=None, repr=False)
    role: str = ""
    reply_port: int = 0
    hold_s: float = 60.0


@dataclass(frozen=True)
class MqttControl:
    """Commands over MQTT. password: of the account "controller" at our own broker."""

    enabled: bool = False
    password: str | None = field(default=None, repr=False)
    hold_s: float = 60.0


def read_osc(reader: Reader) -> Osc:
    """The table [osc]."""
    osc = Osc(
        enabled=reader.flag("enabled"),
        listen=reader.text("listen", Osc.listen),
        port=reader.whole("port", 0, 65535, Osc.port),
        allow=reader.texts("allow") if reader.has("allow") else LOOPBACK,
        secret=reader.secret("secret", least=8),
        role=reader.name("role", "") if reader.has("role") else "",
        reply_port=reader.whole("reply_port", 0, 65535, Osc.reply_port),
        hold_s=reader.number("hold_s", 1, 600, Osc.hold_s),
    )
    if not _is_address(osc.listen):
        reader.refuse("listen", "config_osc_address", value=osc.listen[:64])
    for each in osc.allow[:MAX_ALLOWED]:
        if not _is_network(each):
            reader.refuse("allow", "config_osc_address", value=each[:64])
    if len(osc.allow) > MAX_ALLOWED:
        reader.refuse("allow", "config_not_names")
    if osc.secret and not osc.role:
        reader.refuse("role", "config_osc_role")
    reader.finish()
    return osc


def read_mqtt_control(reader: Reader, embedded: bool) -> MqttControl:
    """The table [mqtt_control]."""
    control = MqttControl(
        enabled=reader.flag("enabled"),
        password=reader.secret("password", least=8),
        hold_s=reader.number("hold_s", 1, 600, MqttControl.hold_s),
    )
    if control.enabled and embedded and control.password is None:
        reader.refuse("password", "config_missing")
    reader.finish()
    return control


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True
