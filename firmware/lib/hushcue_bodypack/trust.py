"""What the device key is for: whom to believe, and the keys of a session. Pure; ``hmac_sha256(key, data)`` is injected.

Documents to us are signed with a key derived from ours, and ordered by (epoch, counter): the epoch rises with every
start of the gateway, the counter with every document. Both are bound to our boot by the session they belong to, so
nothing has to be remembered over a restart.
"""

import binascii

from hushcue_wire import keys, signed
from hushcue_wire.errors import WireError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

NEWER = 1
AGAIN = 0
OLDER = -1


class Trust:
    """``key_id`` is public: the gateway sees by it whether its key is ours."""

    def __init__(self, bodypack_id: str, key: bytes, hmac_sha256: "Callable[[bytes, bytes], bytes]"):
        self.key_id = keys.key_id(hmac_sha256, key)
        self.forged = 0  # documents that are not signed with our key
        self.replayed = 0  # documents that are, and are older than what came before
        self._id = bodypack_id
        self._key = key
        self._hmac = hmac_sha256
        self._command_key = keys.command_key(hmac_sha256, key)
        self._newest = {}  # type: dict[str, tuple[int, int]]

    def open(self, topic: str, payload: bytes) -> bytes:
        """The document in a signed payload. Raises WireError("mac", ...), counted."""
        try:
            return signed.open(topic, payload, self._mac)
        except WireError:
            self.forged += 1
            raise

    def _mac(self, data: bytes) -> bytes:
        return self._hmac(self._command_key, data)

    def newness(self, kind: str, document: "dict[str, object]") -> int:
        """NEWER than every document of that kind, the newest AGAIN, or OLDER: counted."""
        at = document["epoch"], document["counter"]
        newest = self._newest.get(kind, (-1, -1))
        if at < newest:  # type: ignore[operator]
            self.replayed += 1
            return OLDER
        self._newest[kind] = at  # type: ignore[assignment]
        return NEWER if at > newest else AGAIN  # type: ignore[operator]

    def session_keys(self, nonce: str, session: int) -> "tuple[bytes, bytes]":
        """SRTP keys, from the gateway and to it; ``nonce`` in hex."""
        return keys.session_keys(self._hmac, self._key, binascii.unhexlify(nonce), self._id, session)
