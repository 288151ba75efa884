"""``hushcue flash``: which board, which MicroPython, then the firmware. What is found and done is said as it goes."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from hushcue_words import EXIT_MISSING, EXIT_OK, EXIT_USAGE, Trouble

from .. import firmware, firmware_build
from ..device import DeviceError, Port, SerialDevice, choose_port, find_ports, open_device
from ..device.serial_device import trouble_of
from . import images
from .bundle import MPY, Bundle, build
from .chip import Chip, connect
from .image_check import Image, check
from .offer import offer
from .progress import Progress, Shown, Silent
from .words import WORDS

FIRST_START_S = 30.0
"""MicroPython makes its file system at its first start."""
LEAST_FLASH_MB = 4
SPARE_BYTES = 32 * 1024
GUESSES = (("ESP32S3", "esp32_s3"), ("ESP32C3", "esp32_c3"), ("ESP32", "esp32_generic"))
SMALL_HEAP_BYTES = 190_000
"""Less than this before Wi-Fi starts is too little beside it for a firmware that is not frozen into the image."""
CONFIG = "/config.json"
ASK_AGAIN = 3
Make = Callable[[str, str | None], Bundle]
"""(board, processor or None) -> what is installed; raises Trouble."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``hushcue flash``."""
    parser.add_argument("--port", metavar="NAME", help=WORDS.say("help_port"))
    parser.add_argument("--board", metavar="NAME", help=WORDS.say("help_board"))
    machines = sorted(set(firmware_build.MACHINES.values()))
    parser.add_argument("--machine", choices=machines, help=WORDS.say("help_machine"))
    parser.add_argument("--image", type=Path, metavar="FILE", help=WORDS.say("help_image"))
    parser.add_argument("--keep-image", action="store_true", help=WORDS.say("help_keep_image"))
    parser.add_argument("--any-image", action="store_true", help=WORDS.say("help_any_image"))
    parser.add_argument("--erase", action="store_true", help=WORDS.say("help_erase"))
    parser.add_argument("--yes", action="store_true", help=WORDS.say("help_yes"))
    parser.add_argument("--json", action="store_true", help=WORDS.say("help_json"))
    parser.add_argument("--offer", action="store_true", help=WORDS.say("help_offer"))


def run(args: argparse.Namespace, make: Make | None = None) -> int:
    """0 when the board starts the firmware. ``make``: where another one than that of this installation is meant.
    Raises Trouble."""
    if args.offer:
        print(json.dumps(offer()), flush=True)
        return EXIT_OK
    if args.keep_image and (args.image or args.erase):
        raise WORDS.trouble("both_images", exit_code=EXIT_USAGE)
    firmware.use()
    known = firmware_build.boards()
    if args.board and args.board not in known:
        raise WORDS.trouble("unknown_board", exit_code=EXIT_USAGE, board=args.board, boards=", ".join(sorted(known)))
    console = Console(stderr=True, highlight=False)
    session = Session(args, console, Silent() if args.json else Shown(console), make or build)
    try:
        outcome = session.run()
    except DeviceError as error:
        raise trouble_of(error, session.port.device if session.port else args.port or "?") from None
    finally:
        session.close()
    if args.json:
        print(json.dumps(outcome), flush=True)
    return EXIT_OK


class Session:
    """One run of the command."""

    def __init__(self, args: argparse.Namespace, console: Console, progress: Progress, make: Make):
        self.args = args
        self._make = make
        self.port: Port | None = None
        self._console = console
        self._progress = progress
        self._device: SerialDevice | None = None
        self._outcome: dict[str, Any] = {}
        self._has_files = False
        """There is a MicroPython on the board, with files worth keeping, but too old a one."""

    def say(self, code: str, **facts: object) -> None:
        """For people; --json is for programs."""
        self.tell(WORDS.say(code, **facts))

    def tell(self, text: str) -> None:
        if not self.args.json:
            self._console.print(text, markup=False, soft_wrap=True)

    def close(self) -> None:
        """Let go of the port."""
        if self._device is not None:
            self._device.close()

    def asker(self) -> Callable[[str], str] | None:
        """None where nobody is there to be asked."""
        if self.args.json or self.args.yes or not (sys.stdin and sys.stdin.isatty()):
            return None
        return lambda question: self._console.input(question, markup=False)

    def run(self) -> dict[str, Any]:
        """The whole of it. Raises Trouble, DeviceError."""
        self.port = choose_port(self.args.port, ask=self.asker(), say=self.tell)
        self.say("port_is", port=self.port)
        device = self._prompt()
        if device is None:
            device = self._bare(self.port.device)
        self._device = device
        facts = device.facts()
        self.say("micropython_is", version=images.dotted(facts.version), machine=facts.machine)
        if facts.version < images.OLDEST:
            raise WORDS.trouble("too_old", version=images.dotted(facts.version), oldest=images.dotted(images.OLDEST))
        configured = self._configured(device)
        board = self.args.board or configured or guess(facts.machine)
        self.say("building", board=board)
        bundle = self._make(board, self.args.machine)
        if facts.mpy != bundle.mpy:
            raise WORDS.trouble("other_mpy", version=images.dotted(facts.version), found=facts.mpy, mpy=MPY)
        if facts.architecture and facts.architecture != bundle.machine:
            raise WORDS.trouble("other_machine", machine=bundle.machine, found=facts.architecture)
        self._outcome["micropython"] = asdict(facts)
        self._outcome["small_heap"] = facts.heap_bytes < SMALL_HEAP_BYTES
        if self._outcome["small_heap"]:
            self.say("small_heap", count=facts.heap_bytes // 1000)
        self._put(device, bundle, facts.free_bytes)
        has_config = device.get(CONFIG) is not None
        device.reset()
        self.say("next_ready" if has_config else "next_provision", port=self.port.device)
        return {"port": self.port.device, **self._outcome, "configured": has_config}

    # -- MicroPython ---------------------------------------------------------------------------------------------

    def _prompt(self) -> SerialDevice | None:
        """The board at its prompt, where it has a MicroPython that may stay."""
        assert self.port is not None
        if self.args.image or self.args.erase:
            return None
        try:
            device = open_device(self.port.device)
        except Trouble as trouble:
            if trouble.code != "no_prompt" or self.args.keep_image:
                raise
            return None
        version = device.facts().version
        if version >= images.OLDEST or self.args.keep_image:
            return device
        device.close()
        self.say("micropython_old", version=images.dotted(version), oldest=images.dotted(images.OLDEST))
        self._has_files = True
        return None

    def _bare(self, port: str) -> SerialDevice:
        """MicroPython onto the board, and the prompt after its first start."""
        before = {each.device for each in find_ports()}
        self.say("looking")
        loader = connect(port)
        try:
            chip = loader.look()
            self._say_chip(chip)
            image = self._image(chip, loader.loader_offset())
            erase = self.args.erase or not self._has_files
            self._confirm("ask_erase" if erase else "ask_write")
            loader.write(image, erase, self._progress)
            self._outcome["image"] = {"version": images.dotted(image.version), "sha256": image.sha256, "erased": erase}
        except BaseException:
            loader.close()
            raise
        loader.start()
        self.say("waiting_prompt")
        return self._first_start(port, before)

    def _say_chip(self, chip: Chip) -> None:
        unknown = WORDS.say("unknown_size")
        sizes = [
            unknown if size is None else WORDS.say("size_mb", count=size) for size in (chip.flash_mb, chip.psram_mb)
        ]
        self.say("chip_is", description=chip.description, flash=sizes[0], psram=sizes[1])
        self._outcome["chip"] = chip.as_json()
        if chip.name not in images.BOARDS:
            raise WORDS.trouble("no_such_chip", exit_code=EXIT_USAGE, chip=chip.name)
        if chip.flash_mb is not None and chip.flash_mb < LEAST_FLASH_MB:
            raise WORDS.trouble("small_flash", exit_code=EXIT_USAGE, count=chip.flash_mb)

    def _image(self, chip: Chip, offset: int) -> Image:
        """MicroPython for this chip, checked."""
        builds = images.builds_for(chip.name, chip.psram_mb)
        path = self.args.image or images.find(builds if chip.psram_mb is None else builds[:1], images.places())
        if path is None:
            psram = [build for build in builds[1:] if build.needs == "psram"]
            variant = WORDS.say("variant_psram", file=psram[0].file) if psram else ""
            raise WORDS.trouble(
                "no_image",
                exit_code=EXIT_MISSING,
                file=builds[0].file,
                address=builds[0].address,
                page=builds[0].page,
                oldest=images.dotted(images.OLDEST),
                variant=variant,
                folder=images.cache(),
            )
        try:
            data = path.read_bytes()
        except OSError as error:
            reason = error.strerror or error
            raise WORDS.trouble("no_file", exit_code=EXIT_USAGE, name=path, reason=reason) from None
        image = check(data, path.name, chip.name, offset, self.args.any_image)
        version = images.dotted(image.version) or WORDS.say("unknown_size")
        self.say("image_is", name=path.name, version=version, chip=chip.name, digest=image.sha256)
        self.say("image_known" if image.build else "image_unknown")
        return image

    def _confirm(self, question: str) -> None:
        if self.args.yes:
            return
        ask = self.asker()
        if ask is None:
            raise WORDS.trouble("say_yes", exit_code=EXIT_USAGE)
        for _ in range(ASK_AGAIN):
            answer = ask(WORDS.say(question)).strip().lower()
            if answer in ("y", "yes", "j", "是"):
                return
            if answer in ("n", "no", "否"):
                break
        raise WORDS.trouble("stopped", exit_code=EXIT_USAGE)

    def _first_start(self, port: str, before: set[str]) -> SerialDevice:
        """A chip with USB of its own comes back as another device, perhaps under another name."""
        deadline = time.monotonic() + FIRST_START_S
        while time.monotonic() < deadline:
            new = [each.device for each in find_ports() if each.kind and each.device not in before]
            for name in [port, *new]:
                try:
                    device = open_device(name)
                except Trouble:
                    continue
                if name != port:
                    self.port = Port(name, "", name)
                return device
            time.sleep(0.5)
        raise WORDS.trouble("no_start", exit_code=EXIT_MISSING, port=port)

    # -- the firmware --------------------------------------------------------------------------------------------

    def _configured(self, device: SerialDevice) -> str:
        """The board that the chip's own config.json names, "" where none does, or none that there is."""
        try:
            found = json.loads(device.get(CONFIG) or b"")
            name = found.get("board")
        except (ValueError, AttributeError):
            return ""
        return str(name) if name in firmware_build.boards() else ""

    def _put(self, device: SerialDevice, bundle: Bundle, free_bytes: int) -> None:
        from .install import install

        began = time.monotonic()
        plan = install(device, bundle, self._progress, free_bytes - SPARE_BYTES)
        seconds = round(time.monotonic() - began, 1)
        sent = len(plan.puts) + len(plan.loaders)
        facts = {
            "version": bundle.version,
            "board": bundle.board,
            "slot": plan.slot,
            "sent": sent,
            "sent_bytes": plan.send_bytes,
            "copied": len(plan.copies),
            "kept": len(bundle.files) - len(plan.puts) - len(plan.copies),
            "seconds": seconds,
        }
        self._outcome["firmware"] = facts
        if plan.nothing:
            self.say("up_to_date", version=bundle.version)
        elif plan.in_place:
            self.say("repaired", version=bundle.version, count=sent + len(plan.copies), seconds=seconds)
        else:
            self.say("installed", **{**facts, "sent_kb": round(plan.send_bytes / 1000)})


def guess(machine: str) -> str:
    """The board file for what a chip's MicroPython calls itself, such as "Generic ESP32S3 module with ESP32S3"."""
    name = machine.upper().replace("-", "")
    return next((board for mark, board in GUESSES if mark in name), GUESSES[-1][1])
