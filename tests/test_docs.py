"""The documentation tells the truth: commands exist, links lead somewhere, tables and languages agree."""

import argparse
import ast
import dataclasses
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from support import markdown
from support.tree import ROOT, project_files, read_text

from hushcue_bodypack import config as chip_config
from hushcue_bodypack.boards import esp32_c3, esp32_generic, esp32_s3
from hushcue_gateway.config import Broker, Ducking, Http, Media
from hushcue_gateway.config_people import Https, SignIn
from hushcue_gateway.config_updates import Updates
from hushcue_gateway.links.settings import Obs, Shopify
from hushcue_tools import cli
from hushcue_wire import topics

PAGES = [path for path in project_files() if path.suffix == ".md" and "tests/vectors" not in path.as_posix()]
BILINGUAL = (
    "README",
    "docs/accounts",
    "docs/architecture",
    "docs/assistant",
    "docs/bodypacks",
    "docs/configuration",
    "docs/glossary",
    "docs/index",
    "docs/links",
    "docs/operators",
    "docs/phone",
    "docs/remote-control",
    "docs/recordings",
    "docs/show-data",
    "docs/technicians",
    "docs/updates",
    "docs/usb",
    "docs/voices",
    "docs/webrtc",
)
WIRING = (ROOT / "README.md", ROOT / "README.zh.md")
BOARDS = (esp32_generic, esp32_s3, esp32_c3)
OTHER_PROGRAMS = {"curl", "find", "mpremote", "pip", "python3"}
SECTIONS = {
    "[http]": Http,
    "[https]": Https,
    "[sign_in]": SignIn,
    "[broker]": Broker,
    "[media]": Media,
    "[ducking]": Ducking,
    "[updates]": Updates,
    "[shopify]": Shopify,
    "[obs]": Obs,
}
READERS = {
    "studio.toml": "read",
    "[http]": "_http",
    "[https]": "read_https",
    "[sign_in]": "read_sign_in",
    "[oidc]": "read_oidc",
    "[broker]": "_broker",
    "[media]": "_media",
    "[cues]": "_cues",
    "[ducking]": "_ducking",
    "[updates]": "read_updates",
    "[showdata]": "read_showdata",
    "[shopify]": "read_shopify",
    "[obs]": "read_obs",
    "[[sources]]": "_source",
    "[[bodypacks]]": "_bodypack",
    "[[shows]]": "read_shows",
    "[[phones]]": "read_phone",
}
"""Heading in configuration.md -> the function of config.py that reads that table."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link in markdown.links(read_text(page)):
        if "://" in link:
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), f"{name_of(page)} points to {link}"
        if anchor:
            assert anchor in markdown.anchors(read_text(target)), f"{name_of(page)} points to {link}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read_text(ROOT / "Makefile"), re.MULTILINE))
    for words in markdown.commands(read_text(page)):
        while "=" in words[0]:
            words = words[1:]
        program = words[0].removeprefix(".venv/bin/")
        if program == "make" and "-C" in words:
            continue  # of another project's folder
        if program == "make":
            assert set(words[1:]) <= targets, f"{name_of(page)}: {words}"
        elif program == "hushcue":
            check_hushcue(words[1:])
        elif words[1:3] == ["-m", "pytest"]:
            assert all((ROOT / word).exists() for word in words[3:] if not word.startswith("-")), words
        else:
            assert program in OTHER_PROGRAMS, f"{name_of(page)}: {words}"
        for word in words[1:]:
            if word.startswith("firmware/"):
                assert (ROOT / word).exists(), f"{name_of(page)}: {word}"


def check_hushcue(words: list[str]) -> None:
    """The command line of a page, read by the very parser that a person would meet."""
    if words[0].startswith("-"):
        assert words == ["--help"]
        return
    command = importlib.import_module(cli.COMMANDS[words[0]])
    parser = cli.Parser(words[0], "")
    command.add_arguments(parser)
    assert isinstance(parser.parse_args(words[1:]), argparse.Namespace)


@pytest.mark.parametrize("name", BILINGUAL)
def test_both_languages_have_the_same_shape(name: str) -> None:
    english, chinese = ROOT / f"{name}.md", ROOT / f"{name}.zh.md"
    assert markdown.shape(english) == markdown.shape(chinese)


def test_every_chinese_page_is_a_translation() -> None:
    found = {name_of(page).removesuffix(".zh.md") for page in PAGES if page.name.endswith(".zh.md")}
    assert found == set(BILINGUAL)


@pytest.mark.parametrize("page", WIRING, ids=name_of)
def test_the_wiring_table_says_what_the_boards_say(page: Path) -> None:
    rows = next(rows for rows in markdown.tables(read_text(page)).values() if "I2S_SCK" in rows[0][0])
    shown = {}
    for row in rows:
        signal = re.search(r"`(\w+)`", row[0])
        if signal:
            shown[signal.group(1)] = [cell.removeprefix("GPIO") for cell in row[3:]]
    wanted = ("I2S_SCK", "I2S_WS", "I2S_SD", "BUTTON", "LED", "BATTERY_ADC")
    assert shown == {name: [str(pin(board, name)) for board in BOARDS] for name in wanted}


def pin(board: ModuleType, name: str) -> int:
    number = getattr(board, name)
    assert isinstance(number, int)
    return number


SHARED = {"read_show": "show", "read_language": "language"}
"""Functions that take one and the same key of several tables."""


def keys_asked_for(function: str) -> set[str]:
    """The keys that a function of the configuration takes from its table."""
    files = (
        "config.py",
        "config_links.py",
        "config_people.py",
        "config_showdata.py",
        "config_shows.py",
        "config_updates.py",
    )
    tree = ast.parse("\n".join(read_text(ROOT / "gateway/hushcue_gateway" / name) for name in files))
    shared = {
        SHARED[node.func.id]
        for body in tree.body
        if isinstance(body, ast.FunctionDef) and body.name == function
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHARED
    }
    (body,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
    takes = {"text", "texts", "secret", "name", "names", "choice", "whole", "number", "flag", "device", "pairs"}
    return shared | {
        node.args[0].value
        for node in ast.walk(body)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.attr in takes
        and isinstance(node.args[0], ast.Constant)
    }


@pytest.mark.parametrize("page", ["docs/configuration.md", "docs/configuration.zh.md"])
@pytest.mark.parametrize("heading", READERS)
def test_every_key_of_the_studio_is_explained(page: str, heading: str) -> None:
    rows = markdown.tables(read_text(ROOT / page))[heading]
    assert {row[0].strip("`") for row in rows} == keys_asked_for(READERS[heading])


@pytest.mark.parametrize("page", ["docs/configuration.md", "docs/configuration.zh.md"])
@pytest.mark.parametrize("heading", SECTIONS)
def test_defaults_are_those_of_the_code(page: str, heading: str) -> None:
    defaults = {field.name: field.default for field in dataclasses.fields(SECTIONS[heading])}
    for name, shown, *_ in markdown.tables(read_text(ROOT / page))[heading]:
        default = defaults[name.strip("`")]
        written = re.match(r"`([^`]+)`", shown)
        if default not in (None, "", ()) and written:
            assert json.loads(written.group(1)) == default, f"{heading} {name}"


@pytest.mark.parametrize("page", ["docs/configuration.md", "docs/configuration.zh.md"])
def test_every_key_of_the_bodypack_is_explained(page: str) -> None:
    sections = markdown.tables(read_text(ROOT / page))
    (rows,) = [rows for heading, rows in sections.items() if "config.json" in heading]
    assert {row[0].strip("`") for row in rows} == set(chip_config.KEYS)
    for name, shown, *_ in rows:
        default = chip_config.KEYS[name.strip("`")][1]
        if default not in (chip_config.REQUIRED, ""):
            assert json.loads(shown.strip("`")) == default, name


@pytest.mark.parametrize("page", ["docs/configuration.md", "docs/configuration.zh.md"])
def test_every_request_of_the_interface_is_explained(page: str) -> None:
    (rows,) = [rows for heading, rows in markdown.tables(read_text(ROOT / page)).items() if "HTTP" in heading]
    told = {row[0].strip("`") for row in rows}
    assert requests_of("app", "hosts", "talks", "ducking", "mix") <= told
    assert told <= requests_of("app", "hosts", "talks", "ducking", "mix", "shows", "cue_log"), "told, and not there"


@pytest.mark.parametrize(
    ("page", "heading"),
    [("docs/configuration.md", "Requests about bodypacks"), ("docs/configuration.zh.md", "与腰包有关的请求")],
)
def test_every_request_about_bodypacks_is_explained(page: str, heading: str) -> None:
    told = {row[0].strip("`") for row in markdown.tables(read_text(ROOT / page))[heading]}
    source = read_text(ROOT / "gateway/hushcue_gateway/web/bodypacks.py")
    routes = re.findall(r'@router\.(get|post|put|patch|delete)\(\s*"([^"]*)"', source)
    assert told == {f"{verb.upper()} /api/v1/bodypacks{path.replace('{bodypack}', 'ID')}" for verb, path in routes}


def requests_of(*files: str) -> set[str]:
    """METHOD and path of the routes in files of the HTTP interface; the rest stands in its OpenAPI document."""
    found = set()
    for name in files:
        source = read_text(ROOT / f"gateway/hushcue_gateway/web/{name}.py")
        for verb, path in re.findall(r'@router\.(get|post|put|delete)\(\s*"([^"]+)"', source):
            place = re.sub(r"{[^}]+}", "ID", path.replace("{show}", "SHOW"))
            found.add(f"{verb.upper()} {'' if path in ('/health', '/metrics') else '/api/v1'}{place}")
    return found


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/architecture.zh.md"])
def test_the_walk_of_a_word_goes_through_modules_that_exist(page: str) -> None:
    rows = next(iter(markdown.tables(read_text(ROOT / page)).values()))
    assert len(rows) == 17
    for number, place, *_ in rows:
        room = "gateway/hushcue_gateway" if int(number) <= 10 else "firmware/lib/hushcue_bodypack"
        for module in re.findall(r"`([\w/]+\.py)`", place):
            assert (ROOT / room / module).is_file(), f"{number}: {module}"


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/architecture.zh.md"])
def test_every_topic_is_explained(page: str) -> None:
    sections = markdown.tables(read_text(ROOT / page)).values()
    rows = next(rows for rows in sections if rows[0][0] == "`gateway/status`")
    assert {row[0].strip("`") for row in rows[1:]} == {f"bodypack/ID/{kind}" for kind in topics.KINDS}


def test_the_changelog_knows_this_version_or_what_comes_next() -> None:
    text = read_text(ROOT / "CHANGELOG.md")
    assert re.search(r"^## \[(Unreleased|\d+\.\d+\.\d+)\]", text, re.MULTILINE)


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '<html lang="zh"' in (tmp_path / "zh" / "index.html").read_text(encoding="utf-8")


def test_every_decision_is_on_the_site() -> None:
    navigation = read_text(ROOT / "mkdocs.yml")
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert f"decisions/{path.name}" in navigation
