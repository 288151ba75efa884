"""From hearings to figures: what each bodypack heard, the bounds it is held to, and who is to blame where one breaks.

Pure. The figures come from samples (:mod:`hushcue_tools.ear`); only the counters under ``datagrams`` and the underruns
are the bodypack's own.
"""

from collections.abc import Mapping, Sequence

from .ear import Cue, Hearing, Recording, leak_db, listen, loudest_outside_db, outside, percentiles

P50_LIMIT_MS = 60.0
P99_LIMIT_MS = 100.0
QUIET_DB = -60.0
"""Louder than this must be nothing that was not meant for this host."""
WAKE_UPS = 3
"""Between mouth and ear three processes have to be woken: the player, the media engine, the bodypack."""
BUSY_PERCENT = 2.0
PATIENCE_MS = 10.0
"""The DAC's ring holds at most 16 ms and at least 10.7 ms when it is left full."""


def heard_by(cues: Sequence[Cue], recording: Recording) -> list[Hearing]:
    """Each cue as it sounds in the recording."""
    return [listen(cue, recording) for cue in cues]


def figures(
    name: str, hearings: Sequence[Hearing], others: Sequence[Cue], recording: Recording, underruns: int
) -> dict[str, object]:
    """What one bodypack heard. ``others``: cues that were not for it."""
    verdicts = "".join(hearing.verdicts for hearing in hearings)
    active = len(verdicts) - verdicts.count(" ")
    delays_ms = [delay for hearing in hearings for delay in hearing.delays_ms]
    strange = outside(recording, hearings)  # what sounds under this host's own cues would only be a floor of -25 dB
    return {
        "id": name,
        "heard_percent": percent(verdicts.count("+"), active),
        "lost_percent": percent(active - verdicts.count("+"), active, empty=0.0),
        "concealed_percent": percent(verdicts.count("~"), active, empty=0.0),
        "mouth_to_ear_ms": percentiles(delays_ms),
        "underruns": underruns,
        "cues": len(hearings),
        "frames": active,
        "unmeant_db": round(loudest_outside_db(recording, hearings), 1),
        "private_leak_db": round(max((leak_db(cue, strange) for cue in others), default=-120.0), 1),
    }


def percent(part: int, whole: int, empty: float | None = None) -> float | None:
    """Two decimals, and never rounded up to 100 or down to 0. ``empty`` where there is no whole."""
    if not whole:
        return empty
    exact = 100.0 * part / whole
    rounded = round(exact, 2)
    if rounded in (0.0, 100.0) and part not in (0, whole):
        return 99.99 if rounded == 100.0 else 0.01
    return rounded


def bounds(
    bodypacks: Sequence[Mapping[str, object]], wake_lateness_ms: Mapping[str, float] | None
) -> dict[str, dict[str, object]]:
    """Each bound: limit, the worst bodypack's figure, whether it held, and whether the machine alone broke it.

    The machine is to blame when the figure less the machine's own lateness (measured by a process that does nothing
    else, at the same percentile, once per process that has to be woken on the way) is within the limit; and when its
    kernel kept an audio thread that was ready to run waiting for more than BUSY_PERCENT of the time.
    """
    late = wake_lateness_ms or {"p50": 0.0, "p99": 0.0, "max": 0.0}
    waits = [_number(bodypack.get("cpu_wait_percent")) or 0.0 for bodypack in bodypacks]
    busy = max(waits, default=0.0) > BUSY_PERCENT
    rows: dict[str, dict[str, object]] = {}
    for name, limit in (("p50", P50_LIMIT_MS), ("p99", P99_LIMIT_MS)):
        values = [_delay(bodypack, name) for bodypack in bodypacks]
        worst = None if not values or None in values else max(value for value in values if value is not None)
        held = worst is not None and worst <= limit
        excused = busy or (worst is not None and worst - WAKE_UPS * late["max" if name == "p99" else name] <= limit)
        rows[f"mouth_to_ear_{name}_ms"] = _row(limit, worst, held, excused)
    heard = [_number(bodypack["heard_percent"]) for bodypack in bodypacks]
    least = min((each for each in heard if each is not None), default=None)
    late_enough = busy or late["max"] >= PATIENCE_MS
    rows["heard_percent"] = _row(100.0, least, bool(heard) and None not in heard and least == 100.0, late_enough)
    dry = sum(int(str(bodypack["underruns"])) for bodypack in bodypacks)
    rows["underruns"] = _row(0, dry, dry == 0, late_enough)
    loudest = max((_number(bodypack["unmeant_db"]) or 0.0 for bodypack in bodypacks), default=0.0)
    rows["unmeant_db"] = _row(QUIET_DB, loudest, loudest <= QUIET_DB, False)
    return rows


def _row(limit: float, value: float | None, held: bool, excused: bool) -> dict[str, object]:
    return {"limit": limit, "measured": value, "held": held, "broken_by_machine": not held and excused}


def _delay(bodypack: Mapping[str, object], name: str) -> float | None:
    delays = bodypack["mouth_to_ear_ms"]
    return _number(delays[name]) if isinstance(delays, Mapping) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
