"""MQTT topic names, built and taken apart here only.

``hushcue/1/STUDIO/gateway/status``            retained, the gateway's presence (and last will)
``hushcue/1/STUDIO/bodypack/ID/KIND``          KIND is one of KINDS
"""

from . import PROTOCOL
from .errors import WireError

ROOT = "hushcue/%d" % PROTOCOL
FROM_BODYPACK = ("hello", "status", "telemetry", "event", "played", "trace")
TO_BODYPACK = ("session", "command")
KINDS = FROM_BODYPACK + TO_BODYPACK
MAX_NAME_CHARS = 32
_NAME_CHARS = "abcdefghijklmnopqrstuvwxyz0123456789-"


def check_name(name: object, place: str) -> str:
    """A studio or bodypack id: 1..32 of a-z, 0-9, hyphen; not starting with a hyphen. Raises WireError."""
    if not isinstance(name, str) or not 1 <= len(name) <= MAX_NAME_CHARS or name[0] == "-":
        raise WireError(place, "must be 1 to 32 characters a-z 0-9 -, not starting with -")
    for char in name:
        if char not in _NAME_CHARS:
            raise WireError(place, "must be 1 to 32 characters a-z 0-9 -, not starting with -")
    return name


def gateway_status(studio: str) -> str:
    """Where the gateway's presence is retained."""
    return "%s/%s/gateway/status" % (ROOT, check_name(studio, "studio"))


def bodypack(studio: str, bodypack_id: str, kind: str) -> str:
    """The topic of one bodypack's documents of one kind."""
    if kind not in KINDS:
        raise ValueError("no such kind of document: " + kind)
    return "%s/%s/bodypack/%s/%s" % (ROOT, check_name(studio, "studio"), check_name(bodypack_id, "bodypack"), kind)


def all_bodypacks(studio: str, kind: str) -> str:
    """The subscription filter for one kind of document of every bodypack."""
    if kind not in KINDS:
        raise ValueError("no such kind of document: " + kind)
    return "%s/%s/bodypack/+/%s" % (ROOT, check_name(studio, "studio"), kind)


def split(topic: str) -> "tuple[str, str, str]":
    """(studio, bodypack id, kind) of a bodypack's topic; for the gateway's presence the id is "". Raises WireError."""
    parts = topic.split("/")
    if len(parts) == 5 and "/".join(parts[:2]) == ROOT and parts[3] == "gateway" and parts[4] == "status":
        return check_name(parts[2], "topic.studio"), "", "status"
    if len(parts) != 6 or "/".join(parts[:2]) != ROOT or parts[3] != "bodypack" or parts[5] not in KINDS:
        raise WireError("topic", "is not one of ours")
    return check_name(parts[2], "topic.studio"), check_name(parts[4], "topic.bodypack"), parts[5]
