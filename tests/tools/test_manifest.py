"""firmware/manifest.py, which freezes the firmware into an image, read as MicroPython's build reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hushcue_tools import firmware, firmware_build
from hushcue_tools.native import modules


class Build:
    """The functions that a manifest has, as tools/manifestfile.py of MicroPython gives them, of which it uses some."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.included: list[str] = []
        self.frozen: list[Path] = []
        self.made: list[Path] = []

    def include(self, manifest_path: str, **kwargs: object) -> None:
        assert not kwargs
        self.included.append(manifest_path)

    def package(
        self, package_path: str, files: tuple[str, ...] | None = None, base_path: str = ".", opt: int | None = None
    ) -> None:
        base = (self.folder / base_path).resolve()
        assert (base / package_path).is_dir() and files is None and opt is None
        self.frozen += sorted(path.relative_to(base) for path in (base / package_path).rglob("*.py"))

    def freeze_mpy(self, path: str, script: tuple[str, ...]) -> None:
        for file in script:
            assert (self.folder / path / file).is_file()
            self.frozen.append(Path(file))
            self.made.append(self.folder / path / file)

    def read(self) -> None:
        functions = {"include": self.include, "package": self.package, "freeze_mpy": self.freeze_mpy}
        exec((self.folder / "manifest.py").read_text(encoding="utf-8"), functions)


@pytest.fixture(autouse=True)
def no_chip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUSHCUE_CHIP", raising=False)


def test_every_module_is_frozen_once_under_the_name_it_is_imported_by() -> None:
    folder = firmware.locate()
    build = Build(folder)
    build.read()
    assert sorted(build.frozen) == sorted(path.relative_to(folder / "lib") for path in (folder / "lib").rglob("*.py"))


def test_what_the_port_freezes_stays_in_the_image() -> None:
    build = Build(firmware.locate())
    build.read()
    assert build.included == ["$(PORT_DIR)/boards/manifest.py"]


def test_machine_code_of_a_build_is_frozen_beside_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib" / modules.PACKAGE).mkdir(parents=True)
    for name in modules.MODULES:
        firmware_build.write_native(firmware_build.find_compiler(), "xtensawin", name, tmp_path / "lib")
    monkeypatch.setenv("HUSHCUE_CHIP", str(tmp_path))
    folder = firmware.locate()
    build = Build(folder)
    build.read()
    made = [Path(modules.PACKAGE, f"{name}.mpy") for name in modules.MODULES]
    sources = [path.relative_to(folder / "lib") for path in (folder / "lib").rglob("*.py")]
    assert sorted(build.frozen) == sorted([*sources, *made])
    for path in build.made:  # an image knows a module by the name of its source
        assert f"{modules.PACKAGE}/{path.stem}.py".encode() in path.read_bytes()
