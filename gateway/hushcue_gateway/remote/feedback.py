"""What a button shows: the live document of a show, flattened. Pure.

Everything here is what the engine does and the hosts are, never what a button was pressed for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Value = int | float | str
Lights = dict[str, Value]
"""Path below /hushcue/SHOW -> value; whole numbers are 0 and 1."""


def lights(document: Mapping[str, Any], who: str = "") -> Lights:
    """Of a live document (``live/``). who: the caller whose own talks are told apart."""
    talks: Mapping[str, Any] = document.get("talks", {})
    on_air = [talk for talk in talks.values() if talk.get("on_air")]
    mine = {host for talk in on_air if who and talk.get("who") == who for host in talk.get("hosts", ())}
    busy = {host for talk in on_air for host in talk.get("hosts", ())}
    found: Lights = {"on_air": int(bool(on_air))}
    for host, facts in document.get("hosts", {}).items():
        place = f"host/{host}"
        found[f"{place}/online"] = int(facts.get("state") == "online")
        found[f"{place}/on_air"] = int(host in busy)
        found[f"{place}/mine"] = int(host in mine)
        found[f"{place}/calling"] = int("calling_since" in facts)
        found[f"{place}/muted"] = int(bool(facts.get("muted")))
        found[f"{place}/label"] = str(facts.get("label", host))
        if isinstance(facts.get("volume_db"), int | float):
            found[f"{place}/volume"] = float(facts["volume_db"])
    everybody = set(document.get("hosts", {}))
    for group, hosts in {**document.get("groups", {}), "all": everybody}.items():
        members = set(hosts)
        found[f"group/{group}/on_air"] = int(bool(members) and members <= busy)
        found[f"group/{group}/mine"] = int(bool(members) and members <= mine)
    for phrase, facts in document.get("phrases", {}).items():
        found[f"phrase/{phrase}/ready"] = int(facts.get("state") == "ready")
        found[f"phrase/{phrase}/label"] = str(facts.get("label", ""))
    return found


def changed(before: Mapping[str, Value], now: Mapping[str, Value]) -> Lights:
    """What differs; of what is gone, 0 or nothing."""
    news = {path: value for path, value in now.items() if before.get(path) != value}
    news.update({path: "" if isinstance(old, str) else 0 for path, old in before.items() if path not in now})
    return news


def host_state(facts: Mapping[str, Any], on_air: bool) -> dict[str, object]:
    """One host, for a retained MQTT document."""
    return {
        "label": facts.get("label", ""),
        "state": facts.get("state", "offline"),
        "on_air": on_air,
        "hearing": [
            {"cue": each.get("cue"), "name": each.get("name", ""), "priority": each.get("priority")}
            for each in facts.get("hearing", ())
        ],
        "calling": "calling_since" in facts,
        "muted": bool(facts.get("muted")),
        "volume_db": facts.get("volume_db"),
        "battery_percent": facts.get("battery_percent"),
    }


def show_state(document: Mapping[str, Any]) -> dict[str, object]:
    """The show, for a retained MQTT document."""
    talks = document.get("talks", {})
    return {
        "label": document.get("show", {}).get("label", ""),
        "on_air": any(talk.get("on_air") for talk in talks.values()),
        "hosts": sorted(document.get("hosts", {})),
        "groups": dict(document.get("groups", {})),
        "phrases": {
            phrase: {"label": facts.get("label", ""), "state": facts.get("state", "")}
            for phrase, facts in document.get("phrases", {}).items()
        },
        "talks": {
            cue: {"name": talk.get("name", ""), "hosts": talk.get("hosts", []), "on_air": bool(talk.get("on_air"))}
            for cue, talk in talks.items()
        },
    }
