"""OSC addresses as wishes. Pure: an address and its arguments in, a Wish out, or Malformed.

    /hushcue/SHOW/talk/NAME/down [OPTION=VALUE ...]   NAME: a host, a group, all. Options: TALK_OPTIONS
    /hushcue/SHOW/talk/NAME/up
    /hushcue/SHOW/talk/NAME 1|0                       the same as down and up, for faders and toggles
    /hushcue/SHOW/phrase/ID [to=NAME,NAME] [priority=...]
    /hushcue/SHOW/stop [CUE]
    /hushcue/SHOW/volume/HOST DB
    /hushcue/SHOW/mute/HOST 1|0
    /hushcue/SHOW/answer/HOST
    /hushcue/SHOW/identify/HOST
    /hushcue/SHOW/state                               feedback from now on

Buttons that send a value with every press and release may add 1 and 0: an address that acts does nothing on 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from .wishes import (
    MAX_DB,
    MAX_SECONDS,
    MIN_DB,
    MODES,
    PRIORITIES,
    AnswerCall,
    Down,
    Identify,
    Malformed,
    SayPhrase,
    SetMuted,
    SetVolume,
    Stop,
    Subscribe,
    Up,
    Wish,
    flag,
    id_of,
    key,
    name,
    names,
    number,
    one_of,
)

ROOT = "hushcue"
TALK_OPTIONS = ("source", "priority", "mode", "key", "to", "seconds", "private")
PHRASE_OPTIONS = ("to", "priority")


def wish_of(address: str, arguments: Sequence[object]) -> Wish | None:
    """None where there is nothing to do (the release of a button that acts on its press). Raises Malformed."""
    parts = address.split("/")
    if len(parts) < 4 or parts[0] != "" or parts[1] != ROOT:
        raise Malformed("address", f"must begin with /{ROOT}/SHOW/")
    show, verb, rest = name(parts[2], "show"), parts[3], parts[4:]
    if verb == "talk" and len(rest) in (1, 2):
        return _talk(show, rest, arguments)
    if verb == "phrase" and len(rest) == 1:
        options, values = _options(arguments, PHRASE_OPTIONS)
        to = names(options["to"].split(","), "to") if "to" in options else ("all",)
        priority = one_of(options.get("priority", "direct"), PRIORITIES, "priority")
        return SayPhrase(show, id_of(rest[0], "phrase"), to, priority) if _pressed(values) else None
    if verb == "stop" and not rest:
        values = [value for value in arguments if not isinstance(value, str)]
        cues = [value for value in arguments if isinstance(value, str)]
        return Stop(show, id_of(cues[0], "cue") if cues else "") if _pressed(values) else None
    if verb == "volume" and len(rest) == 1:
        return SetVolume(show, name(rest[0], "host"), number(_only(arguments), MIN_DB, MAX_DB, "volume_db"))
    if verb == "mute" and len(rest) == 1:
        return SetMuted(show, name(rest[0], "host"), flag(_only(arguments), "muted"))
    if verb == "answer" and len(rest) == 1:
        return AnswerCall(show, name(rest[0], "host")) if _pressed(arguments) else None
    if verb == "identify" and len(rest) == 1:
        return Identify(show, name(rest[0], "host")) if _pressed(arguments) else None
    if verb == "state" and not rest:
        return Subscribe(show)
    raise Malformed("address", "there is no such address")


def _talk(show: str, rest: Sequence[str], arguments: Sequence[object]) -> Wish:
    options, values = _options(arguments, TALK_OPTIONS)
    target = name(rest[0], "name")
    held = key(options.get("key", f"osc {target}"), "key")
    words = len(rest) == 2
    if not (one_of(rest[1], ("down", "up"), "address") == "down" if words else flag(_only(values), "value")):
        return Up(show, held)
    seconds = options.get("seconds")
    return Down(
        show,
        held,
        names(options["to"].split(","), "to") if "to" in options else (target,),
        name(options["source"], "source") if "source" in options else "",
        one_of(options.get("mode", "hold"), MODES, "mode"),
        one_of(options.get("priority", "direct"), PRIORITIES, "priority"),
        options.get("private", "0") == "1",
        None if seconds is None else number(_number(seconds), 1, MAX_SECONDS, "seconds"),
    )


def _options(arguments: Sequence[object], known: Sequence[str]) -> tuple[dict[str, str], list[object]]:
    """The arguments that say NAME=VALUE, and the others."""
    options: dict[str, str] = {}
    values: list[object] = []
    for argument in arguments:
        if not isinstance(argument, str):
            values.append(argument)
            continue
        option, equals, value = argument.partition("=")
        if not equals or option not in known:
            raise Malformed("argument", "must be a number, or one of " + ", ".join(f"{each}=" for each in known))
        options[option] = value
    return options, values


def _only(arguments: Sequence[object]) -> object:
    if len(arguments) != 1:
        raise Malformed("argument", "one value is needed")
    return arguments[0]


def _pressed(arguments: Sequence[object]) -> bool:
    return not arguments or flag(_only(arguments), "value")


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text
