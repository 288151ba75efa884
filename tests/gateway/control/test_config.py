"""The configuration: what is good becomes values, what is wrong is named by its key, all of it at once."""

import os
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.programs import environment

from hushcue_gateway.config import Config, load, read
from hushcue_gateway.config_template import start_config, write_start_config
from hushcue_gateway.core.ducking import DEFAULT_DIMS, MUTE_DB, Priority
from hushcue_gateway.core_settings import bodypack_configs, ducking_policy, engine_settings, roster_settings
from hushcue_words import LANGUAGES, Trouble, Troubles

GOOD = """
studio = "studio-1"
[[sources]]
id = "desk"
to = ["hosts"]
open = true
[[sources]]
id = "show"
kind = "programme"
[[bodypacks]]
id = "host-1"
password = "12345678"
groups = ["hosts"]
[[bodypacks]]
id = "host-2"
password = "87654321"
groups = ["hosts", "left"]
"""

WRONG = [
    # what is added to a good file, how it is read, the message
    ('studi = "x"', "studi: there is no such key; did you mean studio?"),
    ("zzz = 1", "zzz: there is no such key"),
    ('language = "fr"', 'language: must be one of auto, en, zh, not "fr"'),
    ('keys = "keyrin"', 'keys: must be one of file, keyring, not "keyrin"; did you mean keyring?'),
    ("state_dir = 3", "state_dir: must be text of at most 256 printable characters, in quotes"),
    ("http = 3", "http: must be a table"),
    ("[http]\nport = 65536", "http.port: must be a whole number from 0 to 65535, not 65536"),
    ("[http]\nport = true", "http.port: must be a whole number from 0 to 65535, not True"),
    ("[http]\nprot = 1", "http.prot: there is no such key; did you mean port?"),
    ('[http]\nhost = ""', "http.host: is missing"),
    ('[http]\nhost = "0.0.0.0"', "http.host: 0.0.0.0 can be reached by other machines"),
    ('[http]\ntoken = "short"', "http.token: must be text of 16 to 128 printable ASCII characters"),
    ('[broker]\nmode = "externl"', 'broker.mode: must be one of embedded, external, not "externl"; did you mean'),
    ('[broker]\nmode = "external"', "broker.host: an external broker needs its host"),
    ('[broker]\nhost = "a"', 'broker.host: belongs to broker.mode = "external" only'),
    ('[broker]\nmode = "external"\nhost = "a"\nlisten = "b"', 'broker.listen: belongs to broker.mode = "embedded"'),
    ('[broker]\nmode = "external"\nhost = "a"\nport = 0', "broker.port: must be a whole number from 1 to 65535, not 0"),
    ('[broker]\nmode = "external"\nhost = "a"\ntls_ca = "no.pem"', "broker.tls_ca: there is no file "),
    ("[media]\nframe_ms = 11", 'media.frame_ms: must be one of 5, 10, 20, not "11"'),
    ('[media]\nencoding = "l16"', 'media.encoding: must be one of L16, PCMU, not "l16"; did you mean L16?'),
    ("[media]\nmin_delay_ms = 4", "media.min_delay_ms: must be a whole number from 5 to 200, not 4"),
    ("[media]\nlookahead_ms = inf", "media.lookahead_ms: must be a number from 0.5 to 10, not inf"),
    ("[media]\ndscp = 64", "media.dscp: must be a whole number from 0 to 63, not 64"),
    ("[media]\nkeep_awake = 1", "media.keep_awake: must be true or false, not 1"),
    ("[media]\nspares = 1", "media.spares: must be true or false, not 1"),
    ("[ducking]\nspeech = -7", 'ducking.speech: must be one of 0, -6, -12, -18, -24, mute, not "-7"'),
    ("[ducking]\nattack_ms = 21", "ducking.attack_ms: must be a number from 1 to 20, not 21"),
    ('[shopify]\nshow = "none"', 'shopify.show: there is no show "none"'),
    ('[shopify]\nsecret = "short"', "shopify.secret: must be text of 16 to 128 printable ASCII characters"),
    ('[shopify]\ntoken = "shpat_0123456789"', "shopify.shop: is missing"),
    ('[shopify]\nshop = "a.myshopify.com"', "shopify.token: is missing"),
    ('[shopify]\nshop = "example.com"\ntoken = "shpat_0123456789"', 'is no address such as "name.myshopify.com"'),
    ('[shopify]\nhost = "https://a.b"', 'shopify.host: "https://a.b" is no address such as "hooks.example.com"'),
    ("[shopify]\npoll_s = 1", "shopify.poll_s: must be a number from 5 to 600, not 1"),
    ("[showdata]\nmqtt = true", "showdata.mqtt_password: is missing"),
    ('[obs]\nurl = "http://127.0.0.1"', 'obs.url: "http://127.0.0.1" is no address such as "ws://127.0.0.1:4455"'),
    ('[obs]\nurl = "ws://user:pass@host:1"', 'obs.url: "host:1" is no address'),
    ('[obs]\nscenes = ["Break"]', "obs.scenes: must be a table of at most 64 texts"),
    ("[obs]\nscenes = { Break = 1 }", "obs.scenes: must be a table of at most 64 texts"),
    ('[obs]\nscenes = { Break = "loud" }', 'the scene "Break" can mean "quiet" or "product:ID", not "loud"'),
    ('[obs]\nscenes = { Dress = "product:" }', "obs.scenes: the scene"),
    ("[[sources]]", "sources[3].id: is missing"),
    ('[[sources]]\nid = "Desk"', 'sources[3].id: "Desk" must be 1 to 32 characters a-z 0-9 -, not starting with -'),
    ('[[sources]]\nid = "desk"', 'sources[3].id: "desk" is already taken by sources[1]'),
    ('[[sources]]\nid = "a"\ndevise = 1', "sources[3].devise: there is no such key; did you mean device?"),
    ('[[sources]]\nid = "a"\ndevice = 1.5', "sources[3].device: must be a device's number or a part of its name"),
    ('[[sources]]\nid = "a"\nchannel = 65', "sources[3].channel: must be a whole number from 0 to 64, not 65"),
    ('[[sources]]\nid = "a"\ngain_db = nan', "sources[3].gain_db: must be a number from -60.0 to 24.0, not nan"),
    ('[[sources]]\nid = "a"\nopen = true', "sources[3].to: an open microphone needs somebody to talk to"),
    ('[[sources]]\nid = "a"\nto = [1]', 'sources[3].to[1]: "1" must be 1 to 32 characters'),
    ('[[sources]]\nid = "a"\nto = 1', "sources[3].to: must be a list of names in quotes"),
    ('[[sources]]\nid = "a"\nto = ["host-3"]', 'sources[3].to: "host-3" is no bodypack, no group'),
    ('[[sources]]\nid = "a"\npriority = "drect"', "did you mean direct?"),
    ('[[sources]]\nid = "a"\nowner = "host-9"', 'sources[3].owner: there is no bodypack "host-9"'),
    ('[[bodypacks]]\nid = "a"', "bodypacks[3].password: is missing"),
    ('[[bodypacks]]\nid = "a"\npassword = "1234567"', "bodypacks[3].password: must be text of 8 to 128"),
    ('[[bodypacks]]\nid = "host-1"\npassword = "12345678"', 'bodypacks[3].id: "host-1" is already taken by'),
    ('[[bodypacks]]\nid = "all"\npassword = "12345678"', 'bodypacks[3].id: the name "all" is taken'),
    ('[[bodypacks]]\nid = "gateway"\npassword = "12345678"', "bodypacks[3].id: the name"),
    ('[[bodypacks]]\nid = "a"\npassword = "12345678"\ngroups = ["host-1"]', "the name of a bodypack"),
    ('[[bodypacks]]\nid = "a"\npassword = "12345678"\ngroups = ["all"]', "bodypacks[3].groups: the name"),
    ('[[bodypacks]]\nid = "a"\npassword = "12345678"\nvolume_db = 13', "bodypacks[3].volume_db: must be a number from"),
    ('[[bodypacks]]\nid = "a"\npassword = "12345678"\nmax_volume_db = -6\nvolume_db = 0', "from -60.0 to -6.0"),
    ('[[bodypacks]]\nid = "a"\npassword = "12345678"\nencoding = "OPUS"', "bodypacks[3].encoding: must be one"),
]


def read_text(text: str, base: Path = Path("/nowhere")) -> Config:
    return read(tomllib.loads(text), base)


def with_more(more: str) -> str:
    """Keys of the top have to stand first."""
    return more + GOOD if not more.startswith("[") else GOOD + more


@pytest.mark.parametrize(("more", "message"), WRONG, ids=[f"{number}" for number in range(len(WRONG))])
def test_what_is_wrong_is_named_by_its_key(more: str, message: str) -> None:
    with pytest.raises(Troubles) as caught:
        read_text(with_more(more))
    assert message in caught.value.in_language("en")
    key = caught.value.troubles[0].facts["key"]
    for tongue in LANGUAGES:
        assert str(key) in caught.value.in_language(tongue)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Troubles) as caught:
        read_text('studio = "A"\nlanguage = 1\n[http]\nport = -1\n[[sources]]\n[[bodypacks]]\nid = "x"\n')
    keys = [trouble.facts["key"] for trouble in caught.value.troubles]
    assert keys == ["studio", "language", "http.port", "sources[1].id", "bodypacks[1].password"]


def test_a_wrong_secret_is_not_repeated() -> None:
    with pytest.raises(Troubles) as caught:
        read_text('[http]\ntoken = "geheim"\n[[bodypacks]]\nid = "a"\npassword = "kurz"\n')
    for tongue in LANGUAGES:
        assert "geheim" not in caught.value.in_language(tongue) and "kurz" not in caught.value.in_language(tongue)


def test_a_good_file_becomes_values() -> None:
    config = read_text(GOOD)
    assert config.studio == "studio-1" and config.state_dir == Path("/nowhere/state")
    assert [source.id for source in config.sources] == ["desk", "show"]
    assert config.sources[1].to == ("all",), "a programme without targets is for everybody"
    assert "12345678" not in repr(config)


def test_an_empty_file_is_a_gateway_without_anybody() -> None:
    config = read_text("")
    assert (config.sources, config.bodypacks, config.http.host) == ((), (), "127.0.0.1")


def test_with_an_external_broker_bodypacks_need_no_password_here() -> None:
    config = read_text('[broker]\nmode = "external"\nhost = "mqtt"\n[[bodypacks]]\nid = "a"\n')
    assert config.broker.port == 1883 and config.bodypacks[0].password is None


def test_other_machines_are_admitted_when_that_is_said() -> None:
    assert read_text('[http]\nhost = "0.0.0.0"\nallow_remote = true\n').http.host == "0.0.0.0"


def test_the_settings_reach_the_core() -> None:
    config = read_text(
        '[media]\nframe_ms = 5\nlookahead_ms = 1.5\nmin_delay_ms = 15\nencoding = "PCMU"\n'
        '[ducking]\nprogramme = "mute"\nspeech = -24\nby = "activity"\n'
        '[[bodypacks]]\nid = "a"\npassword = "12345678"\nmax_volume_db = -6\n'
    )
    engine, roster = engine_settings(config), roster_settings(config, 77)
    assert (engine.frame_ms, engine.lookahead_ms, roster.min_delay_ms) == (5, 1.5, 15)
    assert (roster.encoding, roster.frame_ms) == ("PCMU", 5)
    assert roster.epoch == 77
    (bodypack,) = bodypack_configs(config, {"a": bytes(32)})
    assert (bodypack.max_volume_db, bodypack.volume_db, bodypack.key) == (-6, -6, bytes(32))
    assert "key" not in repr(bodypack)
    dims = {(higher, lower): depth for higher, lower, depth in ducking_policy(config.ducking).dims}
    assert dims[Priority.DIRECT, Priority.PROGRAMME] == MUTE_DB
    assert dims[Priority.ANNOUNCEMENT, Priority.DIRECT] == -24
    emergency = {(higher, lower): depth for higher, lower, depth in DEFAULT_DIMS if higher == Priority.EMERGENCY}
    assert emergency.items() <= dims.items(), "what an emergency does to others is not for settings to weaken"


def test_the_start_configuration_is_good_and_its_passwords_are_new_each_time() -> None:
    first, second = (read_text(start_config()) for _ in range(2))
    secrets = {each.password for config in (first, second) for each in config.bodypacks}
    secrets |= {first.http.token, second.http.token}
    assert len(secrets) == 6 and all(secret and len(secret) >= 16 for secret in secrets)


EXAMPLES = {
    # keys that the start configuration shows with an example instead of their default
    "https": {"certificate", "key"},
    "oidc": {"issuer", "client_id", "client_secret_file", "name", "domains", "claim", "roles", "owners"},
    "broker": {"host", "username", "password", "tls_ca"},
    "webrtc": {"stun", "turn", "username", "credential", "networks"},
    "osc": {"secret"},
    "mqtt_control": {"password"},
    "shopify": {"secret", "host", "shop", "token"},
    "obs": {"url", "password", "scenes"},
    "showdata": {"watch", "mqtt_password"},
    "sources": {"device", "owner"},
    "bodypacks": {"encoding"},
}


def test_what_the_start_configuration_comments_out_is_the_default() -> None:
    lines, section, uncommented = [], "", 0
    for line in start_config().splitlines():
        if line.startswith("["):
            section = line.partition("#")[0].strip().strip("[]")
        told = line[2:] if line.startswith("# ") else ""
        name = told.partition(" = ")[0]
        if " = " in told and name.isidentifier() and name not in EXAMPLES.get(section, ()):
            line, uncommented = told, uncommented + 1
        lines.append(line)
    assert uncommented > 20
    plain, full = read_text(start_config()), read_text("\n".join(lines))
    assert (full.media, full.ducking, full.cue_folder) == (plain.media, plain.ducking, plain.cue_folder)
    assert (full.broker, full.http.port, full.http.host) == (plain.broker, plain.http.port, plain.http.host)
    assert (full.language, full.state_dir, full.sources) == (plain.language, plain.state_dir, plain.sources)
    assert (full.https, full.sign_in, full.webrtc) == (plain.https, plain.sign_in, plain.webrtc)
    assert (full.osc, full.mqtt_control, full.recordings) == (plain.osc, plain.mqtt_control, plain.recordings)
    assert (full.shopify, full.obs, full.showdata) == (plain.shopify, plain.obs, plain.showdata)


def test_a_new_configuration_is_for_its_owner_alone_and_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "gateway.toml"
    write_start_config(path)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text(encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        write_start_config(path)
    assert caught.value.code == "config_exists" and path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "config_no_file"),
        (b"studio = ", "config_not_toml"),
        (b'studio = "\xff"', "config_not_utf8"),
        (b"#" * (1 << 20) + b"#", "config_too_long"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "gateway.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Trouble) as caught:
        load(path)
    assert caught.value.code == code
    for tongue in LANGUAGES:
        assert str(path) in caught.value.in_language(tongue)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text('studio = "notepad"\n', encoding="utf-8-sig")
    assert load(path).studio == "notepad"


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "hushcue_gateway", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment(), check=False)


def test_the_command_line_writes_checks_and_refuses(tmp_path: Path) -> None:
    path = str(tmp_path / "gateway.toml")
    assert _command("--new-config", path).returncode == 0
    checked = _command("--config", path, "--check")
    assert checked.returncode == 0 and "bodypacks: 2" in checked.stdout
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[http]\nprot = 1\n", encoding="utf-8")
    refused = _command("--config", str(wrong), "--check")
    assert refused.returncode == 2
    assert refused.stderr == "hushcue: http.prot: there is no such key; did you mean port?\n"
    chinese = _command("--config", str(wrong), "--language", "zh")
    assert chinese.returncode == 2 and "没有这个配置项" in chinese.stderr
    assert _command().returncode == 2


def test_the_language_of_the_file_holds_unless_the_command_line_says_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text('language = "zh"\n', encoding="utf-8")
    assert "检查通过" in _command("--config", str(path), "--check").stdout
    assert "good" in _command("--config", str(path), "--check", "--language", "en").stdout
