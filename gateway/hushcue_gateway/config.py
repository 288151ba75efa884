"""The configuration: one TOML file -> frozen dataclasses, or every mistake in it at once.

Relative paths are taken from the folder the file lies in. ``docs/configuration.md`` and the file that
``hushcue gateway --new-config`` writes explain the keys to people.
"""

from __future__ import annotations

import ipaddress
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from hushcue_words import Trouble, Troubles

from .config_links import read_obs, read_shopify
from .config_people import Https, Oidc, SignIn, read_https, read_oidc, read_sign_in
from .config_reader import Reader
from .config_recordings import Recordings, read_recordings
from .config_remote import MqttControl, Osc, read_mqtt_control, read_osc
from .config_showdata import ShowData, read_showdata
from .config_shows import Phone, ShowEntry, check_names, read_language, read_phone, read_show, read_shows
from .config_updates import Updates, read_updates
from .config_webrtc import WebrtcEntry, read_webrtc
from .core.bodypack import MAX_VOLUME_DB, MIN_VOLUME_DB
from .core.commands import MAX_GAIN_DB, MIN_GAIN_DB, Encoding
from .core.groups import ALL
from .core.hello import ENCODINGS
from .links.settings import Obs, Shopify
from .remote.topics import CONTROLLER_USER
from .showdata.topics import FEEDER_USER
from .words import WORDS

PRIORITIES = ("emergency", "announcement", "direct", "assistant")
"""Of a talk, highest first; the programme lies below them all."""
MAX_CONFIG_BYTES = 1 << 20
GATEWAY_USER = "gateway"
KEY_PLACES = ("file", "keyring")
DIM_CHOICES: tuple[str | int, ...] = (0, -6, -12, -18, -24, "mute")


@dataclass(frozen=True)
class Http:
    """The HTTP API. Port 0 is the kernel's choice. Without a token one is made and kept in the state folder.

    names: host names this machine goes by; requests that name another are refused (DNS rebinding).
    """

    host: str = "127.0.0.1"
    port: int = 8580
    token: str | None = field(default=None, repr=False)
    allow_remote: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Broker:
    """The MQTT broker: our own Mosquitto (listen, port, program) or another one (host, port, account, TLS)."""

    mode: str = "embedded"
    listen: str = "127.0.0.1"
    port: int = 1883
    program: str = ""
    host: str = ""
    username: str = ""
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    tls_ca: Path | None = None


@dataclass(frozen=True)
class Media:
    """What every stream is made of, and how it is sent.

    keep_awake: keep idle processors from sleeping deeply (Linux), for machines that wake late. spares: keep a second
    process of each kind ready to take over from one that dies.
    """

    frame_ms: int = 10
    encoding: Encoding = "L16"
    min_delay_ms: int = 10
    lookahead_ms: float = 2.0
    dscp: int = 46
    keep_awake: bool = False
    spares: bool = True


@dataclass(frozen=True)
class Source:
    """A microphone or the programme feed. ``to`` holds bodypack ids, groups or "all"; an ``open`` microphone talks
    from the start, the programme is heard all the time.

    channel: which one of the device, from 1; None takes the mean of all. owner: id of the bodypack whose wearer is at
    this microphone and never hears it; "" is nobody.
    """

    id: str
    kind: str
    device: str | int | None
    channel: int | None
    gain_db: float
    to: tuple[str, ...]
    open: bool
    priority: str
    owner: str
    show: str


@dataclass(frozen=True)
class Bodypack:
    """A receiver that may sign in. encoding: preferred for this one; None is what ``[media]`` says. language: BCP 47,
    what is spoken to its host."""

    id: str
    password: str | None = field(repr=False)
    groups: tuple[str, ...]
    label: str
    volume_db: float
    max_volume_db: float
    encoding: Encoding | None
    show: str
    language: str


@dataclass(frozen=True)
class Ducking:
    """How far higher speech dims what lies under it, and how fast; the whole ladder is in ``core/ducking.py``.

    programme: the programme under any speech; speech: direct talk under an announcement; both dB or "mute".
    """

    programme: str | int = -18
    speech: str | int = -12
    attack_ms: float = 20.0
    hold_ms: float = 300.0
    release_ms: float = 400.0
    by: str = "key"
    threshold_db: float = -45.0


@dataclass(frozen=True)
class Config:
    """All of it. ``state_dir`` and ``cue_folder`` are absolute. keys: where device keys are kept, KEY_PLACES.
    private_tone: two soft pips tell a host that a talk is private."""

    studio: str
    language: str
    state_dir: Path
    keys: str
    cue_folder: Path
    http: Http
    https: Https
    sign_in: SignIn
    oidc: Oidc
    broker: Broker
    media: Media
    ducking: Ducking
    sources: tuple[Source, ...]
    bodypacks: tuple[Bodypack, ...]
    shows: tuple[ShowEntry, ...]
    phones: tuple[Phone, ...]
    webrtc: WebrtcEntry = field(default_factory=WebrtcEntry)
    recordings: Recordings = field(default_factory=Recordings)
    osc: Osc = field(default_factory=Osc)
    mqtt_control: MqttControl = field(default_factory=MqttControl)
    updates: Updates = field(default_factory=Updates)
    shopify: Shopify = field(default_factory=Shopify)
    obs: Obs = field(default_factory=Obs)
    showdata: ShowData = field(default_factory=ShowData)
    private_tone: bool = True

    def hosts(self) -> tuple[Bodypack | Phone, ...]:
        """Everybody with something in the ear."""
        return (*self.bodypacks, *self.phones)


def load(path: Path) -> Config:
    """Read and check the file. Raises Trouble where it cannot be read, Troubles with everything wrong in it."""
    try:
        if path.stat().st_size > MAX_CONFIG_BYTES:
            raise WORDS.trouble("config_too_long", path=path, most=MAX_CONFIG_BYTES)
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise WORDS.trouble("config_no_file", path=path) from None
    except OSError as error:
        raise WORDS.trouble("config_unreadable", path=path, reason=error.strerror or error) from None
    except UnicodeDecodeError:
        raise WORDS.trouble("config_not_utf8", path=path) from None
    except tomllib.TOMLDecodeError as error:
        raise WORDS.trouble("config_not_toml", path=path, reason=error) from None
    return read(document, path.parent.resolve())


def read(document: object, base: Path) -> Config:
    """Check a parsed file; ``base`` is what its relative paths start from. Raises Troubles."""
    troubles: list[Trouble] = []
    top = Reader(document, "", troubles)
    studio = top.name("studio", "studio")
    shows = read_shows(top.tables("shows"), studio)
    cue_folder, private_tone = _cues(top.table("cues"))
    config = Config(
        studio=studio,
        language=top.choice("language", ("auto", "en", "zh"), "auto"),
        state_dir=base / Path(top.text("state_dir", "state")).expanduser(),
        keys=top.choice("keys", KEY_PLACES, "file"),
        cue_folder=base / cue_folder,
        http=_http(top.table("http")),
        https=read_https(top.table("https"), base),
        sign_in=read_sign_in(top.table("sign_in")),
        oidc=read_oidc(top.table("oidc"), base),
        broker=_broker(top.table("broker"), base),
        media=_media(top.table("media")),
        ducking=_ducking(top.table("ducking")),
        sources=tuple(_source(reader, shows) for reader in top.tables("sources")),
        bodypacks=(),
        shows=shows,
        phones=tuple(read_phone(reader, shows) for reader in top.tables("phones")),
        webrtc=read_webrtc(top.table("webrtc")),
        recordings=read_recordings(top.table("recordings")),
        osc=read_osc(top.table("osc")),
        updates=read_updates(top.table("updates")),
        shopify=read_shopify(top.table("shopify"), shows),
        obs=read_obs(top.table("obs"), shows),
        private_tone=private_tone,
    )
    readers = top.tables("bodypacks")
    needs_password = config.broker.mode == "embedded"
    bodypacks = tuple(_bodypack(reader, needs_password, shows) for reader in readers)
    mqtt_control = read_mqtt_control(top.table("mqtt_control"), needs_password)
    showdata = read_showdata(top.table("showdata"), shows, base, needs_password)
    late = {"bodypacks": bodypacks, "mqtt_control": mqtt_control, "showdata": showdata}
    config = Config(**{**vars(config), **late})
    check_names(config, troubles)
    top.finish()
    if troubles:
        raise Troubles(troubles)
    return config


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a listener on ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _cues(reader: Reader) -> tuple[Path, bool]:
    folder = Path(reader.text("folder", "cues")).expanduser()
    private_tone = reader.flag("private_tone", Config.private_tone)
    reader.finish()
    return folder, private_tone


def _http(reader: Reader) -> Http:
    http = Http(
        host=reader.text("host", Http.host, required=reader.has("host")),
        port=reader.whole("port", 0, 65535, Http.port),
        token=reader.secret("token", least=16),
        allow_remote=reader.flag("allow_remote"),
        names=tuple(name.lower() for name in reader.texts("names")),
    )
    if not is_loopback(http.host) and not http.allow_remote:
        reader.refuse("host", "config_http_remote", host=http.host)
    reader.finish()
    return http


def _broker(reader: Reader, base: Path) -> Broker:
    mode = reader.choice("mode", ("embedded", "external"), "embedded")
    tls = reader.flag("tls")
    ca = reader.text("tls_ca")
    broker = Broker(
        mode=mode,
        listen=reader.text("listen", Broker.listen),
        port=reader.whole("port", 0 if mode == "embedded" else 1, 65535, 8883 if tls or ca else 1883),
        program=reader.text("program"),
        host=reader.text("host"),
        username=reader.text("username"),
        password=reader.secret("password", least=1),
        tls=tls or bool(ca),
        tls_ca=base / Path(ca).expanduser() if ca else None,
    )
    if mode == "external":
        if not broker.host:
            reader.refuse("host", "config_external_host")
        if broker.tls_ca is not None and not broker.tls_ca.is_file():
            reader.refuse("tls_ca", "config_no_such_file", path=broker.tls_ca)
        belongs, foreign = "embedded", ["listen", "program"]
    else:
        belongs, foreign = "external", ["host", "username", "password", "tls", "tls_ca"]
    for name in foreign:
        if reader.has(name):
            reader.refuse(name, "config_other_mode", mode=belongs)
    reader.finish()
    return broker


def _media(reader: Reader) -> Media:
    media = Media(
        frame_ms=reader.choice("frame_ms", (5, 10, 20), Media.frame_ms),
        encoding=reader.choice("encoding", ENCODINGS, Media.encoding),
        min_delay_ms=reader.whole("min_delay_ms", 5, 200, Media.min_delay_ms),
        lookahead_ms=reader.number("lookahead_ms", 0.5, 10, Media.lookahead_ms),
        dscp=reader.whole("dscp", 0, 63, Media.dscp),
        keep_awake=reader.flag("keep_awake"),
        spares=reader.flag("spares", Media.spares),
    )
    reader.finish()
    return media


def _ducking(reader: Reader) -> Ducking:
    ducking = Ducking(
        programme=reader.choice("programme", DIM_CHOICES, Ducking.programme),
        speech=reader.choice("speech", DIM_CHOICES, Ducking.speech),
        attack_ms=reader.number("attack_ms", 1, 20, Ducking.attack_ms),
        hold_ms=reader.number("hold_ms", 0, 5000, Ducking.hold_ms),
        release_ms=reader.number("release_ms", 20, 5000, Ducking.release_ms),
        by=reader.choice("by", ("key", "activity"), Ducking.by),
        threshold_db=reader.number("threshold_db", -90, 0, Ducking.threshold_db),
    )
    reader.finish()
    return ducking


def _source(reader: Reader, shows: tuple[ShowEntry, ...]) -> Source:
    kind = reader.choice("kind", ("microphone", "programme"), "microphone")
    source = Source(
        id=reader.name("id"),
        kind=kind,
        device=reader.device("device"),
        channel=(reader.whole("channel", 0, 64, 0) or None),
        gain_db=reader.number("gain_db", MIN_GAIN_DB, MAX_GAIN_DB, 0.0),
        to=reader.names("to") if reader.has("to") or kind != "programme" else (ALL,),
        open=reader.flag("open"),
        priority=reader.choice("priority", PRIORITIES, "direct"),
        owner=reader.name("owner", "") if reader.has("owner") else "",
        show=read_show(reader, shows),
    )
    if source.open and not source.to:
        reader.refuse("to", "config_open_to_nobody")
    reader.finish()
    return source


def _bodypack(reader: Reader, needs_password: bool, shows: tuple[ShowEntry, ...]) -> Bodypack:
    max_volume_db = reader.number("max_volume_db", MIN_VOLUME_DB, MAX_VOLUME_DB, MAX_VOLUME_DB)
    bodypack = Bodypack(
        id=reader.name("id"),
        password=reader.secret("password", least=8, required=needs_password),
        groups=reader.names("groups"),
        label=reader.text("label", most=32),
        volume_db=reader.number("volume_db", MIN_VOLUME_DB, max_volume_db, min(0.0, max_volume_db)),
        max_volume_db=max_volume_db,
        encoding=reader.choice("encoding", ENCODINGS, "L16") if reader.has("encoding") else None,
        show=read_show(reader, shows),
        language=read_language(reader),
    )
    if bodypack.id in (GATEWAY_USER, CONTROLLER_USER, FEEDER_USER, ALL):
        reader.refuse("id", "config_reserved_name", value=bodypack.id)
    if ALL in bodypack.groups:
        reader.refuse("groups", "config_reserved_name", value=ALL)
    reader.finish()
    return bodypack
