"""What was played is told to the gateway: in order, at least once, and never while nobody listens."""

import binascii
import unittest

from bodypack.studio import Studio

from hushcue_bodypack import telling
from hushcue_bodypack.fates import RING, Fates


class Player:
    """As much of a session as is told of: frames whose fates are 0, 1, 2, ..."""

    def __init__(self, session=7, first=65500):
        self.fates = Fates()
        self.fates.begin(session, first)
        self.count = 0

    def play(self, frames):
        for _ in range(frames):
            self.fates.write(self.count & 0xFF)
            self.count += 1

    @property
    def played_frames(self):
        return self.fates.waiting()

    def take_played(self, most):
        return self.fates.take(most)

    def played_taken(self):
        self.fates.taken()


def on_the_air(studio):
    """The session of a studio plays: what it says of frames comes from here."""
    player = Player()
    for name in ("take_played", "played_taken"):
        setattr(studio.control._telling._session, name, getattr(player, name))
    return player


class Rate(unittest.TestCase):
    def told(self, per_step, steps, step_ms=20, acknowledged=True):
        """(ms, frames) of every document."""
        player = Player()
        tell = telling.Telling(player, 0)
        found = []
        for step in range(steps):
            player.play(per_step)
            if acknowledged:
                tell.acknowledged()
            chunk = tell.take(step * step_ms)
            if chunk is not None:
                found.append((step * step_ms, len(chunk[2])))
        return found

    def test_once_a_second_while_frames_of_10_ms_are_played(self):
        found = self.told(2, 500)
        gaps = [found[place][0] - found[place - 1][0] for place in range(1, len(found))]
        self.assertTrue(min(gaps) >= 980 and max(gaps) <= 1020, gaps)

    def test_twice_a_second_when_there_is_much_to_tell(self):
        found = self.told(20, 500)
        gaps = [found[place][0] - found[place - 1][0] for place in range(1, len(found))]
        self.assertEqual((min(gaps), max(gaps)), (500, 500))
        self.assertTrue(max(count for _, count in found) <= telling.MOST)

    def test_nothing_while_nothing_was_played(self):
        self.assertEqual(self.told(0, 500), [])

    def test_one_at_a_time_until_it_is_acknowledged_or_the_connection_breaks(self):
        player = Player()
        tell = telling.Telling(player, 0)
        player.play(50)
        first = tell.take(1000)
        self.assertEqual((first[0], first[1], len(first[2])), (7, 65500, 50))
        player.play(50)
        tell.broken()
        again = tell.take(2000)
        self.assertEqual((again[1], len(again[2])), (65500, 100), "told again, with what came since")
        tell.acknowledged()
        self.assertEqual(player.played_frames, 0)
        tell.acknowledged()
        player.play(1)
        self.assertEqual(tell.take(3000)[1], (65500 + 100) & 0xFFFF)

    def test_numbers_rise(self):
        player = Player()
        tell = telling.Telling(player, 0)
        numbers = []
        for second in range(1, 5):
            player.play(3)
            tell.take(1000 * second)
            numbers.append(tell.number)
            tell.acknowledged()
        self.assertEqual(numbers, [1, 2, 3, 4])


class Conversation(unittest.TestCase):
    """With the whole control: a session that is played through its own Fates."""

    def setUp(self):
        self.studio = Studio().served()
        self.fates = Fates()
        self.fates.begin(7, 100)
        self.written = 0
        session = self.studio.session
        self.studio.control._telling = telling.Telling(self, self.studio.now_ms)
        self.assertEqual(session.session_id, 7)

    @property
    def played_frames(self):
        return self.fates.waiting()

    def take_played(self, most):
        return self.fates.take(most)

    def played_taken(self):
        self.fates.taken()

    def play(self, frames):
        for _ in range(frames):
            self.fates.write(self.written & 0xFF)
            self.written += 1

    def wait(self, seconds, play=True):
        """Seconds pass; the played documents."""
        found = []
        for _ in range(seconds * 2):
            if play:
                self.play(50)
            found += [d for kind, d in self.studio.wait(500) if kind == "played"]
        return found

    def next(self):
        """The next played document, just published."""
        for _ in range(100):
            self.play(5)
            for kind, document in self.studio.wait(50):
                if kind == "played":
                    return document
        raise AssertionError("nothing is told")

    def check(self, documents):
        """Every frame from the first told to the last, in order; how many."""
        place = documents[0]["from"]
        last = -1
        for document in documents:
            octets = binascii.a2b_base64(document["fates"].encode())
            self.assertTrue(document["from"] <= place & 0xFFFF, "a hole")
            self.assertTrue(document["number"] > last)
            last = document["number"]
            for offset in range(len(octets)):
                self.assertEqual(octets[offset], (document["from"] + offset - 100) & 0xFF)
            place = document["from"] + len(octets)
        return place - documents[0]["from"]

    def test_what_is_played_is_told_once(self):
        documents = self.wait(20)
        self.assertTrue(self.check(documents) >= 1900)
        self.assertEqual({(d["session"], d["boot"]) for d in documents}, {(7, self.studio.control.identity.boot)})
        total = sum([len(binascii.a2b_base64(d["fates"].encode())) for d in documents])
        self.assertEqual(total, self.check(documents), "once")

    def test_without_a_broker_it_is_kept_and_follows_in_order(self):
        before = self.wait(5)
        self.studio.control.disconnected(self.studio.now_ms)
        self.assertEqual(self.wait(15), [])
        self.studio.connect()
        self.studio.gateway(1)
        self.studio.offer()
        after = self.wait(10)
        self.assertTrue(self.check(before + after) >= 2900)

    def test_what_the_broker_had_not_acknowledged_is_told_again(self):
        self.studio.waiting = 1
        self.assertEqual(self.wait(5), [])
        self.studio.waiting = 0
        newest = self.next()
        self.studio.waiting = 1
        self.assertEqual(self.wait(3), [], "one at a time")
        self.studio.control.disconnected(self.studio.now_ms)
        self.studio.waiting = 0
        self.studio.connect()
        self.studio.gateway(1)
        self.studio.offer()
        again = self.wait(5)
        self.assertEqual(again[0]["from"], newest["from"])
        self.assertTrue(again[0]["number"] > newest["number"])
        self.check(again)

    def test_nobody_is_told_while_the_gateway_is_away(self):
        self.wait(2)
        self.studio.gateway(1, "offline", retained=False)
        self.assertEqual(self.wait(5), [])
        self.studio.gateway(1)
        self.assertTrue(len(self.wait(3)) > 1)

    def test_another_gateway_is_told_what_the_one_before_had_not_heard(self):
        self.studio.gateway(1, "offline", retained=False)
        self.wait(2)
        self.studio.gateway(2)
        self.assertEqual(self.wait(1), [], "it has not confirmed a session yet")
        self.studio.offer(session=8)
        self.fates.begin(8, 5000)
        documents = self.wait(1, play=False)
        self.assertEqual(documents[0]["session"], 7)

    def test_what_is_too_much_to_keep_is_forgotten_from_the_oldest_on(self):
        self.studio.control.disconnected(self.studio.now_ms)
        self.play(RING + 500)
        self.studio.connect()
        self.studio.gateway(1)
        self.studio.offer()
        documents = self.wait(10, play=False)
        self.assertEqual(documents[0]["from"], 100 + 500)
        self.assertEqual(self.check(documents), RING)


if __name__ == "__main__":
    unittest.main()
