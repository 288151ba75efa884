"""firmware/manifest.py, which freezes the firmware into an image, read as MicroPython's build reads it."""

from __future__ import annotations

from pathlib import Path

from hushcue_tools import firmware


class Build:
    """The functions that a manifest has, as tools/manifestfile.py of MicroPython gives them, of which it uses some."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.included: list[str] = []
        self.frozen: list[Path] = []

    def include(self, manifest_path: str, **kwargs: object) -> None:
        assert not kwargs
        self.included.append(manifest_path)

    def package(
        self, package_path: str, files: tuple[str, ...] | None = None, base_path: str = ".", opt: int | None = None
    ) -> None:
        base = (self.folder / base_path).resolve()
        assert (base / package_path).is_dir() and files is None and opt is None
        self.frozen += sorted(path.relative_to(base) for path in (base / package_path).rglob("*.py"))

    def read(self) -> None:
        functions = {"include": self.include, "package": self.package}
        exec((self.folder / "manifest.py").read_text(encoding="utf-8"), functions)


def test_every_module_is_frozen_once_under_the_name_it_is_imported_by() -> None:
    folder = firmware.locate()
    build = Build(folder)
    build.read()
    assert sorted(build.frozen) == sorted(path.relative_to(folder / "lib") for path in (folder / "lib").rglob("*.py"))


def test_what_the_port_freezes_stays_in_the_image() -> None:
    build = Build(firmware.locate())
    build.read()
    assert build.included == ["$(PORT_DIR)/boards/manifest.py"]
