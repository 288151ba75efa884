"""The parts that know what a show sells and is asked, and speak of it. Made by ``parts.py``; decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from .assistant.asked import Asked
from .assistant.desk import AssistantDesk
from .assistant.meaning import Meaning
from .assistant.rehearsing import Rehearsing
from .assistant.screens import AssistantScreens
from .effect.desk import EffectDesk
from .links.desk import LinkDesk
from .people.clock import now_ms
from .showdata.csv_watch import CsvWatch
from .showdata.desk import ShowDataDesk
from .showdata.mqtt_way import MqttWay
from .state_dir import kept_coin_key
from .store import Database
from .web.assistant import assistant_routes
from .web.effect import effect_routes
from .web.ingest import ingest_routes
from .web.links import link_routes
from .web.products import product_routes
from .web.questions import question_routes
from .web.showdata import showdata_routes
from .web.suggestions import suggestion_routes

if TYPE_CHECKING:
    from .control import Control
    from .parts import Parts

Add = Callable[[Any], Any]


class AssistantParts:
    """add: puts a part into the list of all."""

    def __init__(self, control: Control, parts: Parts, database: Database, add: Add):
        config, log = control.config, control.log
        self.data: ShowDataDesk = add(
            ShowDataDesk(
                database,
                log,
                parts.shows.shows,
                lambda desk: [showdata_routes(desk), ingest_routes(desk), product_routes(desk)],
            )
        )
        ways = config.showdata
        csv: CsvWatch = add(CsvWatch(ways.watch, ways.show, self.data, control.folder, log))
        add(MqttWay(ways.mqtt, config.studio, parts.mqtt, self.data, log))
        self.links: LinkDesk = add(
            LinkDesk(
                config.shopify,
                config.obs,
                self.data,
                log,
                lambda desk: [link_routes(desk)],
                others={"csv": (ways.show, csv.state)} if ways.watch is not None else {},
            )
        )
        self.desk: AssistantDesk = add(
            AssistantDesk(
                self.data,
                parts.shows,
                parts.talks,
                parts.cues,
                parts.speaking,
                database,
                partial(kept_coin_key, control.folder),
                log,
                self._routes,
            )
        )
        add(Meaning(config.state_dir, self.desk.minds, log))
        self.asked = Asked(self.desk)
        self.rehearsing = Rehearsing(self.data, self.desk.tuning, parts.speaking)
        self.effect: EffectDesk = add(
            EffectDesk(
                database,
                self.data.past,
                lambda show: parts.shows.shows().get(show, show),
                lambda show: {name: host.label for name, host in parts.shows.hosts_of(show).items()},
                lambda show: self.data.retention(show).comments_before_ms(now_ms()),
                lambda desk: [effect_routes(desk)],
            )
        )
        self.screens: AssistantScreens = add(AssistantScreens(self.data, self.desk, parts.live, self.links.shown))

    def _routes(self, desk: AssistantDesk) -> list[Any]:
        return [
            suggestion_routes(desk),
            assistant_routes(desk, self.rehearsing),
            question_routes(self.asked),
        ]
