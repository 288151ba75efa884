"""What a gateway is made of: the parts, in the order in which they start. The composition root; it decides nothing.

A part knows of the others what it is given here. Each line that makes one takes its place in the list too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from hushcue_wire import __version__

from .bodypacks.desk import BodypackDesk
from .bodypacks.live import OwnersRoom
from .bodypacks.registry import Registry
from .bodypacks.view import Eye, Others
from .ceilings import Ceilings
from .cue_book import CueBook
from .cue_desk import CueDesk
from .deleted_shows import DeletedShows
from .ducking_desk import DuckingDesk
from .ear_volumes import EarVolumes
from .host_voices import HostVoices
from .listeners import Listeners
from .live.hub import LiveHub
from .live.sights import Sights
from .mix_desk import MixDesk
from .mqtt_desk import MqttDesk
from .part import BasePart, Part
from .parts_assistant import AssistantParts
from .people.desk import People
from .people.oidc import Oidc
from .phone_desk import PhoneDesk
from .phrases.desk import PhraseDesk
from .phrases.say import sayer
from .picture import Picture, SourceSight
from .receipt_desk import ReceiptDesk
from .recordings import Recordings
from .remote.desk import RemoteDesk
from .remote.ears import Ears
from .roster_desk import RosterDesk
from .show_desk import ShowDesk
from .small_parts import DatabasePart, ListenersPart, ReceiptsPart, Routes
from .sound_desk import SoundDesk
from .source_desk import SourceDesk
from .store import Database
from .talk_desk import TalkDesk
from .traces.desk import TraceDesk
from .updates.desk import UpdateDesk
from .updates.shelf import Shelf
from .voice.speaking import Speaking
from .web.accounts import account_routes
from .web.auth import auth_routes
from .web.bodypacks import bodypack_routes
from .web.cue_log import cue_log_router
from .web.ducking import ducking_routes
from .web.firmware import firmware_routes
from .web.gate import Gate
from .web.hosts import host_routes
from .web.mix import mix_routes
from .web.pages import Pages
from .web.phone import PhoneRoutes
from .web.phrases import PhraseRoutes
from .web.preferences import preference_routes
from .web.shows import show_routes
from .web.talks import talk_routes
from .web.traces import trace_routes
from .web.updates import update_routes
from .web.voices import voice_routes
from .web.whip import whip_router
from .webrtc_desk import WebrtcDesk
from .wires import wire
from .witness_desk import WitnessDesk

if TYPE_CHECKING:
    from .control import Control

P = TypeVar("P", bound=BasePart)


class Parts:
    """Iterates in the order of starting."""

    def __init__(self, control: Control):
        config, log, folder = control.config, control.log, control.folder
        frame_ms = config.media.frame_ms
        self._list: list[Part] = []
        database = Database(folder, log)

        # what everything else stands on
        self.database = self._add(DatabasePart(database))
        self.picture = self._add(Picture(log, sources={source.id: SourceSight() for source in config.sources}))
        self.receipts = ReceiptDesk(database, frame_ms, log, config.shows[0].id)
        self._receipts_part = self._add(ReceiptsPart(self.receipts, self.picture))

        # who is who
        self.registry = self._add(Registry(database, {each.id: each.password for each in config.bodypacks}))
        self.shows = self._add(ShowDesk(config, database, log, self.registry.registered))
        self.gate = Gate(self.shows)
        self.people = self._add(People(config.sign_in, database, log, self.gate))
        self.oidc = Oidc(config.oidc, log) if config.oidc.issuer else None
        self.people.serves(
            auth_routes(self.people, config.studio, self.oidc, config.oidc.name),
            account_routes(self.people),
            preference_routes(self.people),
        )

        # sound and bodypacks
        self.mqtt = self._add(MqttDesk(config, control.boot, log))
        self.sound = self._add(SoundDesk(config, log, control.from_thread))
        self.sources = self._add(SourceDesk(config, self.shows, self.sound, log))
        self.host_voices = self._add(HostVoices(self.sources))
        self.ducking = self._add(DuckingDesk(config.ducking, database, self.sound.tell, log))
        self.volumes = self._add(EarVolumes(database, self.shows, config.bodypacks))
        self.mix = self._add(MixDesk(database, self.shows, self.sources, self.sound))
        self.bodypacks = self._add(RosterDesk(config, folder, self.volumes, self.mqtt, self.sound, control.react, log))
        self._receipts_part.follow(self.bodypacks)
        self.listeners = Listeners(self.sound.media, frame_ms)
        self._add(ListenersPart(self.listeners, log))

        # what is said
        self.recordings = Recordings(database, config.state_dir, config.recordings, log)
        self.cue_book = CueBook(database, self.recordings.folder)
        self.witness = self._add(
            WitnessDesk(
                self.sound.media,
                self.receipts.cues,
                self.recordings,
                self.shows,
                self.sources,
                frame_ms,
                control.from_thread,
                log,
            )
        )
        self.cues = self._add(
            CueDesk(
                config,
                self.sound.media,
                self.sound.capture,
                self.shows,
                self.receipts,
                log,
                f"{control.boot:08x}",
            )
        )
        self.talks = self._add(TalkDesk(self.shows, self.sources, self.cues))
        self.webrtc = self._add(
            WebrtcDesk(
                config,
                self.sound,
                self.sources,
                log,
                control.from_thread,
                lambda desk: [whip_router(desk, self.shows, self.sources, self.talks)],
            )
        )
        self.phones = self._add(PhoneDesk(database, self.shows, self.volumes, self.talks, self.receipts, frame_ms, log))
        self.speaking = self._add(Speaking(config.state_dir, log, lambda speaking: [voice_routes(speaking)]))
        self.phrases = self._add(PhraseDesk(config.state_dir, database, self.shows.shows, log, self.speaking.voice))

        self.updates = self._add(
            UpdateDesk(
                config.updates,
                Shelf(folder, __version__),
                database,
                self.bodypacks,
                lambda host: bool(self.cues.heard_by(host)),
                log,
                lambda desk: [update_routes(desk)],
            )
        )
        self.ceilings = self._add(Ceilings(database, self.bodypacks, log))
        self.traces = self._add(TraceDesk(database, self.bodypacks, log, lambda desk: [trace_routes(desk)]))

        # what people see
        sights = Sights(
            config, __version__, self.shows, self.bodypacks, self.mqtt, self.picture, self.receipts, self.talks
        )
        self.live = self._add(
            LiveHub(sights, self.shows, self.sources, self.cues, self.talks, self.receipts, self.picture, log)
        )
        others = Others(
            lambda host: any(cue.state == "talking" for cue in self.cues.heard_by(host)),
            sights.battery_left_min,
            self.traces.summary,
            self.traces.tracing,
            self.ceilings.wanted,
            self.updates.sight_of,
        )
        self.fleet = self._add(
            BodypackDesk(
                config,
                self.registry,
                self.shows,
                self.bodypacks,
                self.mqtt,
                self.ceilings,
                database,
                Eye(self.registry, self.shows, self.bodypacks, others),
                log,
                lambda desk: [bodypack_routes(desk, self.owners)],
            )
        )
        self.owners = self._add(OwnersRoom(self.fleet, lambda: self.updates.view.whole(self.updates.rollout), log))
        say_phrase = sayer(self.talks, self.phrases)
        self._add(PhraseRoutes(self.phrases, say_phrase))
        self._add(PhoneRoutes(self.phones, lambda: self.people.places.https))
        self.remote = self._add(
            RemoteDesk(
                config,
                self.gate,
                self.people,
                self.shows,
                self.sources,
                self.talks,
                self.mqtt,
                Ears(self.shows, self.bodypacks, self.phones),
                say_phrase,
                self.live.document,
                log,
            )
        )
        self.assistant = AssistantParts(control, self, database, self._add)
        known_to = (
            *(self.assistant.data, self.assistant.desk, self.cues.log),
            *(self.recordings, self.people.tokens),
        )
        gone = DeletedShows(self.shows, database, self.recordings.folder, [each.forget_show for each in known_to])
        self._add(gone)
        self._add(
            Routes(
                lambda: [
                    show_routes(self.shows, self.live, self.people, gone.settled),
                    host_routes(
                        self.shows,
                        self.sources,
                        self.talks,
                        self.bodypacks,
                        {"bodypack": self.bodypacks, "phone": self.phones},
                        self.gate,
                    ),
                    mix_routes(self.mix),
                    talk_routes(self.talks, self.cues, say_phrase, self.gate),
                    cue_log_router(self.cue_book, self.receipts, self.recordings),
                    ducking_routes(self.ducking, self.people),
                    firmware_routes(self.updates.shelf),
                ]
            )
        )
        self._add(Pages())
        wire(self)
        self.witness.note = self.live.event

    def __iter__(self) -> Iterator[Part]:
        return iter(self._list)

    def _add(self, part: P) -> P:
        self._list.append(part)
        return part


def make_parts(control: Control) -> Parts:
    """All of them; ``control.parts``."""
    return Parts(control)
