"""What the DAC gets next: the due frame, a concealed gap, or silence.

Content comes first. A late word is worth far more than a missing one, so nothing that may still come is skipped:
playing holds its position, conceals, fades to silence, and goes on where it stopped. The delay this costs is given
back as soon as it can be: in pauses, and in sound by pitch periods.

    state       | what is played                 | leaves when
    ------------+--------------------------------+-----------------------------------------------------------------
    idle        | silence                        | a first packet is there -> priming
    priming     | silence                        | it has waited the target delay -> playing
    playing     | the frame at ``head``          | it is missing -> concealing
    concealing  | the pitch of what was heard,   | ``head`` came -> playing (crossfade)
                | fading within 60 ms            | ``head`` is lost, its time is filled: go on with the next frame
                |                                | faded -> silent
    silent      | silence, position held         | ``head`` came -> playing (fade in)
                |                                | ``head`` is lost: go on with the next frame
                |                                | nothing came for 3 s (1.2 s where nothing is ever sent again)
                |                                | -> idle, the next packet starts anew

When a missing frame is given up for *lost*:

    where nothing is ever sent again    | a packet came that no longer carries a copy of it
    where what is asked for is sent     | it is 1.2 s late, or as late as the slots can hold what comes after it;
                                        | in a pause (quiet before and behind it): PAUSE_WAIT_MS after it was due

Either way a gap is filled in steps of 5 ms. A lost frame takes one frame's worth of the gap with it and costs no delay;
one that came after all has made the delay longer by what was filled.

Delay is steered by :class:`~hushcue_bodypack.delay.Delay`. Too much of it: frames of a pause are left out whole; in
sound a pitch period is taken out, so that a fifth of the time is saved; near the target, one sample where the frame is
flattest. Too little, which clocks that drift apart also bring: a frame of a pause is played twice, in sound one sample
is put in.
"""

from micropython import const

from hushcue_wire import fates as codes

from . import dsp
from .conceal import FADED_MS, HISTORY_SAMPLES, LONGEST_PITCH, Concealer
from .delay import Delay
from .fates import RING, Fates
from .jitter import ASKED, CONTENT, L16, OWN, PCMU, Jitter, missing_copies

IDLE = const(0)
PRIMING = const(1)
PLAYING = const(2)
CONCEALING = const(3)
SILENT = const(4)
STATE_NAMES = ("idle", "priming", "playing", "concealing", "silent")

STEP_MS = const(5)
"""A gap is filled in such steps."""
REST_MS = const(2)
REST_SAMPLES = const(32)
"""Silence is given in such steps, so that sound starts when it is due."""
LONGEST_HOLD_MS = const(1200)
"""A frame may come so late, or as late as the slots can hold what comes after it, if that is less."""
FORGET_MS = const(3000)
PAUSE_WAIT_MS = const(20)
QUIET_PEAK = const(128)
"""-48 dBFS: frames below it are a pause."""
SLACK_MS = const(2)
"""Delay this near to the target is left alone."""
MANY_MS = const(12)
"""From here on pitch periods are taken out of sound."""
VERY_MANY_MS = const(60)
MOST_MS = const(120)
FAR_TOO_MANY_MS = const(200)
SAVING = const(4)
"""So many times as long as what was taken out, nothing more is: a fifth of the time is saved; from VERY_MANY_MS on a
third, from MOST_MS on half of it, from FAR_TOO_MANY_MS on whatever can be."""
CALM_FRAMES = const(16)
"""Near the target, one sample is taken out or put in every so many frames (390 ppm at 10 ms)."""
MOST_SKIPS = const(4)
MOST_AHEAD = const(8)
"""A packet beyond all slots that is so near after the newest one finds room; any other begins anew."""
LINE_SAMPLES = const(1536)
"""History, and before and behind it the longest piece that may be written: a round is never caught up by the next."""
_ROOM_SAMPLES = const(320)
_SAMPLES_PER_MS = const(16)


class Playout:
    """Slots, delay and concealment of one stream, and the ``line``: a ring of the decoded sound.

    After :meth:`pull` the samples to play are line[at : at + count], ``peak`` is their largest magnitude; count 0 means
    REST_SAMPLES of silence. ``steps`` samples are to be put in (or, negative, taken out) before they are played;
    ``may_insert`` says whether the caller has room for one. ``patient``: what is asked for is sent again. ``depth``:
    copies that the newest packet carried. ``heard``: volume and mute let the sound through.
    """

    def __init__(self, blocks, pool=None):
        self.jitter = Jitter(blocks, pool)
        self.delay = Delay()
        self.fates = Fates()
        self.concealer = Concealer()
        self.line = bytearray(2 * LINE_SAMPLES)
        self.may_insert = self.heard = True
        self.received = self.lost = self.late = self.redundant = self.resent = 0
        self.filled_ms = 0
        self.begin(2, 10, 10, 0)

    def begin(self, most_bytes, frame_ms, floor_ms, session):
        """A new stream: slots of ``most_bytes``, frames of 5, 10 or 20 ms, at least ``floor_ms`` between arrival and
        playing."""
        self.state = IDLE
        self.frame_ms = frame_ms
        self.frame_samples = frame_ms * _SAMPLES_PER_MS
        self.jitter.configure(most_bytes)
        self.longest_hold_ms = min(LONGEST_HOLD_MS, (self.jitter.capacity - 4) * frame_ms)
        self.delay.reset(frame_ms, floor_ms)
        self.concealer.rest()
        dsp.clear_samples(0, HISTORY_SAMPLES, self.line)
        self.patient = False
        self.depth = 0
        self._session = session
        self._told = -1  # the frame that the next fate is of; -1: none yet
        self._first = 0  # what lies before it was told already
        self._next = HISTORY_SAMPLES  # where the line goes on
        self._end = HISTORY_SAMPLES  # where its last round ended
        self._left = 0  # samples of the last piece that were not yet given
        self._gap_ms = 0  # filled for ``head``, which is still due
        self._held_ms = 0  # since the last frame that was played
        self._quiet = False  # the last frame was a pause
        self._calm = 0  # frames until the next single step
        self._saved = 0  # frames until the next pitch period
        self._stepped = 0  # samples, not yet a whole ms
        self.at = self.count = self.peak = self.steps = 0

    def end(self):
        """No stream: silence."""
        self.jitter.started = False
        self.concealer.rest()
        self._left = 0
        self.state = IDLE

    # -- the air ---------------------------------------------------------------------------------------------------

    def enter(self, sequence, now):
        """The packet of ``sequence`` is here: the number of its frame, or -1 when nothing can be made of it."""
        jitter = self.jitter
        if not jitter.started:
            frame = jitter.begin(sequence)
            self._resume(frame)
        else:
            frame = jitter.head + jitter.steps_from(jitter.head, sequence)
            behind = jitter.head - frame
            if behind > 0 and (frame < self._first or not jitter.open_back(frame)):
                self.late += 1
                return -1
            if behind > 0:
                self._told = frame
                self.fates.begin(self._session, sequence)
            elif -behind >= jitter.capacity:
                self._make_room(frame)
        self.delay.arrived(frame, now, jitter.flags[frame & jitter.mask] & ASKED)
        if frame > jitter.newest:
            jitter.newest = frame
        return frame

    def keep(self, frame, buf, at, fields, rtp, now):
        """Take what is missing out of the packet of ``frame``, whose blocks packet.read_blocks has found in buf[at:];
        ``rtp`` has its key stream. Whether it had been asked for."""
        jitter = self.jitter
        flags = jitter.flags
        own = flags[frame & jitter.mask]
        asked = own & ASKED
        copies = fields[6]
        first = fields[7]
        count = self.frame_samples
        size = fields[8]
        content = L16 if size > count else PCMU
        place = first + copies * count
        if own & CONTENT < content:
            if not own & CONTENT:
                self.delay.available(frame, now, asked)
            source = codes.RETRANSMISSION if asked else codes.ORIGINAL
            rtp.keystream(place, size)
            jitter.store(frame, content, source | OWN, buf, at + place, rtp.mask, at, size)
        else:
            flags[frame & jitter.mask] = own | OWN
        most = frame - jitter.head
        if copies < most:
            most = copies
        if most > 0:
            missing = missing_copies(flags, frame, most, jitter.mask)
            if missing:
                rtp.keystream(0, place)
            k = 1
            while missing:
                if missing & 1:
                    self.delay.available(frame - k, now, asked)
                    source = codes.RETRANSMISSION if asked else codes.REDUNDANCY
                    jitter.store(frame - k, PCMU, source, buf, at + place - k * count, rtp.mask, at, count)
                missing >>= 1
                k += 1
        if frame == jitter.newest:
            self.depth = copies
        return asked

    def _resume(self, frame):
        # The stream begins, or goes on after it was forgotten: what passed meanwhile was not heard.
        self.delay.restart()
        passed = frame - self._told
        if self._told >= 0 and 0 <= passed < RING:
            self._first = frame
            while passed:
                self._tell(codes.LOST)
                self.lost += 1
                passed -= 1
        else:
            self._first = 0
            self.fates.begin(self._session, frame)
        self._told = frame

    def _make_room(self, frame):
        # More came at once than the slots hold: the oldest make room, so that no more is lost than cannot be held. Or
        # the sender has leapt: what lies between was never meant to be heard.
        jitter = self.jitter
        if frame - jitter.newest > MOST_AHEAD:
            self._told = jitter.head
            jitter.begin(frame)
            self._resume(frame)
            return
        head = frame - jitter.capacity + 1
        while jitter.head < head:
            self._give_up(codes.LOST)

    # -- the DAC ---------------------------------------------------------------------------------------------------

    def pull(self, now):
        """Choose what is played next; the state it comes from."""
        jitter = self.jitter
        self.steps = 0
        if self._left:
            return self._give(self._left)
        self.count = self.peak = 0
        if not jitter.started:
            self.state = IDLE
            return IDLE
        if self._next + _ROOM_SAMPLES > LINE_SAMPLES:
            self._end = self._next
            self._next = 0
        if not jitter.settled:
            if self.delay.age_ms(jitter.head, now) < self.delay.target_ms():
                return self._hold()
            self._gap_ms = 0
        while not jitter.holds(jitter.head):
            if self._gap_ms < self.frame_ms or not self._is_lost(now):
                return self._hold()
            self._gap_ms -= self.frame_ms
            self._give_up(codes.LOST if self.concealer.elapsed_ms >= FADED_MS else codes.CONCEALED)
        return self._play(now)

    def _is_lost(self, now):
        jitter = self.jitter
        if not self.patient:
            return jitter.newest > jitter.head + self.depth
        late = self.delay.age_ms(jitter.head, now)
        if late >= self.longest_hold_ms:
            return True
        if not self._quiet or late < self.delay.target_ms() + PAUSE_WAIT_MS:
            return False
        frame = jitter.head + 1
        return jitter.holds(frame) and self._decode(frame, self._next) <= QUIET_PEAK  # not yet heard there

    def _give_up(self, fate):
        jitter = self.jitter
        self._tell(codes.LOST if jitter.holds(jitter.head) else fate)
        self.lost += 1
        jitter.advance()

    def _hold(self):
        concealer = self.concealer
        jitter = self.jitter
        if concealer.faded():
            self.state = SILENT if jitter.settled else PRIMING
            span = REST_MS
        else:
            self.state = CONCEALING
            span = STEP_MS
            concealer.fill(self.line, self._next, self._end, STEP_MS)
            self._give(STEP_MS * _SAMPLES_PER_MS)
            self.peak = dsp.peak(self.at, self._next, self.line)
            self.filled_ms += STEP_MS
        self._gap_ms += span
        self._held_ms += span
        most = FORGET_MS if self.patient else self.longest_hold_ms
        if self._held_ms >= most and jitter.newest <= jitter.head and jitter.settled:
            jitter.started = False
            self._held_ms = 0
        return self.state

    def _give(self, count):
        # The next ``count`` samples of the line, at most a frame of them now.
        most = self.frame_samples
        self._left = count - most if count > most else 0
        count -= self._left
        self.at = self._next
        self.count = count
        self._next += count
        return self.state

    def _decode(self, frame, to):
        jitter = self.jitter
        place = jitter.place(frame)
        if jitter.holds(frame) == PCMU:
            return dsp.decode_pcmu(place, self.frame_samples, jitter.pool, self.line, to, dsp.PCMU_TABLE)
        return dsp.decode_l16(place >> 1, self.frame_samples, jitter.pool, self.line, to)

    def _played(self, wait, late):
        # ``head`` is heard ``wait`` ms after it could have been: its fate, and on to the next.
        jitter = self.jitter
        source = jitter.flags[jitter.head & jitter.mask] & codes.SOURCE_BITS
        self.received += 1
        if source == codes.REDUNDANCY:
            self.redundant += 1
        elif source == codes.RETRANSMISSION:
            self.resent += 1
        self._tell(source | late | (codes.delay_code(wait) if self.heard else codes.MUTED))
        jitter.advance()

    def _tell(self, fate):
        self.fates.write(fate)
        self._told += 1

    def _play(self, now):
        jitter = self.jitter
        delay = self.delay
        wait = delay.pulled(jitter.head, now)
        count = self.frame_samples
        peak = self._decode(jitter.head, self._next)
        late = 0
        again = False
        if self.concealer.elapsed_ms:
            self.concealer.join(self.line, self._next, count)
            peak = dsp.peak(self._next, self._next + count, self.line)
            self._quiet = False
            if self._gap_ms:
                late = codes.LATE
                delay.moved(self._gap_ms)
        else:
            excess = self._spare_ms(delay.excess_ms())
            if excess > SLACK_MS or excess < -SLACK_MS:
                quiet = self._quiet and peak <= QUIET_PEAK
                skips = MOST_SKIPS
                while quiet and skips and excess >= self.frame_ms and jitter.holds(jitter.head + 1):
                    source = jitter.flags[jitter.head & jitter.mask] & codes.SOURCE_BITS
                    self._tell(source | codes.LEFT_OUT)
                    jitter.advance()
                    wait -= self.frame_ms
                    peak = self._decode(jitter.head, self._next)
                    quiet = peak <= QUIET_PEAK
                    excess -= self.frame_ms
                    delay.moved(-self.frame_ms)
                    skips -= 1
                again = quiet and excess <= -self.frame_ms
                if again:
                    delay.moved(self.frame_ms)
                elif excess < MANY_MS or quiet:
                    self._step(excess, quiet)
                elif self._saved <= 0:
                    self.peak = peak
                    count = self._shorten(wait, excess)
                    peak = self.peak
            self._quiet = peak <= QUIET_PEAK
        if self._saved > 0:
            self._saved -= self.frame_ms
        self.state = PLAYING
        self.peak = peak
        self._give(count)
        if not again:
            self._played(wait, late)
        self._gap_ms = self._held_ms = 0
        return PLAYING

    def _shorten(self, wait, excess):
        # Take a pitch period, or two short ones, out of 20 ms, of which the first frame is decoded: how many samples
        # are left. All but the last frame of them have been told, and ``peak`` is that of all.
        jitter = self.jitter
        line = self.line
        here = self._next
        frames = _ROOM_SAMPLES // self.frame_samples
        k = 1
        while k < frames:
            if not jitter.holds(jitter.head + k):
                return self.frame_samples
            k += 1
        k = 1
        while k < frames:
            largest = self._decode(jitter.head + k, here + k * self.frame_samples)
            if largest > self.peak:
                self.peak = largest
            k += 1
        end = here + _ROOM_SAMPLES
        pitch = self.concealer.pitch_at(line, end, self._end)
        if pitch <= LONGEST_PITCH >> 1 and 2 * pitch <= excess * _SAMPLES_PER_MS:
            pitch += pitch
        if pitch > excess * _SAMPLES_PER_MS:
            self._saved = SAVING * self.frame_ms
            return self.frame_samples
        rest = _ROOM_SAMPLES - pitch
        dsp.crossfade(here, here + pitch, line, line, pitch if pitch < rest else rest)
        dsp.copy_samples(here + pitch, here, line, line, rest)
        if excess < FAR_TOO_MANY_MS:
            self._saved = (SAVING if excess < VERY_MANY_MS else 2 if excess < MOST_MS else 1) * (pitch >> 4)
        self._move(-pitch)
        while frames > 1:
            self._played(wait, 0)
            frames -= 1
        return rest

    def _spare_ms(self, excess):
        # Where the sender paused, frames seem to wait long since they left late. Only what lies here can be left out.
        waiting = (self.jitter.waiting() - 1) * self.frame_ms
        return excess if excess < waiting else waiting if excess > 0 else excess

    def _step(self, excess, quiet):
        self._calm -= 1
        if excess > SLACK_MS:
            if quiet or self._calm <= 0:
                self.steps = -1
        elif excess < -SLACK_MS and self.may_insert and (quiet or self._calm <= 0):
            self.steps = 1
        if self._calm <= 0:
            self._calm = CALM_FRAMES
        if self.steps:
            self._move(self.steps)

    def _move(self, samples):
        # The delay grows by so many samples; Delay counts whole ms.
        samples += self._stepped
        span = samples // _SAMPLES_PER_MS
        self._stepped = samples - span * _SAMPLES_PER_MS
        if span:
            self.delay.moved(span)
