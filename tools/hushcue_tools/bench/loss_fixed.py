"""A playout as other systems have it, for comparison: every frame at one deadline, whatever is not there is concealed.

All else is the bodypack's own: what it receives, repairs, asks for, conceals. Only the decision is replaced: where the
bodypack would wait, this one fills the time of the missing frame and goes on with the next, and it never steers.
"""

from typing import Any

from hushcue_wire import fates


def fix(session: Any, deadline_ms: int) -> None:
    """Make ``session`` play each frame ``deadline_ms`` after the fastest arrival of the last seconds would have brought
    it."""
    playout = session._playout
    usual = playout.pull
    playout.delay.target_ms = lambda: deadline_ms
    playout.delay.excess_ms = lambda: 0

    def pull(now_ms: int) -> int:
        jitter = playout.jitter
        if jitter.started and jitter.settled:
            if playout._gap_ms >= playout.frame_ms:
                playout._gap_ms -= playout.frame_ms
                playout._give_up(fates.CONCEALED)
            if playout._gap_ms:  # its time has begun, so it comes too late
                return _fill(playout)
        state: int = usual(now_ms)
        return state

    playout.pull = pull


def _fill(playout: Any) -> int:
    playout.steps = playout.count = playout.peak = 0
    state: int = playout._hold()
    return state
