"""Device keys: made once, kept for their owner alone, carried to the bodypack, never shown."""

import argparse
import io
import json
import os
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from hushcue_gateway import key_command
from hushcue_gateway.keys import FileStore, KeyRing, KeyringStore, kept_keys, key_id, new_key, open_store
from hushcue_gateway.logs import HIDDEN, Log
from hushcue_gateway.state_dir import EPOCH_FILE, LAST_EPOCH, next_epoch
from hushcue_gateway.words import WORDS
from hushcue_words import EXIT_MISSING, EXIT_USAGE, Trouble

CONFIG = """
studio = "studio-1"
[[bodypacks]]
id = "host-1"
password = "12345678"
[[bodypacks]]
id = "host-2"
password = "87654321"
"""


class TestFile:
    def test_a_key_is_made_for_whoever_has_none_and_kept(self, tmp_path: Path) -> None:
        store = FileStore(tmp_path)
        first = kept_keys(store, ["host-1"])
        both = kept_keys(store, ["host-1", "host-2"])
        assert both["host-1"] == first["host-1"] != both["host-2"]
        assert all(len(key) == 32 for key in both.values())
        assert kept_keys(FileStore(tmp_path), ["host-2"]) == {"host-2": both["host-2"]}
        path = tmp_path / "keys.json"
        assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600
        assert set(json.loads(path.read_text())) == {"host-1", "host-2"}

    def test_a_key_is_taken_away_from_one_alone_and_a_second_time_is_no_error(self, tmp_path: Path) -> None:
        store = FileStore(tmp_path)
        store.remove("host-1")
        both = kept_keys(store, ["host-1", "host-2"])
        stamp = store.stamp()
        for _ in range(2):
            store.remove("host-1")
        assert json.loads((tmp_path / "keys.json").read_text()) == {"host-2": both["host-2"].hex()}
        assert store.stamp() != stamp

    def test_a_ring_admits_replaces_and_dismisses_and_hides_every_key_it_makes(self, tmp_path: Path) -> None:
        stream = io.StringIO()
        log = Log((WORDS,), stream)
        ring = KeyRing(FileStore(tmp_path), ["host-1"], log)
        kept = ring.read()
        first = ring.admit("host-7")
        assert ring.admit("host-7") == first and ring.news() == {**kept, "host-7": first}
        second = ring.replace("host-7")
        assert second != first and ring.news()["host-7"] == second and ring.news() == {}
        for _ in range(2):
            ring.dismiss("host-7")
        assert ring.news() == kept, "and nobody makes it a new one"
        assert set(json.loads((tmp_path / "keys.json").read_text())) == {"host-1"}
        for key in (first, second):
            log.error("key_named", id="host-7", name=key.hex(), path="")
            assert key.hex() not in stream.getvalue()

    @pytest.mark.parametrize(
        "text", ["{", "[]", '{"host-1": 3}', '{"host-1": "abc"}', '{"host-1": "' + "ab" * 31 + '"}']
    )
    def test_a_damaged_file_is_named_and_never_replaced(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "keys.json"
        path.write_text(text)
        with pytest.raises(Trouble) as caught:
            kept_keys(FileStore(tmp_path), ["host-1", "host-2"])
        assert (caught.value.code, caught.value.exit_code) == ("keys_broken", EXIT_MISSING)
        assert str(path) in str(caught.value) and path.read_text() == text

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "keys.json").mkdir()
        with pytest.raises(Trouble) as caught:
            FileStore(tmp_path).read(["host-1"])
        assert caught.value.code == "keys_unreadable"

    def test_a_gateway_that_runs_sees_that_a_key_was_replaced_and_hides_every_one(self, tmp_path: Path) -> None:
        said = io.StringIO()
        log = Log((WORDS,), said)
        ring = KeyRing(FileStore(tmp_path), ["host-1"], log)
        before = ring.read()
        ring.news()
        assert ring.news() == {}
        after = new_key()
        FileStore(tmp_path).write({"host-1": after})
        assert ring.news() == {"host-1": after}
        assert ring.news() == {}
        log.error("our_mistake", where="x", reason=f"{before['host-1'].hex()} {after.hex()}")
        assert said.getvalue().count(HIDDEN) == 2
        (tmp_path / "keys.json").write_text("{")
        assert ring.news() == {} and "damaged" in said.getvalue()
        assert ring.news() == {}


class FakeKeyring(types.ModuleType):
    """As much of the library's interface as is used, with its storage in memory."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, name: str) -> str | None:
        self._check()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self._check()
        self.kept[service, name] = text

    def delete_password(self, service: str, name: str) -> None:
        self._check()
        if (service, name) not in self.kept:  # as the library does
            raise sys.modules["keyring.errors"].KeyringError("nothing there")
        del self.kept[service, name]

    def _check(self) -> None:
        if self.locked:
            raise sys.modules["keyring.errors"].KeyringError("locked")


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeKeyring]:
    library, errors = FakeKeyring(), types.ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", library)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    yield library


class TestKeyring:
    def test_keys_live_in_the_systems_keyring_and_nowhere_else(self, tmp_path: Path, keyring: FakeKeyring) -> None:
        store = open_store("keyring", tmp_path, "studio-1")
        before = store.stamp()
        keys = kept_keys(store, ["host-1", "host-2"])
        assert keyring.kept == {("hushcue studio-1", name): key.hex() for name, key in keys.items()}
        assert kept_keys(store, ["host-1"]) == {"host-1": keys["host-1"]}
        assert store.stamp() != before
        for path in tmp_path.iterdir():
            assert not any(key.hex() in path.read_text() for key in keys.values())

    def test_a_key_is_taken_out_of_it_and_a_second_time_is_no_error(self, tmp_path: Path, keyring: FakeKeyring) -> None:
        store = open_store("keyring", tmp_path, "studio-1")
        kept_keys(store, ["host-1", "host-2"])
        stamp = store.stamp()
        for _ in range(2):
            store.remove("host-1")
        assert set(keyring.kept) == {("hushcue studio-1", "host-2")} and store.stamp() != stamp
        keyring.locked = True
        with pytest.raises(Trouble) as caught:
            store.remove("host-2")
        assert caught.value.code == "keyring_unusable"

    def test_a_locked_keyring_and_rubbish_in_it_are_named(self, tmp_path: Path, keyring: FakeKeyring) -> None:
        store = KeyringStore(tmp_path, "s")
        keyring.kept["hushcue s", "host-1"] = "rubbish"
        with pytest.raises(Trouble) as caught:
            store.read(["host-1"])
        assert caught.value.code == "keys_broken" and "rubbish" not in str(caught.value)
        keyring.locked = True
        for work in (lambda: store.read(["host-1"]), lambda: store.write({"host-1": bytes(32)})):
            with pytest.raises(Trouble) as caught:
                work()
            assert (caught.value.code, caught.value.exit_code) == ("keyring_unusable", EXIT_MISSING)

    def test_without_the_library_it_says_what_to_install(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "keyring", None)
        with pytest.raises(Trouble) as caught:
            open_store("keyring", tmp_path, "s")
        assert caught.value.exit_code == EXIT_MISSING
        assert all("hushcue[keyring]" in caught.value.in_language(tongue) for tongue in ("en", "zh"))


class TestCommand:
    @pytest.fixture
    def config(self, tmp_path: Path) -> Path:
        path = tmp_path / "gateway.toml"
        path.write_text(CONFIG)
        return path

    def run(self, config: Path, *words: str) -> int:
        parser = argparse.ArgumentParser()
        key_command.add_arguments(parser)
        return key_command.run(parser.parse_args([*words, "--config", str(config)]))

    def test_the_key_goes_into_the_bodypacks_file_and_is_not_printed(
        self, config: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        into = config.with_name("config.json")
        document = {"id": "host-1", "label": "安娜", "key": "", "wifi": {"ssid": "s", "password": "p" * 8}}
        into.write_text(json.dumps(document))
        into.chmod(0o644)
        assert self.run(config, "host-1", "--into", str(into)) == 0
        key = FileStore(config.with_name("state")).read(["host-1"])["host-1"]
        written = json.loads(into.read_text(encoding="utf-8"))
        assert written == {**document, "key": key.hex()}
        assert os.name != "posix" or into.stat().st_mode & 0o777 == 0o600
        said = capsys.readouterr()
        assert key.hex() not in said.out + said.err and key_id(key) in said.out

    def test_a_new_key_voids_the_old_one(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run(config, "host-1") == 0
        store = FileStore(config.with_name("state"))
        before = store.read(["host-1"])["host-1"]
        assert self.run(config, "host-1", "--new") == 0
        after = store.read(["host-1"])["host-1"]
        said = capsys.readouterr().out
        assert before != after and key_id(before) in said and key_id(after) in said
        assert before.hex() not in said and after.hex() not in said

    @pytest.mark.parametrize(
        ("words", "text", "code"),
        [
            (["nobody"], None, "there is no bodypack"),
            (["host-1", "--into", "absent.json"], None, "cannot be read"),
            (["host-1", "--into", "x.json"], "{", "is no config.json"),
            (["host-1", "--into", "x.json"], "[1]", "is no config.json"),
            (["host-1", "--into", "x.json", "--new"], '{"id": "host-2"}', "belongs to one bodypack alone"),
        ],
    )
    def test_what_is_wrong_is_named_and_changes_nothing(
        self,
        config: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        words: list[str],
        text: str | None,
        code: str,
    ) -> None:
        monkeypatch.chdir(config.parent)
        if text is not None:
            Path("x.json").write_text(text)
        assert self.run(config, *words) == EXIT_USAGE
        assert code in capsys.readouterr().err
        assert not (config.with_name("state") / "keys.json").exists()


class TestEpoch:
    def test_it_rises_with_every_start_and_follows_the_clock(self, tmp_path: Path) -> None:
        epochs = [next_epoch(tmp_path, now_s) for now_s in (1000.0, 1000.0, 500.0, 2000.5, 2000.9)]
        assert epochs == [1000, 1001, 1002, 2000, 2001]

    @pytest.mark.parametrize("text", ["", "x", "\xff", "-5", "1e9"])
    def test_a_damaged_file_costs_nothing_while_the_clock_is_right(self, tmp_path: Path, text: str) -> None:
        (tmp_path / EPOCH_FILE).write_text(text, encoding="latin-1")
        assert next_epoch(tmp_path, 1000.0) == 1000

    def test_it_ends_where_the_documents_end(self, tmp_path: Path) -> None:
        (tmp_path / EPOCH_FILE).write_text(str(LAST_EPOCH))
        assert next_epoch(tmp_path, 1000.0) == LAST_EPOCH
