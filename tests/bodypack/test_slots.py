"""Two slots, and what boot.py starts of them."""

import unittest

from bodypack.flash import Cut, Firmware, Memory, boot

from hushcue_bodypack import slots

OLD = Firmware("0.4.0", {"lib/x/__init__.mpy": b"M\x06\x00\x1fold", "lib/x/a.mpy": b"M\x06\x00\x1fa"})
NEW = Firmware("0.5.0", {"lib/x/__init__.mpy": b"M\x06\x00\x1fnew", "lib/x/b.mpy": b"M\x06\x00\x1fb"})


def flashed(torn=False):
    """With OLD in slot a."""
    memory = Memory(torn)
    OLD.put(memory, "a")
    memory.restart()
    return memory


def written(memory, firmware, slot):
    """A firmware in a spare slot, tried at the next start."""
    slots.begin(memory.view, slot)
    for path, data in firmware.files.items():
        memory.view.write(slots.place(slot) + "/" + path, data)
    memory.view.write(slots.NEWS, firmware.sealed)
    slots.attempt(memory.view, slot)
    slots.finish(memory.view, slot)


class Loading(unittest.TestCase):
    def test_a_chip_without_slots_starts_what_it_has(self):
        self.assertEqual(boot(Memory()), ("", False))

    def test_what_was_flashed_is_started(self):
        memory = flashed()
        self.assertEqual(boot(memory), ("a", False))
        self.assertEqual((slots.kept(memory.view), slots.spare(memory.view)), ("a", "b"))
        self.assertEqual(memory.steps, 0)

    def test_a_slot_whose_manifest_is_not_whole_is_none(self):
        for broken in (None, b"", b"}", OLD.sealed[:-1]):
            memory = flashed()
            written(memory, NEW, "b")
            slots.confirm(memory.view, "b")
            memory.files[slots.place("b") + slots.MANIFEST] = broken
            if broken is None:
                del memory.files[slots.place("b") + slots.MANIFEST]
            self.assertEqual(boot(memory), ("a", False))
            self.assertEqual((slots.kept(memory.view), slots.spare(memory.view)), ("a", "b"))

    def test_a_lost_name_of_the_slot_is_no_lost_slot(self):
        memory = flashed()
        for text in (b"", b"c", b"\xff\xff", b"aa"):
            memory.files[slots.SLOT] = text
            self.assertEqual(boot(memory), ("a", False))

    def test_a_new_firmware_is_tried_three_times_and_then_forgotten(self):
        memory = flashed()
        written(memory, NEW, "b")
        for left in (2, 1, 0):
            self.assertEqual(boot(memory), ("b", True))
            self.assertEqual(slots.trial(memory.view), ("b", left))
        for _ in range(3):
            self.assertEqual(boot(memory), ("a", False))
        self.assertIsNone(slots.trial(memory.view))
        self.assertFalse(slots.whole(memory.view, "b"))

    def test_a_confirmed_firmware_stays(self):
        memory = flashed()
        written(memory, NEW, "b")
        boot(memory)
        slots.confirm(memory.view, "b")
        for _ in range(5):
            self.assertEqual(boot(memory), ("b", False))
        self.assertEqual(slots.spare(memory.view), "a")

    def test_without_a_firmware_before_it_a_failed_one_is_not_started_for_good(self):
        memory = Memory()
        written(memory, NEW, "a")
        self.assertEqual([boot(memory) for _ in range(5)], [("a", True)] * 3 + [("", False)] * 2)

    def test_a_trial_that_cannot_be_counted_is_not_begun(self):
        memory = flashed()
        written(memory, NEW, "b")

        def refuse(_old, _new):
            raise OSError(28)

        memory.rename = refuse
        self.assertEqual(boot(memory), ("a", False))

    def test_nonsense_in_the_trial_is_no_trial(self):
        for text in (b"", b"{", b"[]", b'{"slot": "c", "boots": 3}', b'{"slot": "b"}', b'{"slot": "b", "boots": []}'):
            memory = flashed()
            NEW.put(memory, "b")
            slots.switch(memory.view, "a")
            memory.files[slots.TRIAL] = text
            self.assertEqual(boot(memory), ("a", False), text)
            self.assertIsNone(slots.trial(memory.view))

    def test_only_the_spare_slot_is_written(self):
        memory = flashed()
        with self.assertRaises(ValueError):
            slots.begin(memory.view, "a")
        self.assertTrue(OLD.lies_in(memory, "a"))

    def test_which_slot_runs_is_in_the_path(self):
        self.assertEqual(slots.running(["/hushcue/b/lib", "", ".frozen", "/lib"]), "b")
        self.assertEqual(slots.running(["", ".frozen", "/lib"]), "")


class PowerCuts(unittest.TestCase):
    def survive(self, memory, act, news):
        """Cut the power at every operation of ``act``; ``news(memory)``: what may be started then."""
        counting = memory()
        act(counting)
        operations = counting.steps
        self.assertGreater(operations, 0)
        for cut_at in range(1, operations + 1):
            cut = memory()
            cut.cut_at = cut_at
            try:
                act(cut)
                self.fail("no cut")
            except Cut:
                cut.restart()
            found = boot(cut)
            self.assertIn(found, news, cut_at)
            self.assertTrue((NEW if found[0] == "b" else OLD).lies_in(cut, found[0]), cut_at)

    def test_while_a_slot_is_written(self):
        for torn in (False, True):
            self.survive(
                lambda torn=torn: flashed(torn), lambda memory: written(memory, NEW, "b"), (("a", False), ("b", True))
            )

    def test_while_a_trial_is_counted(self):
        def tried():
            memory = flashed()
            written(memory, NEW, "b")
            memory.restart()
            return memory

        self.survive(tried, boot, (("b", True),))

    def test_while_it_is_confirmed(self):
        def tried():
            memory = flashed()
            written(memory, NEW, "b")
            boot(memory)
            memory.restart()
            return memory

        self.survive(tried, lambda memory: slots.confirm(memory.view, "b"), (("b", True), ("b", False)))

    def test_while_it_is_given_up(self):
        def failed():
            memory = flashed()
            written(memory, NEW, "b")
            for _ in range(3):
                boot(memory)
            memory.restart()
            return memory

        self.survive(failed, boot, (("a", False),))


if __name__ == "__main__":
    unittest.main()
