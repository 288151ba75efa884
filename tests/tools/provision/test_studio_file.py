"""The studio's file as provisioning changes it: what a person wrote stays, and the gateway takes what comes out."""

import tomllib
from pathlib import Path

import pytest

from hushcue_gateway import config
from hushcue_gateway.config_template import start_config
from hushcue_tools.provision import studio_file
from hushcue_tools.provision.studio_file import NotAStudio, read, with_bodypack

PASSWORD = "a-password-of-some-length"


def test_a_new_bodypack_comes_to_the_end_and_everything_else_stays_letter_by_letter() -> None:
    before = start_config()
    after = with_bodypack(before, "host-7", PASSWORD, "主播七", ["hosts"])
    assert after.startswith(before.rstrip("\n"))
    added = after.removeprefix(before.rstrip("\n"))
    assert added == (
        f'\n\n[[bodypacks]]\nid = "host-7"\npassword = "{PASSWORD}"\nlabel = "主播七"\ngroups = ["hosts"]\n'
    )


def test_a_bodypack_that_is_there_is_changed_in_its_place_and_keeps_its_comments() -> None:
    before = start_config()
    after = with_bodypack(before, "host-1", PASSWORD, "First")
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    assert changed == [f'password = "{PASSWORD}"', 'label = "First"']
    assert after.count("\n") == before.count("\n")
    assert "# nobody can turn it up further" in after


def test_what_is_already_so_changes_nothing() -> None:
    once = with_bodypack(start_config(), "host-7", PASSWORD, "Seven", ["hosts"], None)
    assert with_bodypack(once, "host-7", PASSWORD, "Seven", ["hosts"], None) == once
    assert with_bodypack(once, "host-7", PASSWORD) == once


@pytest.mark.parametrize(
    "text",
    [
        "",
        'studio = "x"\n',
        'studio = "x"',
        '[[bodypacks]]\nid = "one"\npassword = "12345678"\n\n[media]\nframe_ms = 10\n',
        '[[bodypacks]]\nid = "one"\npassword = "12345678"\n[[sources]]\nid = "m"\n[[bodypacks]]\nid = "two"\n'
        'password = "12345678"\n',
        'studio = "x"\r\n[[bodypacks]]\r\nid = "one"\r\npassword = "12345678"\r\n',
    ],
)
def test_wherever_the_tables_stand_the_gateway_reads_old_and_new(text: str) -> None:
    after = with_bodypack(text, "host-7", PASSWORD, "Seven")
    before_ids = [each.id for each in config.read(tomllib.loads(text), Path("/")).bodypacks]
    now = config.read(tomllib.loads(after), Path("/"))
    assert [each.id for each in now.bodypacks] == [*before_ids, "host-7"]
    assert now.bodypacks[-1].password == PASSWORD


@pytest.mark.parametrize("text", ["studio = ", "bodypacks = 3\n", "broker = 1\n", '[broker]\nport = "x"\n'])
def test_what_is_no_studio_is_refused(text: str) -> None:
    with pytest.raises(NotAStudio):
        read(text)


def test_an_inline_list_of_bodypacks_is_refused_and_not_destroyed() -> None:
    with pytest.raises(NotAStudio):
        with_bodypack('bodypacks = [{id = "one", password = "12345678"}]\n', "two", PASSWORD)


def test_what_is_read_of_it() -> None:
    studio = read(start_config())
    assert (studio.name, studio.broker_port, studio.is_heard, studio.url) == (
        "studio",
        1883,
        True,
        "http://127.0.0.1:8580",
    )
    assert list(studio.bodypacks) == ["host-1", "host-2"]
    assert len(studio.token) > 16 and studio.token not in repr(studio)
    assert studio.bodypacks["host-1"].password not in repr(studio)
    assert not read('[broker]\nlisten = "127.0.0.1"\n').is_heard
    assert read('[broker]\nmode = "external"\nhost = "b"\n').is_heard
    assert read('[http]\nhost = "0.0.0.0"\nport = 1\n').url == "http://127.0.0.1:1"
    assert read("").token_file(Path("/x")) == Path("/x/state", studio_file.TOKEN_FILE)
