"""MQTT topics of remote control, built and taken apart here only. No bodypack knows them.

``hushcue/1/STUDIO/control/request``            a remote control's wish (``documents.py``), not retained
``hushcue/1/STUDIO/control/answer/CLIENT``      what became of it; CLIENT is the name that the wish gave itself
``hushcue/1/STUDIO/control/state/SHOW``         retained: the show, its groups and talks
``hushcue/1/STUDIO/control/state/SHOW/HOST``    retained: what a button for that host shows
"""

from __future__ import annotations

from hushcue_wire.topics import ROOT, check_name

CONTROLLER_USER = "controller"
"""The account that remote controls sign in with at our own broker."""


def request(studio: str) -> str:
    """Where wishes go."""
    return f"{ROOT}/{check_name(studio, 'studio')}/control/request"


def answer(studio: str, client: str) -> str:
    """Where their answers come from."""
    return f"{ROOT}/{check_name(studio, 'studio')}/control/answer/{check_name(client, 'client')}"


def show_state(studio: str, show: str) -> str:
    """Of a show."""
    return f"{ROOT}/{check_name(studio, 'studio')}/control/state/{check_name(show, 'show')}"


def host_state(studio: str, show: str, host: str) -> str:
    """Of a host."""
    return f"{show_state(studio, show)}/{check_name(host, 'host')}"


def access_list(studio: str) -> list[str]:
    """What the controller's account may: ask, and read. Lines of Mosquitto's ACL."""
    base = f"{ROOT}/{check_name(studio, 'studio')}/control"
    return [
        f"user {CONTROLLER_USER}",
        f"topic write {base}/request",
        f"topic read {base}/answer/#",
        f"topic read {base}/state/#",
        f"topic read {ROOT}/{studio}/gateway/status",
    ]
