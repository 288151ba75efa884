"""Which starts of the chip have failed, and when safe mode is due. Pure.

A start has failed when the chip was reset (by its watchdog, a crash, our own last resort) before it had run for
HEALTHY_S. Switching the power off and on is no failure, people do that; nor is a restart that was asked for.
"""

FAILED_STARTS = 3
HEALTHY_S = 30
ASKED_FOR = -1
"""What is kept before a restart on purpose: the next start counts as the first."""


def decide(kept: int, on_purpose: bool, button_held: bool) -> "tuple[int, str]":
    """(the count to keep from now on, why safe mode is due: "", "button" or "failed").

    kept: the count before this start; on_purpose: power on, or a soft reset from the prompt. Safe mode itself begins a
    new count: after a power cycle, or machine.reset() at its prompt, everything is tried again.
    """
    if button_held:
        return 0, "button"
    failed = 0 if on_purpose else kept + 1
    if failed >= FAILED_STARTS:
        return 0, "failed"
    return failed, ""
