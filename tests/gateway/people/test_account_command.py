"""``hushcue account``, and the tables of the configuration about people."""

import argparse
from pathlib import Path
from typing import Any

import pytest
from support.house import House

from hushcue_gateway import account_command
from hushcue_gateway.config import read
from hushcue_gateway.config_people import RoleRule, read_oidc
from hushcue_gateway.config_reader import Reader
from hushcue_words import Troubles


def command(folder: Path, *words: str) -> int:
    config = folder / "gateway.toml"
    config.write_text('state_dir = "."\nlanguage = "en"\n[broker]\nport = 0\n', encoding="utf-8")
    parser = argparse.ArgumentParser()
    account_command.add_arguments(parser)
    return account_command.run(parser.parse_args([*words, "--config", str(config)]))


def test_it_lists_accounts_and_makes_links_while_the_gateway_runs(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house.person("Anna")
    assert command(tmp_path, "list") == 0 and "Anna" in capsys.readouterr().out
    assert command(tmp_path, "owner") == 0
    link = capsys.readouterr().out.splitlines()[1].strip()
    assert link.startswith("http://127.0.0.1:8580/#/invitation/")
    house.now_ms = account_command.now_ms()
    body = {"name": "Olga", "password": "a password of hers"}
    answer = house.browser().ask("POST", f"/api/v1/invitation/{link.rpartition('/')[2]}", body)
    assert answer.status_code == 201 and answer.json()["person"]["owner"] is True


@pytest.mark.parametrize(("words", "code"), [(("reset",), 2), (("reset", "nobody"), 2), (("list",), 0)])
def test_what_it_cannot_do_it_says(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
) -> None:
    assert command(tmp_path, *words) == code
    said = capsys.readouterr()
    assert said.out or said.err.startswith("hushcue: ")


def test_without_a_database_there_is_nobody_to_let_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path, "owner") == 3 and "start the gateway once" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"https": {"certificate": "x.pem"}}, "https.key"),
        ({"https": {"certificate": "x.pem", "key": "x.pem"}}, "https.certificate"),
        ({"https": {"prot": 1}}, "https.prot"),
        ({"sign_in": {"attempts": 1}}, "sign_in.attempts"),
        ({"oidc": {"issuer": "http://id.example", "client_id": "x", "owners": ["it"]}}, "oidc.issuer"),
        ({"oidc": {"issuer": "https://id.example", "client_id": "x"}}, "oidc.domains"),
        ({"oidc": {"issuer": "https://id.example", "owners": ["it"]}}, "oidc.client_id"),
        ({"oidc": {"roles": ["crew"]}}, "oidc.roles"),
        ({"oidc": {"client_secret_file": "none"}}, "oidc.client_secret_file"),
    ],
)
def test_every_mistake_names_its_key(tmp_path: Path, table: dict[str, Any], key: str) -> None:
    with pytest.raises(Troubles) as caught:
        read({"broker": {"port": 0}, **table}, tmp_path)
    for tongue in ("en", "zh"):
        assert any(line.startswith(key) for line in caught.value.in_language(tongue).splitlines())


def test_a_secret_comes_from_the_key_the_file_or_the_environment(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from-the-file\n", encoding="utf-8")
    environment = {"HUSHCUE_OIDC_SECRET": "from-the-environment"}
    for table, secret in (
        ({"client_secret": "from-the-key", "client_secret_file": "secret"}, "from-the-key"),
        ({"client_secret_file": "secret"}, "from-the-file"),
        ({}, "from-the-environment"),
    ):
        oidc = read_oidc(Reader(table, "oidc", []), tmp_path, environment)
        assert oidc.client_secret == secret and secret not in repr(oidc)


def test_a_group_may_have_any_name(tmp_path: Path) -> None:
    table = {"roles": ["/a=b/crew=main/director", "*=late/ops"]}
    rules = read_oidc(Reader(table, "oidc", []), tmp_path, {}).roles
    assert rules == (RoleRule("/a=b/crew", "main", "director"), RoleRule("*", "late", "ops"))
