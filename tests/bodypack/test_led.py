"""The status light."""

import unittest

from hushcue_bodypack import led

PATTERNS = (
    led.BOOTING,
    led.NO_WIFI,
    led.NO_BROKER,
    led.NO_SESSION,
    led.READY,
    led.PLAYING,
    led.MUTED,
    led.IDENTIFY,
    led.FAULT,
    led.DARK,
)


def lengths(pattern, span_ms, start_ms=0):
    """Lengths of light and dark, as an eye that looks every millisecond sees them; the last may be cut."""
    light = led.Led(start_ms)
    light.show(pattern, start_ms)
    found = []
    before = None
    for at_ms in range(span_ms):
        now = light.is_on((start_ms + at_ms) & 0x3FFFFFFF)
        if now == before:
            found[-1] += 1
        else:
            found.append(1)
            before = now
    return found


class Led(unittest.TestCase):
    def test_every_pattern_is_shown_as_its_table_says(self):
        for pattern in PATTERNS:
            table = [length for length in led.PATTERNS[pattern] if length]
            if len(table) > 1:
                self.assertEqual(lengths(pattern, 2 * sum(table)), table + table)
            else:
                self.assertEqual(lengths(pattern, 5000), [5000])

    def test_patterns_can_be_told_apart(self):
        self.assertEqual(len(set(led.PATTERNS)), len(PATTERNS))

    def test_it_runs_on_where_the_clock_wraps(self):
        self.assertEqual(lengths(led.NO_WIFI, 2000, (1 << 30) - 1000), [125] * 16)

    def test_it_runs_for_weeks(self):
        light = led.Led(0)
        light.show(led.READY, 0)
        on = 0
        for at_ms in range(0, 40 * 24 * 3600 * 1000, 1000 * 1000):  # every 1000 s for 40 days, at the same phase
            on += light.is_on(at_ms & 0x3FFFFFFF)
        self.assertEqual(on, 3456)

    def test_showing_the_same_again_does_not_disturb(self):
        light = led.Led(0)
        light.show(led.NO_BROKER, 0)
        seen = []
        for now_ms in range(0, 1200, 100):
            light.show(led.NO_BROKER, now_ms)
            seen.append(light.is_on(now_ms))
        self.assertEqual(seen, [True] * 6 + [False] * 6)

    def test_the_most_pressing_thing_is_said(self):
        def choose(**facts):
            defaults = {"wifi": True, "broker": True, "served": True}
            for name in ("playing", "muted", "identifying", "fault"):
                defaults[name] = False
            defaults.update(facts)
            return led.choose(**defaults)

        self.assertEqual(choose(), led.READY)
        self.assertEqual(choose(served=False), led.NO_SESSION)
        self.assertEqual(choose(served=False, broker=False), led.NO_BROKER)
        self.assertEqual(choose(broker=False, playing=True), led.PLAYING)
        self.assertEqual(choose(playing=True, muted=True), led.MUTED)
        self.assertEqual(choose(playing=True, fault=True), led.FAULT)
        self.assertEqual(choose(wifi=False, fault=True, served=False), led.NO_WIFI)
        self.assertEqual(choose(wifi=False, identifying=True), led.IDENTIFY)


if __name__ == "__main__":
    unittest.main()
