"""What happened to one incoming stream. Pure."""

from dataclasses import dataclass


@dataclass
class Counts:
    """Since the beginning. Packets: received (whole ones, copies not counted), lost (never came), late (came when its
    time was over), duplicate, reordered, bad. Frames of 10 ms: played, concealed, silent (waiting, or DTX). Losses
    mended: by_fec, by_red (packets). skipped: packets cut off. Samples: shortened, lengthened. restarts: timelines."""

    received: int = 0
    lost: int = 0
    late: int = 0
    duplicate: int = 0
    reordered: int = 0
    bad: int = 0
    played: int = 0
    concealed: int = 0
    silent: int = 0
    by_fec: int = 0
    by_red: int = 0
    skipped: int = 0
    shortened: int = 0
    lengthened: int = 0
    restarts: int = 0
