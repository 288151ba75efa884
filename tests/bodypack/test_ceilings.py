"""The hearing-protection ceiling: nothing remote raises it, and what lowered it is kept. On both interpreters."""

import unittest

from bodypack.flash import Cut, Memory
from bodypack.studio import OTHER_KEY, Studio
from receiver.stream import Ear, new_session

from hushcue_bodypack import ceilings, levels
from hushcue_wire import documents

KEY = "5a" * 32
OTHER = "a5" * 32
CONFIG_DB = -6.0
LOWER_DB = (-12.0, -18.5, -30)


def in_force(memory, key=KEY, config_db=CONFIG_DB):
    return ceilings.kept(memory.view, key, config_db)


class Kept(unittest.TestCase):
    def test_what_a_command_may_ask_for_is_what_can_be_kept(self):
        self.assertEqual(documents.COMMAND["ceiling_db?"], ("number", ceilings.LOWEST_DB, 0))

    def test_without_a_file_it_is_that_of_the_configuration(self):
        self.assertEqual(in_force(Memory()), CONFIG_DB)

    def test_what_was_kept_is_in_force_where_it_is_lower(self):
        memory = Memory()
        for ceiling_db in LOWER_DB:
            ceilings.keep(memory.view, KEY, ceiling_db)
            self.assertEqual(in_force(memory), ceiling_db)
            self.assertEqual(in_force(memory, config_db=-50), -50)

    def test_another_device_key_is_another_provisioning(self):
        memory = Memory()
        ceilings.keep(memory.view, KEY, -20)
        self.assertEqual(in_force(memory, OTHER), CONFIG_DB)
        self.assertEqual(in_force(memory), -20)

    def test_keeping_the_same_again_writes_nothing(self):
        memory = Memory()
        ceilings.keep(memory.view, KEY, -20)
        steps = memory.steps
        ceilings.keep(memory.view, KEY, -20)
        self.assertEqual(memory.steps, steps)

    def test_power_cut_at_every_write_leaves_the_old_or_the_new(self):
        for torn in (False, True):
            for old_db in (None, -12.0):
                cut_at = 0
                while True:
                    cut_at += 1
                    memory = Memory(torn)
                    if old_db is not None:
                        ceilings.keep(memory.view, KEY, old_db)
                    memory.restart()
                    memory.cut_at = cut_at
                    try:
                        ceilings.keep(memory.view, KEY, -20)
                        finished = True
                    except Cut:
                        finished = False
                    memory.restart()
                    allowed = (-20,) if finished else (CONFIG_DB if old_db is None else old_db, -20)
                    self.assertIn(in_force(memory), allowed)
                    ceilings.keep(memory.view, KEY, -20)  # it is told again
                    self.assertEqual(in_force(memory), -20)
                    if finished:
                        break
                self.assertTrue(cut_at >= 4)

    def test_whatever_becomes_of_the_file_the_ceiling_is_no_higher_than_what_was_kept(self):
        memory = Memory()
        for ceiling_db in LOWER_DB:
            ceilings.keep(memory.view, KEY, ceiling_db)
            good = memory.files[ceilings.PLACE]
            for at in range(len(good)):
                for bit in range(8):
                    bad = bytearray(good)
                    bad[at] ^= 1 << bit
                    memory.files[ceilings.PLACE] = bytes(bad)
                    self.assertTrue(in_force(memory) <= ceiling_db, (ceiling_db, at, bit))
            for end in range(len(good)):
                memory.files[ceilings.PLACE] = good[:end]
                self.assertTrue(in_force(memory) <= ceiling_db, end)
            for bad in (b"\xff" * 39, bytes(39), good + b" ", b"nan" + good[good.index(b" ") :], good * 3):
                memory.files[ceilings.PLACE] = bad
                self.assertEqual(in_force(memory), ceilings.LOWEST_DB)
                self.assertEqual(in_force(memory, config_db=-50), -50)


class Chance:
    """The same numbers on both interpreters."""

    def __init__(self, seed):
        self._state = seed

    def below(self, count):
        self._state = (self._state * 1103515245 + 12345) & 0x3FFFFFFF
        return (self._state >> 12) % count

    def one_of(self, values):
        return values[self.below(len(values))]


class Commanded(unittest.TestCase):
    def test_a_lower_one_counts_at_once_and_is_handed_on_to_be_kept(self):
        studio = Studio().served()
        studio.order("ceiling", ceiling_db=-12)
        self.assertEqual([d["what"] for k, d in studio.said() if k == "event"], ["command_done"])
        self.assertEqual(studio.session.ceiling, levels.amplitude(-12))
        self.assertEqual(studio.control.identity.ceiling_db, -12)
        self.assertEqual([name for name, _ in studio.errands], ["ceiling"])
        studio.control.tell_hello(studio.now_ms)
        self.assertEqual([d["ceiling_db"] for k, d in studio.said() if k == "hello"], [-12])

    def test_a_higher_one_is_refused(self):
        for ceiling_db in (-5.9, 0, None):
            studio = Studio().served()
            studio.order("ceiling", ceiling_db=ceiling_db)
            ((_, event),) = studio.said()
            self.assertEqual((event["what"], studio.errands), ("command_refused", []))
            self.assertEqual(studio.control.identity.ceiling_db, CONFIG_DB)
            self.assertEqual(studio.session.ceiling, levels.amplitude(CONFIG_DB))

    def test_a_forged_one_changes_nothing(self):
        studio = Studio().served()
        studio.order("ceiling", ceiling_db=-20, key=OTHER_KEY)
        self.assertEqual(studio.control.identity.ceiling_db, CONFIG_DB)

    def test_nothing_that_can_be_said_raises_it(self):
        chance = Chance(1)
        for _ in range(6):
            studio = Studio().served()
            session, lowest, ceiling_db = 7, studio.session.ceiling, CONFIG_DB
            for _ in range(60):
                kind = chance.below(8)
                if kind < 3:
                    studio.order("ceiling", session, ceiling_db=-chance.below(301) / 10)
                elif kind == 3:
                    studio.order("volume", session, volume_db=chance.one_of((-60, 0, 12)))
                elif kind == 4:
                    studio.order(chance.one_of(("mute", "unmute", "identify", "report")), session)
                elif kind == 5:
                    session += 1
                    studio.offer(session, volume_db=12)
                elif kind == 6:
                    studio.order("trace", session, trace="00c0ffee", seconds=chance.one_of((0, 5)))
                else:
                    studio.control.disconnected(studio.now_ms)
                    studio.connect()
                    studio.gateway(chance.below(100))
                studio.wait(100)
                self.assertTrue(studio.session.ceiling <= lowest)
                self.assertTrue(studio.control.identity.ceiling_db <= ceiling_db)
                lowest, ceiling_db = studio.session.ceiling, studio.control.identity.ceiling_db
                self.assertEqual(lowest, levels.amplitude(ceiling_db))

    def test_what_leaves_the_session_keeps_below_it_from_the_next_frame_on(self):
        ear = Ear(new_session(ceiling_db=CONFIG_DB), volume_db=12)
        for sequence in range(120):
            ear.send(10 * sequence, sequence, 32000)
        ear.listen(300)
        for ceiling_db in (-9, -20, -12, -30):
            ear.session.identify(ear.now_ms)
            before = len(ear.heard)
            ear.session.lower_ceiling(ceiling_db)
            limit = ear.session.ceiling
            self.assertTrue(limit <= levels.amplitude(ceiling_db))
            ear.listen(ear.now_ms + 200)
            found = [abs(value) for each in ear.heard[before:] for value in each.samples]
            self.assertTrue(limit // 2 < max(found) <= limit, (ceiling_db, max(found), limit))


if __name__ == "__main__":
    unittest.main()
