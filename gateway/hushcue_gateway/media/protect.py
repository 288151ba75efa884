"""SRTP of one stream by libsrtp: AES_CM_128_HMAC_SHA1_80, key derivation rate 0, no MKI (RFC 3711)."""

from pylibsrtp import ERRORS, Error, Policy, Session

from ..core.protection import Forged, Protector, Replayed

REPLAYED = frozenset(text for text in ERRORS if "replay" in text or "too old" in text)
"""What libsrtp says of an index that it has seen, or can not place any more."""


class SrtpStream:
    """Both directions of one stream in one libsrtp session."""

    def __init__(self, key: bytes, ssrc: int, report_key: bytes, report_ssrc: int):
        """key, report_key: 30 octets, the second may be b"". ValueError for other lengths."""
        if len(key) != 30 or len(report_key) not in (0, 30):
            raise ValueError("a master key and salt have 30 octets")
        session = Session(Policy(key, Policy.SSRC_SPECIFIC, ssrc))
        if report_key:
            session.add_stream(Policy(report_key, Policy.SSRC_SPECIFIC, report_ssrc))
        self._session = session
        self.protect = session.protect
        self.protect_rtcp = session.protect_rtcp

    def unprotect_rtcp(self, datagram: bytes) -> bytes:
        """See ``core.protection.Protector``."""
        try:
            return self._session.unprotect_rtcp(datagram)
        except Error as error:
            if str(error) in REPLAYED:
                raise Replayed from None
            raise Forged from None


def protect(key: bytes, ssrc: int, report_key: bytes, report_ssrc: int) -> Protector:
    """The engine's ``protect_factory``."""
    return SrtpStream(key, ssrc, report_key, report_ssrc)
