"""What OBS says, and what of it a board is told. Pure. obs-websocket 5: protocol.md of obsproject/obs-websocket.

A connection: Hello (op 0) from OBS, Identify (1) from us with the answer to its challenge, Identified (2); then two
requests (6) for how things stand, answered by RequestResponse (7), and events (5) whenever they change.

| told on the air | OBS                     | the board is told                                            |
|-----------------|-------------------------|--------------------------------------------------------------|
| no              | streams                 | on the air, with the scene; the product it shows             |
| yes             | shows another scene     | the scene; the product it shows, where it shows one          |
| yes             | stopped streaming       | off the air                                                  |
| no              | anything else           | nothing: scenes are tried out before a show                  |

A connection that breaks changes nothing: the show may well go on. Which scenes there are is asked too, and kept with
the events that tell of it: one that the configuration names and that is there no more has lost its meaning.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from ..showdata.documents import one_line
from ..showdata.fact import Fact, OnAir, Pin
from .settings import PRODUCT, QUIET

SRC = "obs"
HELLO, IDENTIFY, IDENTIFIED, EVENT, REQUEST, RESPONSE = 0, 1, 2, 5, 6, 7
RPC_VERSION = 1
SCENES, OUTPUTS = 1 << 2, 1 << 6
"""Which events we want (EventSubscription)."""
WRONG_PASSWORD = 4009
OTHER_VERSION = 4010
SENT_AWAY = 4011
"""Close codes; after the last one a client must not come back by itself."""
ON = ("OBS_WEBSOCKET_OUTPUT_STARTED", "OBS_WEBSOCKET_OUTPUT_RESUMED", "OBS_WEBSOCKET_OUTPUT_RECONNECTED")
OFF = "OBS_WEBSOCKET_OUTPUT_STOPPED"
ASKED = ("GetStreamStatus", "GetCurrentProgramScene")
SCENE_LIST = "GetSceneList"
"""Nothing waits for its answer."""
MAX_SCENE_CHARS = 100


class NotObs(ValueError):
    """The other end does not speak obs-websocket 5."""


def answer_to(password: str, salt: str, challenge: str) -> str:
    """The authentication string (protocol.md: Creating an authentication string)."""
    return _digest(_digest(password + salt) + challenge)


def identify(hello: object, password: str | None) -> dict[str, Any]:
    """What is said to a Hello. Raises NotObs. Where OBS wants no password, none is given."""
    data = _data(hello, HELLO)
    version = data.get("rpcVersion")
    if not isinstance(version, int) or version < RPC_VERSION:
        raise NotObs("rpcVersion")
    said: dict[str, Any] = {"rpcVersion": RPC_VERSION, "eventSubscriptions": SCENES | OUTPUTS}
    wanted = data.get("authentication")
    if wanted is not None:
        salt, challenge = (wanted.get(name) if isinstance(wanted, Mapping) else None for name in ("salt", "challenge"))
        if not isinstance(salt, str) or not isinstance(challenge, str):
            raise NotObs("authentication")
        said["authentication"] = answer_to(password or "", salt, challenge)
    return {"op": IDENTIFY, "d": said}


def questions() -> list[dict[str, Any]]:
    """How things stand, asked once after Identified."""
    return [{"op": REQUEST, "d": {"requestType": name, "requestId": name}} for name in (*ASKED, SCENE_LIST)]


def check_identified(message: object) -> None:
    """Raises NotObs where it is none."""
    _data(message, IDENTIFIED)


class ObsView:
    """What OBS was seen to do, over all connections to it. scenes: name -> what it means (``settings.py``)."""

    def __init__(self, scenes: Mapping[str, str]):
        self._scenes = {_name(scene): means for scene, means in scenes.items()}
        self._streams: bool | None = None
        self._scene: str | None = None
        self._waits: set[str] = set()
        self._there: set[str] | None = None
        self._told: tuple[bool, str] = (False, "")

    def connected(self) -> None:
        """Anew: nothing is told before both questions are answered."""
        self._streams, self._scene, self._there, self._waits = None, None, None, set(ASKED)

    @property
    def missing(self) -> list[str]:
        """Scenes of ours that OBS has not, as the configuration names them; none where it has not said which it has."""
        return [scene for scene in self._scenes if self._there is not None and scene not in self._there]

    def take(self, message: object, now_ms: int) -> list[Fact]:
        """One message of OBS; what the board is to be told. Never raises."""
        if not isinstance(message, Mapping) or not isinstance(message.get("d"), Mapping):
            return []
        op, data = message.get("op"), message["d"]
        if op == EVENT:
            self._event(data.get("eventType"), data.get("eventData"))
        elif op == RESPONSE:
            self._response(data.get("requestId"), data.get("responseData"))
        return [] if self._waits else self._news(now_ms)

    def _event(self, kind: object, data: object) -> None:
        about = data if isinstance(data, Mapping) else {}
        renamed = kind == "SceneNameChanged" and _name(about.get("oldSceneName")) == self._scene
        if renamed or kind == "CurrentProgramSceneChanged":
            self._scene = _name(about.get("sceneName"))
        elif kind == "StreamStateChanged":
            state = about.get("outputState")
            if state in ON or state == OFF:  # what lies between, such as reconnecting, is still the same show
                self._streams = state != OFF
        elif kind == "SceneListChanged":
            self._there = set(_names(about)) if isinstance(about.get("scenes"), list) else self._there
        if self._there is not None and about.get("isGroup") is not True:
            if kind in ("SceneNameChanged", "SceneRemoved"):
                self._there.discard(_name(about.get("oldSceneName", about.get("sceneName"))))
            if kind in ("SceneNameChanged", "SceneCreated"):
                self._there.add(_name(about.get("sceneName")))

    def _response(self, question: object, data: object) -> None:
        about = data if isinstance(data, Mapping) else {}
        self._waits.discard(question if isinstance(question, str) else "")
        if question == "GetStreamStatus" and self._streams is None:
            reconnects = about.get("outputReconnecting") is True
            self._streams = about.get("outputActive") is True or reconnects
        elif question == "GetCurrentProgramScene" and self._scene is None:
            self._scene = _name(about.get("sceneName", about.get("currentProgramSceneName")))
        elif question == SCENE_LIST and isinstance(about.get("scenes"), list):
            self._there = set(_names(about))

    def _news(self, now_ms: int) -> list[Fact]:
        streams, scene = self._streams is True, self._scene or ""
        if not (streams or self._told[0]) or (streams, scene) == self._told:
            return []
        news: list[Fact] = []
        means = self._scenes.get(scene, "")
        if not streams:
            news.append(OnAir(now_ms, False, src=SRC))
            scene = ""
        else:
            news.append(OnAir(now_ms, True, scene, means == QUIET, src=SRC))
        product = means.removeprefix(PRODUCT) if streams and means.startswith(PRODUCT) else ""
        if product:
            news.append(Pin(now_ms, product, src=SRC))
        self._told = (streams, scene)
        return news


def _data(message: object, op: int) -> Mapping[str, Any]:
    data = message.get("d") if isinstance(message, Mapping) and message.get("op") == op else None
    if not isinstance(data, Mapping):
        raise NotObs(f"op {op}")
    return data


def _name(value: object) -> str:
    return one_line(value)[:MAX_SCENE_CHARS] if isinstance(value, str) else ""


def _names(about: Mapping[str, Any]) -> Iterator[str]:
    return (_name(scene.get("sceneName")) for scene in about["scenes"] if isinstance(scene, Mapping))


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
