"""The MQTT topic of show data: ``hushcue/1/STUDIO/data/SHOW``, a document or NDJSON, never retained."""

from __future__ import annotations

from hushcue_wire.topics import ROOT, check_name

FEEDER_USER = "feeder"
"""The account of sources at our own broker."""


def base(studio: str) -> str:
    """Of all shows."""
    return f"{ROOT}/{check_name(studio, 'studio')}/data"


def show_data(studio: str, show: str) -> str:
    """Of a show."""
    return f"{base(studio)}/{check_name(show, 'show')}"


def show_of(studio: str, topic: str) -> str | None:
    """The show that a topic is of, None where it is another topic."""
    head = f"{base(studio)}/"
    name = topic.removeprefix(head)
    return name if topic.startswith(head) and name and "/" not in name else None


def access_list(studio: str) -> list[str]:
    """What the feeder's account may: tell. Lines of Mosquitto's ACL."""
    return [f"user {FEEDER_USER}", f"topic write {base(studio)}/+"]
