"""What the DAC gets next: the due frame, a concealed gap, or silence.

Content comes first. A late word is worth far more than a missing one, so nothing that may still come is skipped:
playing holds its position, conceals, fades to silence, and goes on where it stopped. The delay this costs is given
back in the next pause.

    state       | what is played                 | leaves when
    ------------+--------------------------------+-----------------------------------------------------------------
    idle        | silence                        | a first packet is there -> priming
    priming     | silence                        | it has waited the target delay -> playing
    playing     | the frame at ``head``          | it is missing -> concealing
    concealing  | the pitch of what was heard,   | ``head`` came -> playing (crossfade)
                | fading within 60 ms            | ``head`` is lost, its time is filled: go on with the next frame
                |                                | faded -> silent
    silent      | silence, position held         | ``head`` came -> playing (fade in)
                |                                | nothing for 1.2 s -> idle, the next packet starts anew

A missing frame is *lost* when a later one has been here longer than the network reorders (3 ms), else *late*: nobody
knows yet. Either way a gap is filled in steps of 5 ms. A lost frame takes one frame's worth of the gap with it and
costs no delay; a late one stays due, and each step filled for it has made the delay 5 ms longer.

Delay is steered by :class:`~hushcue_bodypack.delay.Delay`. Too much of it: frames of a pause are left out whole; in
sound, one sample is taken out of a frame where it is flattest, four where very much is to be given back. Too little,
which clocks that drift apart also bring: a frame of a pause is played twice, in sound one sample is put in.
"""

from . import dsp
from .conceal import HISTORY_SAMPLES, Concealer
from .delay import Delay
from .jitter import DUPLICATE, LATE, RESTARTED, STORED, Jitter

IDLE = 0
PRIMING = 1
PLAYING = 2
CONCEALING = 3
SILENT = 4
STATE_NAMES = ("idle", "priming", "playing", "concealing", "silent")

STEP_MS = 5
"""A gap is filled in such steps."""
REST_MS = 2
REST_SAMPLES = 32
"""Silence is given in such steps, so that sound starts when it is due."""
REORDER_MS = 3
LONGEST_HOLD_MS = 1200
"""The place in the stream is kept so long, or as long as the slots can hold what comes after it, if that is less."""
QUIET_PEAK = 128
"""-48 dBFS: frames below it are a pause."""
SLACK_MS = 2
"""Delay this near to the target is left alone."""
MANY_MS = 60
VERY_MANY_MS = 150
CALM_FRAMES = 16
"""In sound, and near the target, one sample is taken out or put in every so many frames (390 ppm at 10 ms)."""
MANY_STEPS = 4
MOST_SKIPS = 4
LINE_SAMPLES = 1536
"""History, and before and behind it the longest frame that may be written: a round is never caught up by the next."""
_ROOM_SAMPLES = 320
_LOOK_AHEAD = 8
_SAMPLES_PER_MS = 16


class Playout:
    """Slots, delay and concealment of one stream, and the ``line``: a ring of the decoded sound.

    After :meth:`pull` the samples to play are line[at : at + count], ``peak`` is their largest magnitude; count 0 means
    REST_SAMPLES of silence. ``steps`` samples are to be put in (or, negative, taken out) before they are played;
    ``may_insert`` says whether the caller has room for one.
    """

    def __init__(self, blocks, pool=None):
        self.jitter = Jitter(blocks, pool)
        self.delay = Delay()
        self._concealer = Concealer()
        self.line = bytearray(2 * LINE_SAMPLES)
        self.may_insert = True
        self.received = self.lost = self.late = self.duplicate = self.restarts = 0
        self.filled_ms = 0
        self.begin(False, 10, 10)

    def begin(self, pcmu, frame_ms, floor_ms):
        """A new stream: L16 or ``pcmu``, frames of 5, 10 or 20 ms, at least ``floor_ms`` between arrival and
        playing."""
        self.state = IDLE
        self.frame_ms = frame_ms
        self.frame_samples = frame_ms * _SAMPLES_PER_MS
        self._pcmu = pcmu
        self.jitter.configure(self.frame_samples if pcmu else 2 * self.frame_samples)
        self._longest_hold_ms = min(LONGEST_HOLD_MS, self.jitter.capacity * frame_ms)
        self.delay.reset(frame_ms, floor_ms)
        self._concealer.rest()
        dsp.clear_samples(0, HISTORY_SAMPLES, self.line)
        self._next = HISTORY_SAMPLES  # where the line goes on
        self._end = HISTORY_SAMPLES  # where its last round ended
        self._gap_ms = 0  # filled for ``head``, which is still due
        self._held_ms = 0  # since the last frame that was played
        self._quiet = False  # the last frame was a pause
        self._calm = 0  # frames until the next single step
        self._stepped = 0  # samples, not yet a whole ms
        self.at = self.count = self.peak = self.steps = 0

    def end(self):
        """No stream: silence."""
        self.jitter.started = False
        self._concealer.rest()
        self.state = IDLE

    def put(self, sequence, buf, at, now):
        """A frame's payload at buf[at:], from the air."""
        jitter = self.jitter
        code = jitter.put(sequence, buf, at, now)
        if code == STORED or code == RESTARTED:
            if code == RESTARTED:
                self.restarts += 1
                self.delay.restart()
            self.received += 1
            newest = jitter.newest
            self.delay.arrived(newest + ((sequence - newest + 0x8000) & 0xFFFF) - 0x8000, now)
        elif code == LATE:
            self.late += 1
        elif code == DUPLICATE:
            self.duplicate += 1

    def pull(self, now):
        """Choose what is played next; the state it comes from."""
        jitter = self.jitter
        self.count = self.steps = self.peak = 0
        if not jitter.started:
            self.state = IDLE
            return IDLE
        if self._next + _ROOM_SAMPLES > LINE_SAMPLES:
            self._end = self._next
            self._next = 0
        if not jitter.settled:
            # after a restart in the middle of sound one step of concealment leads over to the other place
            if self.state == PLAYING or jitter.waited_ms(jitter.head, now) < self.delay.target_ms():
                return self._hold()
            self._gap_ms = 0
        while not jitter.holds(jitter.head):
            if not self._is_lost(now) or self._gap_ms < self.frame_ms:
                return self._hold()
            self._gap_ms -= self.frame_ms
            self.lost += 1
            jitter.advance()
        return self._play(now)

    def _is_lost(self, now):
        jitter = self.jitter
        frame = jitter.head + 1
        last = frame + _LOOK_AHEAD
        if last > jitter.newest:
            last = jitter.newest
        while frame <= last:
            if jitter.holds(frame):
                return jitter.waited_ms(frame, now) >= REORDER_MS
            frame += 1
        return jitter.newest > jitter.head

    def _hold(self):
        concealer = self._concealer
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
        if self._held_ms >= self._longest_hold_ms and jitter.newest <= jitter.head and jitter.settled:
            jitter.forget()
            self.delay.restart()
            self._held_ms = 0
        return self.state

    def _give(self, count):
        self.at = self._next
        self.count = count
        self._next += count

    def _decode(self):
        jitter = self.jitter
        place = jitter.place(jitter.head)
        if self._pcmu:
            peak = dsp.decode_pcmu(place, self.frame_samples, jitter.pool, self.line, self._next, dsp.PCMU_TABLE)
        else:
            peak = dsp.decode_l16(place >> 1, self.frame_samples, jitter.pool, self.line, self._next)
        return peak

    def _play(self, now):
        jitter = self.jitter
        self.delay.pulled(jitter.head, now)
        peak = self._decode()
        again = False
        if self._concealer.elapsed_ms:
            self._concealer.join(self.line, self._next, self.frame_samples)
            peak = dsp.peak(self._next, self._next + self.frame_samples, self.line)
            self._quiet = False
        else:
            excess = self._spare_ms(self.delay.excess_ms())
            if excess > SLACK_MS or excess < -SLACK_MS:
                quiet = self._quiet and peak <= QUIET_PEAK
                skips = MOST_SKIPS
                while quiet and skips and excess >= self.frame_ms and jitter.holds(jitter.head + 1):
                    jitter.advance()
                    peak = self._decode()
                    quiet = peak <= QUIET_PEAK
                    excess -= self.frame_ms
                    self.delay.moved(-self.frame_ms)
                    skips -= 1
                again = quiet and excess <= -self.frame_ms
                if again:
                    self.delay.moved(self.frame_ms)
                else:
                    self._step(excess, quiet)
            self._quiet = peak <= QUIET_PEAK
        self._give(self.frame_samples)
        self.peak = peak
        if not again:
            jitter.advance()
        self._gap_ms = self._held_ms = 0
        self.state = PLAYING
        return PLAYING

    def _spare_ms(self, excess):
        # Where the sender paused, frames seem to wait long since they left late. Only what lies here can be left out.
        waiting = (self.jitter.waiting() - 1) * self.frame_ms
        return excess if excess < waiting else waiting if excess > 0 else excess

    def _step(self, excess, quiet):
        self._calm -= 1
        if excess > SLACK_MS:
            if quiet or excess > VERY_MANY_MS:
                self.steps = -MANY_STEPS
            elif excess > MANY_MS or self._calm <= 0:
                self.steps = -1
        elif excess < -SLACK_MS and self.may_insert and (quiet or self._calm <= 0):
            self.steps = 1
        if self._calm <= 0:
            self._calm = CALM_FRAMES
        self._stepped += self.steps
        if self._stepped >= _SAMPLES_PER_MS:
            self._stepped -= _SAMPLES_PER_MS
            self.delay.moved(1)
        elif self._stepped <= -_SAMPLES_PER_MS:
            self._stepped += _SAMPLES_PER_MS
            self.delay.moved(-1)
