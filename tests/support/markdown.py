"""Reading our own documentation: what a page links to, which commands it shows, what its tables hold."""

import re
import shlex
from pathlib import Path

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def prose(text: str) -> str:
    """The page without its fenced blocks."""
    return FENCE.sub("", text)


def blocks(text: str) -> list[tuple[str, str]]:
    """(language, content) of each fenced block."""
    return [(language, content) for _, language, content in FENCE.findall(text)]


def commands(text: str) -> list[list[str]]:
    """The words of every command in the page's ``sh`` blocks."""
    lines = [
        line
        for language, content in blocks(text)
        if language == "sh"
        for line in content.replace("\\\n", " ").splitlines()
        if line.strip()
    ]
    return [shlex.split(line) for line in lines]


def links(text: str) -> list[str]:
    """Where the page points to."""
    return LINK.findall(prose(text))


def anchors(text: str) -> set[str]:
    """What a link into the page may name: headings as GitHub spells them, and anchors set by hand."""
    found = set(re.findall(r'<a id="([^"]+)">', text))
    for heading in HEADING.findall(prose(text)):
        plain = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(plain.replace(" ", "-"))
    return found


def tables(text: str) -> dict[str, list[list[str]]]:
    """The cells of every table, header and ruler left out, under the heading above it."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in prose(text).splitlines():
        title = HEADING.match(line)
        if title:
            heading = title.group(1).strip("`")
        elif line.startswith("|"):
            found.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {name: rows[2:] for name, rows in found.items()}


def shape(path: Path) -> list[object]:
    """What two translations of a page have in common: depth of headings, commands, rows of tables, pictures."""
    text = path.read_text(encoding="utf-8")
    depths = [len(line) - len(line.lstrip("#")) for line in prose(text).splitlines() if line.startswith("#")]
    rows = [len(table) for table in tables(text).values()]
    return [depths, rows, commands(text), len(re.findall(r"!\[", text))]
