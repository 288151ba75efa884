"""``[updates]``: where bodypacks fetch firmware, and how fast."""

from __future__ import annotations

from dataclasses import dataclass

from .config_reader import Reader


@dataclass(frozen=True)
class Updates:
    """host, port: of the listener, open only while a roll-out goes on; port 0 is any free one. address: what bodypacks
    are told; "" is the address of this machine in their network. at_once: so many are updated at a time, unless who
    begins the roll-out says otherwise. rate_kb: kB in a second for all together, so that the sound keeps the air."""

    host: str = "0.0.0.0"
    port: int = 8590
    address: str = ""
    at_once: int = 1
    rate_kb: int = 200


def read_updates(reader: Reader) -> Updates:
    """The table, checked."""
    updates = Updates(
        host=reader.text("host", Updates.host),
        port=reader.whole("port", 0, 65535, Updates.port),
        address=reader.text("address", Updates.address, most=32),
        at_once=reader.whole("at_once", 1, 16, Updates.at_once),
        rate_kb=reader.whole("rate_kb", 10, 100_000, Updates.rate_kb),
    )
    reader.finish()
    return updates
