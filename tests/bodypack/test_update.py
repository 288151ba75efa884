"""A firmware over the air into the spare slot: what is fetched, what is refused, and the power cut at every step."""

import hashlib
import unittest

from bodypack.flash import Cut, Firmware, Memory, boot, sha256

from hushcue_bodypack import slots, update
from hushcue_wire import manifest


def compiled(name, size, sub=3, machine=10):
    """What a .mpy file of machine code looks like from outside."""
    body = (name * (size // len(name) + 1)).encode()
    return bytes((0x4D, 6, machine << 2 | sub, 31)) + body[: size - 4]


SAME = compiled("same", 300)
OLD = Firmware("0.4.0", {"lib/x/__init__.mpy": SAME, "lib/x/a.mpy": compiled("old", 900)})
NEW = Firmware(
    "0.5.0",
    {"lib/x/__init__.mpy": SAME, "lib/x/a.mpy": compiled("new", 2500), "lib/y/b.mpy": compiled("b", 40, machine=0)},
)
NEWER = Firmware("0.6.0", {"lib/x/__init__.mpy": SAME, "lib/z.mpy": compiled("z", 1500)})


class Gateway:
    """Serves a bundle. break_after: the link breaks once after so many bytes; asked: (name, from which byte)."""

    def __init__(self, firmware):
        self.files = dict(firmware.files)
        self.files[manifest.NAME] = firmware.sealed
        self.asked = []
        self.break_after = None
        self.breaks = 1
        self._rest = b""

    async def open(self, name, at):
        self.asked.append((name, at))
        if name not in self.files:
            raise update.Refused("gone", name)
        self._rest = self.files[name][at:]
        return len(self._rest)

    async def read(self, most):
        if self.break_after is not None:
            most = min(most, self.break_after)
            if not most:
                self.breaks -= 1
                if not self.breaks:
                    self.break_after = None
                raise update.Broken("reset by peer")
            self.break_after -= most
        data, self._rest = self._rest[:most], self._rest[most:]
        return data

    async def close(self):
        self._rest = b""


class Bodypack:
    """A chip with OLD in slot a, and what it says."""

    def __init__(self, torn=False, free_bytes=1 << 20, **changes):
        self.memory = Memory(torn, free_bytes)
        OLD.put(self.memory, "a")
        self.memory.restart()
        facts = {
            "board": "esp32_s3",
            "machine": "xtensawin",
            "mpy": 6,
            "mpy_minor": 3,
            "loader": True,
            "on_trial": False,
        }
        facts.update(changes)
        self.facts = facts
        self.said = []
        self.waits = 0
        self.listening = 0  # so many times somebody still listens

    def take(self, gateway, order):
        slot = slots.kept(self.memory.view)
        version = {"a": OLD.version, "b": NEW.version}[slot] if slot else OLD.version
        here = update.Here(version, **self.facts)
        work = update.Update(
            self.memory.view, here, order, hashlib.sha256, gateway, self.quiet, self.pause, self.said.append
        )
        drive(work.run())
        return work

    async def quiet(self):
        while self.listening:
            self.listening -= 1
            self.waits += 1

    async def pause(self, _ms):
        self.waits += 1


def drive(work):
    """Run a coroutine that never really waits."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise AssertionError("it waits")


class Updating(unittest.TestCase):
    def refused(self, bodypack, gateway, order, code, about=""):
        """Refused so, and what runs is what ran."""
        try:
            bodypack.take(gateway, order)
        except update.Refused as refusal:
            self.assertEqual(refusal.code, code)
            self.assertIn(about, refusal.about)
        else:
            self.fail("not refused")
        self.assertEqual(boot(bodypack.memory), ("a", False))
        self.assertTrue(OLD.lies_in(bodypack.memory, "a"))

    def test_it_is_fetched_tried_and_confirmed(self):
        bodypack, gateway = Bodypack(), Gateway(NEW)
        bodypack.take(gateway, NEW.order())
        self.assertEqual(boot(bodypack.memory), ("b", True))
        self.assertTrue(NEW.lies_in(bodypack.memory, "b"))
        slots.confirm(bodypack.memory.view, "b")
        self.assertEqual(boot(bodypack.memory), ("b", False))
        self.assertEqual(bodypack.said[0], "fetch 0")
        self.assertEqual(bodypack.said[-1], "fetch 100")
        self.assertLess(len(bodypack.said), 12)

    def test_what_is_there_already_is_not_fetched_again_and_what_is_no_longer_wanted_goes(self):
        bodypack = Bodypack()
        bodypack.take(Gateway(NEW), NEW.order())
        boot(bodypack.memory)
        slots.confirm(bodypack.memory.view, "b")
        gateway = Gateway(NEWER)
        bodypack.take(gateway, NEWER.order())
        self.assertEqual(gateway.asked, [("manifest.json", 0), ("lib/z.mpy", 0)])
        self.assertEqual(boot(bodypack.memory), ("a", True))
        self.assertTrue(NEWER.lies_in(bodypack.memory, "a"))
        self.assertNotIn("/hushcue/a/lib/x/a.mpy", bodypack.memory.files)

    def test_a_broken_link_goes_on_where_it_broke(self):
        bodypack, gateway = Bodypack(), Gateway(NEW)
        gateway.break_after = len(NEW.sealed) + len(SAME) + 1100
        bodypack.take(gateway, NEW.order())
        self.assertIn(("lib/x/a.mpy", 1100), gateway.asked)
        self.assertTrue(NEW.lies_in(bodypack.memory, "b"))

    def test_a_link_that_never_holds_is_given_up_and_the_next_order_goes_on(self):
        bodypack, gateway = Bodypack(), Gateway(NEW)
        gateway.break_after, gateway.breaks = len(NEW.sealed) + len(SAME) + 1024, 99
        with self.assertRaises(update.Broken):
            bodypack.take(gateway, NEW.order())
        self.assertEqual(boot(bodypack.memory), ("a", False))
        gateway = Gateway(NEW)
        work = bodypack.take(gateway, NEW.order())
        self.assertEqual(gateway.asked[0], ("lib/x/a.mpy", 1024))
        self.assertEqual(work.fetched_bytes, 2500 - 1024 + 40)
        self.assertEqual(boot(bodypack.memory), ("b", True))

    def test_nothing_is_written_while_somebody_listens(self):
        bodypack = Bodypack()
        bodypack.listening = 5
        bodypack.take(Gateway(NEW), NEW.order())
        self.assertEqual((bodypack.listening, bodypack.waits), (0, 5))

    def test_another_manifest_than_the_signed_one_is_refused(self):
        gateway = Gateway(NEW)
        gateway.files[manifest.NAME] = NEWER.sealed
        self.refused(Bodypack(), gateway, NEW.order(), "changed", "manifest.json")

    def test_a_truncated_manifest_is_refused(self):
        gateway = Gateway(NEW)
        gateway.files[manifest.NAME] = NEW.sealed[:-20]
        self.refused(Bodypack(), gateway, NEW.order(), "changed", "manifest.json")

    def test_a_manifest_that_is_signed_and_no_manifest_is_refused(self):
        lines = NEW.sealed.split(b"\n")
        for data in (
            b"{}",
            b"",
            NEW.sealed[:-1],
            b"\n".join(lines[:1] + lines[-2:]),
            NEW.sealed.replace(b"lib/", b"../"),
        ):
            gateway = Gateway(NEW)
            gateway.files[manifest.NAME] = data
            self.refused(Bodypack(), gateway, NEW.order(manifest=sha256(data)), "damaged", "manifest.json")

    def test_a_changed_byte_is_refused(self):
        gateway = Gateway(NEW)
        data = bytearray(NEW.files["lib/x/a.mpy"])
        data[1234] ^= 1
        gateway.files["lib/x/a.mpy"] = bytes(data)
        bodypack = Bodypack()
        self.refused(bodypack, gateway, NEW.order(), "changed", "lib/x/a.mpy")
        bodypack.take(Gateway(NEW), NEW.order())
        self.assertTrue(NEW.lies_in(bodypack.memory, "b"))

    def test_a_truncated_file_is_refused(self):
        gateway = Gateway(NEW)
        gateway.files["lib/x/a.mpy"] = NEW.files["lib/x/a.mpy"][:-1]
        self.refused(Bodypack(), gateway, NEW.order(), "truncated", "lib/x/a.mpy")

    def test_a_missing_file_is_refused(self):
        gateway = Gateway(NEW)
        del gateway.files["lib/x/a.mpy"]
        self.refused(Bodypack(), gateway, NEW.order(), "gone", "lib/x/a.mpy")

    def test_another_board_processor_or_version_of_compiled_files_is_refused(self):
        for changes, code in (
            ({"board": "esp32_generic"}, "wrong_board"),
            ({"machine": "rv32imc"}, "wrong_machine"),
            ({"mpy": 5}, "wrong_mpy"),
            ({"mpy_minor": 2}, "wrong_mpy"),
        ):
            self.refused(Bodypack(**changes), Gateway(NEW), NEW.order(), code)

    def test_an_older_version_is_refused_unless_it_is_asked_for(self):
        older = Firmware("0.3.9", NEW.files)
        bodypack, gateway = Bodypack(), Gateway(older)
        self.refused(bodypack, gateway, older.order(), "older", "0.3.9 < 0.4.0")
        self.assertEqual((gateway.asked, bodypack.memory.steps), ([], 0))
        bodypack.take(gateway, older.order(older=True))
        self.assertEqual(boot(bodypack.memory), ("b", True))

    def test_a_manifest_of_another_version_than_announced_is_refused(self):
        self.refused(Bodypack(), Gateway(NEW), NEW.order(version="0.5.1"), "damaged")

    def test_more_than_there_is_room_for_is_refused(self):
        self.refused(Bodypack(free_bytes=40960), Gateway(NEW), NEW.order(), "no_room")

    def test_a_size_that_is_not_the_files_is_refused(self):
        self.refused(Bodypack(), Gateway(NEW), NEW.order(size=1), "damaged")
        self.refused(Bodypack(), Gateway(NEW), NEW.order(size=0x7FFFFFFF), "no_room")

    def test_a_firmware_on_trial_and_an_old_boot_loader_take_none(self):
        self.refused(Bodypack(on_trial=True), Gateway(NEW), NEW.order(), "on_trial")
        self.refused(Bodypack(loader=False), Gateway(NEW), NEW.order(), "no_loader")

    def test_a_flash_that_does_not_keep_what_is_written_is_noticed(self):
        bodypack, gateway = Bodypack(), Gateway(NEW)
        rotten = bodypack.memory.open

        def opened(path, mode="r"):
            file = rotten(path, mode)
            if mode == "ab" and path.endswith("a.mpy.new"):
                write = file.write
                file.write = lambda data: write(b"\0" + data[1:])
            return file

        bodypack.memory.view = slots.Flash(bodypack.memory, opened)
        self.refused(bodypack, gateway, NEW.order(), "flash", "lib/x/a.mpy")


class PowerCuts(unittest.TestCase):
    def life(self, torn, cuts):
        """An update from its order to its confirmation, the power going at each of ``cuts`` in turn; the chip is
        started and told again after each. The number of operations until the end."""
        bodypack = Bodypack(torn)
        memory = bodypack.memory
        cuts = list(cuts)
        steps = 0
        memory.cut_at = cuts.pop(0) if cuts else 0
        for _ in range(100):
            try:
                slot, on_trial = boot(memory)
                self.assertIn((slot, on_trial), (("a", False), ("b", True), ("b", False)))
                self.assertTrue((NEW if slot == "b" else OLD).lies_in(memory, slot))
                if slot == "a":
                    bodypack.take(Gateway(NEW), NEW.order())
                elif on_trial:
                    slots.confirm(memory.view, slot)
                else:
                    return steps + memory.steps
            except Cut:
                steps += memory.steps
                memory.restart()
                memory.cut_at = cuts.pop(0) if cuts else 0
        self.fail("it never ends")

    def test_at_every_operation_old_or_new_is_started_and_the_update_comes_to_its_end(self):
        for torn in (False, True):
            operations = self.life(torn, ())
            self.assertGreater(operations, 30)
            for cut_at in range(1, operations + 1):
                self.life(torn, (cut_at,))

    def test_at_one_operation_after_another(self):
        dice = 12345
        for number in range(60):
            cuts = []
            for _ in range(12):
                dice = (dice * 1103515245 + 12345) & 0x3FFFFFFF
                cuts.append(1 + (dice >> 8) % 23)
            self.life(number % 2 == 0, cuts)


if __name__ == "__main__":
    unittest.main()
