"""What the engine wants of SRTP (RFC 3711); ``media/protect.py`` does it. The core knows no cipher."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

MASTER_BYTES = 30
"""Master key (16) and master salt (14) of AES_CM_128_HMAC_SHA1_80."""


class Forged(Exception):
    """The tag is wrong: somebody else wrote this, or it was changed on its way."""


class Replayed(Exception):
    """Its index came before, or is too old to tell; its tag has not been looked at."""


class Protector(Protocol):
    """Both directions of one stream."""

    def protect(self, packet: bytes) -> bytes:
        """An RTP packet, encrypted, with its tag. Never call it twice for one sequence number."""

    def protect_rtcp(self, packet: bytes) -> bytes:
        """An RTCP compound, encrypted, with index and tag."""

    def unprotect_rtcp(self, datagram: bytes) -> bytes:
        """What the receiver's datagram says. Raises Forged or Replayed."""


ProtectFactory = Callable[[bytes, int, bytes, int], Protector]
"""(key, ssrc, report_key, report_ssrc) -> Protector; a ``report_key`` of b"" = nothing ever comes back."""
