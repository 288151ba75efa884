"""Commands over MQTT: requests in, answers and retained states out (``topics.py``, ``documents.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from hushcue_words import Trouble

from ..logs import Log
from ..mqtt import Arrival, Connected, Document
from ..web.caller import NOBODY, Caller
from . import documents, topics
from .deck import Deck
from .feedback import host_state, show_state
from .words import WORDS


class Publisher(Protocol):
    """What is needed of the link."""

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> bool: ...


class MqttControlServer:
    """``arrived`` is given all that comes; ``tick`` four times a second tells what changed."""

    def __init__(
        self,
        studio: str,
        link: Publisher,
        deck: Deck,
        token: Callable[[str], Caller],
        pace: Callable[[str], None],
        shows: Callable[[], Iterable[str]],
        document: Callable[[str], Mapping[str, Any]],
        log: Log,
    ):
        """pace: raises Trouble where a caller asks too often."""
        self.malformed = self.received = 0
        self._studio = studio
        self._link = link
        self._deck = deck
        self._token = token
        self._pace = pace
        self._shows = shows
        self._document = document
        self._log = log
        self._topic = topics.request(studio)
        self._told: dict[str, bytes] = {}

    def arrived(self, arrival: Arrival) -> None:
        """A document on the topic of requests; everything else is for others."""
        if isinstance(arrival, Connected):
            self._told.clear()  # a broker that came back may be empty
        elif isinstance(arrival, Document) and arrival.topic == self._topic:
            self.received += 1
            if arrival.retained:
                return  # a wish of before: nobody presses that key now
            self._request(documents.read(arrival.payload))

    def tick(self) -> None:
        """Publish the states that changed; take away those of what is gone."""
        now: dict[str, bytes] = {}
        for show in self._shows():
            document = self._document(show)
            now[topics.show_state(self._studio, show)] = documents.state(show_state(document))
            busy = {
                host
                for talk in document.get("talks", {}).values()
                if talk.get("on_air")
                for host in talk.get("hosts", ())
            }
            for host, facts in document.get("hosts", {}).items():
                topic = topics.host_state(self._studio, show, host)
                now[topic] = documents.state(host_state(facts, host in busy))
        for topic in self._told.keys() - now.keys():
            now[topic] = b""
        for topic, payload in now.items():
            if self._told.get(topic) != payload and self._link.publish(topic, payload, retain=True):
                self._told[topic] = payload
        for topic in [topic for topic, payload in self._told.items() if not payload]:
            del self._told[topic]

    def _request(self, request: documents.Request | documents.Refused) -> None:
        if isinstance(request, documents.Refused):
            self.malformed += 1
            facts = {"client": request.client or "?", "place": request.why.place, "reason": request.why.reason}
            self._log.tell("warning", "mqtt_control_refused", facts, about=request.client)
            if request.client:
                facts = {"place": request.why.place, "reason": request.why.reason}
                self._refuse(request.client, request.id, WORDS.trouble("remote_malformed", exit_code=0, **facts))
            return
        try:
            caller = self._token(request.token)
            if caller is NOBODY:
                raise WORDS.trouble("remote_not_admitted", exit_code=0)
            self._pace(f"token {caller.id}")
            cue = self._deck.do(caller, f"mqtt {request.client}", request.wish)
        except Trouble as trouble:
            self._refuse(request.client, request.id, trouble)
            return
        except Exception as error:
            self._log.error("our_mistake", where="mqtt control", reason=repr(error))
            return
        self._link.publish(topics.answer(self._studio, request.client), documents.answer(request.id, cue))

    def _refuse(self, client: str, request_id: str, trouble: Trouble) -> None:
        said = documents.refusal(request_id, trouble.code, trouble.in_language("en"), trouble.in_language("zh"))
        self._link.publish(topics.answer(self._studio, client), said)
