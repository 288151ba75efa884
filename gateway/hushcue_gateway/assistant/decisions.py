"""What people decide about suggestions: approve, edit, skip, cancel, bring back, say what was held, say something of
their own.

Whoever asks needs the right to let the assistant speak, and to talk to each of the hosts. Raises Trouble for what they
ask wrongly, and where somebody else was quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from hushcue_words import Trouble

from ..people.secret import new_id
from ..show_desk import ShowDesk
from ..showdata.airing import Airing
from ..talk_desk import Asker, Order, TalkDesk
from .book import MOST_OPEN, SuggestionBook
from .maker import Maker
from .repository import Repository
from .settings import AssistantSettings
from .speaker import Speaker
from .suggestion import MOST_CHARS, OURS, Suggestion
from .tongue import by_language
from .view import trouble_json
from .words import STATES, WORDS

BREATH_MS = 15_000
"""So long at least a card stays that was brought back."""
LONGEST_S = 8.0
"""More than that at a time, and nobody goes on talking naturally."""


class Decisions:
    """airing_of: show -> the airing that is on. now_ms: wall time."""

    def __init__(
        self,
        book: SuggestionBook,
        maker: Maker,
        speaker: Speaker,
        shows: ShowDesk,
        talks: TalkDesk,
        repository: Repository,
        settings_of: Callable[[str], AssistantSettings],
        airing_of: Callable[[str], Airing | None],
        now_ms: Callable[[], int],
    ):
        self._book = book
        self._maker = maker
        self._speaker = speaker
        self._shows = shows
        self._talks = talks
        self._repository = repository
        self._settings_of = settings_of
        self._airing_of = airing_of
        self._now_ms = now_ms
        self.holds: Callable[[Suggestion], bool] = lambda _: True
        """Whether it is still true; set by the desk."""

    def get(self, name: str) -> Suggestion:
        """One of them."""
        found = self._book.get(name)
        if found is None:
            raise WORDS.trouble("unknown_suggestion", exit_code=0, id=name[:64])
        return found

    async def approve(self, asker: Asker, name: str, text: str | None, hosts: Iterable[str] | None) -> Suggestion:
        """It may be said; with another text, or to other hosts, than were proposed. A held one becomes "forced"."""
        before = self.get(name)
        wanted = self._hosts(asker, before, hosts)
        text = None if text is None or text.strip() == before.text else text.strip()
        if text is not None and not text:
            raise WORDS.trouble("nothing_to_say", exit_code=0)
        was_held = before.state == "held"
        approved = self._step(name, "approved")
        expires_ms = max(approved.expires_ms, self._now_ms() + self._ttl_ms(approved.show))
        approved = self._change(
            name, hosts=wanted, decided_by=asker.id, decided_name=asker.name, expires_ms=expires_ms, says_at_ms=0
        )
        if was_held and approved.opportunity_id:
            self._repository.decided(approved.opportunity_id, arm="forced", forced_by=asker.id)
        if text is not None or not approved.sound:
            try:
                approved = await self._sounded(approved, text)
            except BaseException:  # also where who asked is gone
                self._book.step(name, "returned", self._now_ms())
                raise
        return self.queue(approved)

    def by_itself(self, name: str) -> Suggestion | None:
        """An auto rule's countdown is over. None where somebody decided otherwise."""
        approved = self._book.step(name, "approved", self._now_ms())
        if approved is None:
            return None
        hosts = self._still_there(approved)
        if not hosts:
            return self._book.step(name, "over", self._now_ms(), "host_gone")
        expires_ms = max(approved.expires_ms, self._now_ms() + self._ttl_ms(approved.show))
        approved = self._change(name, hosts=hosts, decided_by=OURS, says_at_ms=0, expires_ms=expires_ms)
        return self.queue(approved)

    def queue(self, approved: Suggestion) -> Suggestion:
        """Into the line of each of its hosts."""
        queued = self._step(approved.id, "queued")
        self._speaker.put(queued)
        return self.get(approved.id)

    def skip(self, asker: Asker, name: str) -> Suggestion:
        """It is not said."""
        self._step(name, "skipped", "skipped")
        return self._change(name, decided_by=asker.id, decided_name=asker.name)

    def restore(self, asker: Asker, name: str) -> Suggestion:
        """It was skipped or cancelled by mistake: as a card again, which nobody but a person sends. Only while it is
        within its time, still true, and no newer one is in its place."""
        found = self.get(name)
        if found.state != "rejected":
            raise WORDS.trouble("too_late", exit_code=0, state=STATES.trouble(found.state, exit_code=0))
        now_ms, airing = self._now_ms(), self._airing_of(found.show)
        if not found.text or not found.sound or now_ms >= found.expires_ms:
            raise WORDS.trouble("not_restored", exit_code=0, why=WORDS.trouble("too_old", exit_code=0))
        if found.opportunity is not None and (airing is None or airing.id != found.airing):
            raise WORDS.trouble("not_restored", exit_code=0, why=WORDS.trouble("airing_over", exit_code=0))
        waiting = self._book.open(found.show)
        if any(each.about == found.about for each in waiting):
            raise WORDS.trouble("not_restored", exit_code=0, why=WORDS.trouble("replaced", exit_code=0))
        if not self.holds(found):
            raise WORDS.trouble("not_restored", exit_code=0, why=WORDS.trouble("no_longer_true", exit_code=0))
        if len(waiting) >= MOST_OPEN:
            raise WORDS.trouble("too_many_suggestions", exit_code=0)
        was_held = [state for state, _ in found.states][-2:-1] == ["held"]
        self._step(name, "reheld" if was_held else "restored", "held" if was_held else "")
        self._speaker.forgive(found)
        return self._change(
            name,
            decided_by="",
            decided_name="",
            mode="suggest" if found.mode == "auto" else found.mode,
            says_at_ms=0,
            expires_ms=max(found.expires_ms, now_ms + BREATH_MS),
        )

    def cancel(self, asker: Asker, name: str) -> Suggestion:
        """It is not said after all; what is being said of it stops."""
        found = self.get(name)
        if found.state == "speaking":
            self._speaker.take_back(found)
            return self.get(name)
        cancelled = self._step(name, "cancelled", "cancelled")
        self._speaker.take_back(cancelled)
        return self._change(name, decided_by=asker.id, decided_name=asker.name)

    async def script(self, asker: Asker, show: str, text: str, hosts: Iterable[str], language: str) -> Suggestion:
        """Something a person wrote, in the assistant's voice. It is made and waits for approval. language: "" is that
        of the hosts."""
        wanted = self.resolve(show, hosts)
        self._allow(asker, show, wanted)
        tongues = by_language(
            ((host, self._shows.host(host).language) for host in wanted), self._settings_of(show).languages
        )
        if not language and len(tongues) > 1:
            raise WORDS.trouble("hosts_of_two_languages", exit_code=0)
        now_ms, airing = self._now_ms(), self._airing_of(show)
        made = Suggestion(
            id=new_id("sg-"),
            show=show,
            at_ms=now_ms,
            expires_ms=now_ms + 10 * self._ttl_ms(show),
            hosts=wanted,
            language=language or next(iter(tongues)),
            airing=airing.id if airing is not None else "",
            live=airing is None or airing.kind == "live",
            text=text,
            edited=True,
        )
        if not self._book.add(made):
            raise WORDS.trouble("too_many_suggestions", exit_code=0)
        try:
            await self._sounded(self.get(made.id), text)
        except BaseException:
            self._book.step(made.id, "failed", self._now_ms(), "not_said")
            raise
        return self._step(made.id, "made")

    def resolve(self, show: str, names: Iterable[str]) -> tuple[str, ...]:
        """Hosts behind names."""
        ids = self._shows.resolve(show, tuple(names)).ids
        if not ids:
            raise WORDS.trouble("nobody_to_tell", exit_code=0)
        return tuple(ids)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _hosts(self, asker: Asker, suggestion: Suggestion, hosts: Iterable[str] | None) -> tuple[str, ...]:
        wanted = self._still_there(suggestion) if hosts is None else self.resolve(suggestion.show, hosts)
        if not wanted:
            raise WORDS.trouble("nobody_to_tell", exit_code=0)
        self._allow(asker, suggestion.show, wanted)
        return wanted

    def _still_there(self, suggestion: Suggestion) -> tuple[str, ...]:
        """Its hosts without those who have left the show since."""
        there = self._shows.hosts_of(suggestion.show)
        return tuple(host for host in suggestion.hosts if host in there)

    def _allow(self, asker: Asker, show: str, hosts: Iterable[str]) -> None:
        """Each host by itself: every one has a cue of their own."""
        for host in hosts:
            self._talks.allow(asker, Order(show, (host,), priority=OURS, mode="hold", heartbeat=False))

    async def _sounded(self, suggestion: Suggestion, text: str | None) -> Suggestion:
        """With its sound. Where there can be none, its ``trouble`` says why, as the Trouble that is raised does."""
        try:
            made = suggestion if text is None else self._maker.own_words(suggestion, text[:MOST_CHARS])
            made = await self._maker.sound(made)
            if made.seconds > LONGEST_S:
                raise WORDS.trouble(
                    "too_long_to_say", exit_code=0, seconds=round(made.seconds, 1), most=round(LONGEST_S)
                )
        except Trouble as trouble:
            if not self.get(suggestion.id).over:
                self._book.change(suggestion.id, trouble=trouble_json(trouble))
            raise
        now = self.get(suggestion.id)
        if now.states != suggestion.states:  # it was cancelled, or its airing ended, while the sound was made
            raise WORDS.trouble("too_late", exit_code=0, state=STATES.trouble(now.state, exit_code=0))
        return self._change(
            suggestion.id,
            text=made.text,
            spoken=made.spoken,
            trouble={},
            edited=made.edited,
            sound=made.sound,
            seconds=made.seconds,
            engine=made.engine,
            voice=made.voice,
        )

    def _ttl_ms(self, show: str) -> int:
        return self._settings_of(show).manners.ttl_s * 1000

    def _step(self, name: str, what: str, why: str = "") -> Suggestion:
        stepped = self._book.step(name, what, self._now_ms(), why)
        if stepped is None:
            state = STATES.trouble(self.get(name).state, exit_code=0)
            raise WORDS.trouble("too_late", exit_code=0, state=state)
        return stepped

    def _change(self, name: str, **values: object) -> Suggestion:
        changed = self._book.change(name, **values)
        return changed if changed is not None else replace(self.get(name))
