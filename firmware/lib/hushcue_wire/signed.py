"""Signed documents: who does not hold the device's key can neither make one nor move it to another topic.

A signed payload is the document with one more member at its end: ``{...,"mac":"<64 hex digits>"}``. The MAC covers the
topic, a zero octet and the document as it was before. ``mac(data) -> 32 bytes`` is injected: HMAC-SHA256 with the
command key of ``keys``.
"""

from .documents import MAX_DOCUMENT_BYTES
from .errors import WireError

_START = b',"mac":"'
_END = b'"}'
_HEX_CHARS = 64
MAC_BYTES = len(_START) + _HEX_CHARS + len(_END) - 1
"""By how much signing makes a document longer."""


def _expected(topic: str, body: bytes, mac) -> bytes:  # type: ignore[no-untyped-def]
    return "".join(["%02x" % byte for byte in mac(topic.encode() + b"\0" + body)]).encode()


def sign(topic: str, body: bytes, mac) -> bytes:  # type: ignore[no-untyped-def]
    """The payload of ``body`` (a JSON object that is not empty, as ``documents.make`` gives it) on ``topic``."""
    if body[-1:] != b"}" or len(body) < 3:
        raise ValueError("not a document")
    return body[:-1] + _START + _expected(topic, body, mac) + _END


def open(topic: str, payload: "bytes | bytearray | memoryview", mac) -> bytes:  # type: ignore[no-untyped-def]
    """The document in a payload that came on ``topic``. Raises WireError("mac", ...) unless it is as it was signed."""
    if len(payload) > MAX_DOCUMENT_BYTES + MAC_BYTES:
        raise WireError("mac", "the document is too long")
    data = bytes(payload)
    at = len(data) - MAC_BYTES - 1
    if at < 2 or data[at : at + len(_START)] != _START or data[-len(_END) :] != _END:
        raise WireError("mac", "is missing")
    body = data[:at] + b"}"
    at += len(_START)
    different = 0  # all of it is looked at, however early the first difference is
    for byte in _expected(topic, body, mac):
        different |= byte ^ data[at]
        at += 1
    if different:
        raise WireError("mac", "does not fit")
    return body
