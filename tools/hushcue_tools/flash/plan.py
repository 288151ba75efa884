"""What has to be done on a chip's flash so that it starts a given firmware. Pure: what is there in, steps out.

The firmware that is started stays as it is until the new one lies whole beside it, in the spare slot; only then the
letter in /hushcue/slot changes. Where the slot that is started is the wanted firmware already, its files are put right
in place, one whole file at a time. A file that lies in the other slot is copied on the chip, not sent again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hushcue_wire import manifest
from hushcue_wire.errors import WireError

from ..device import Stamp
from .bundle import Bundle, stamp_of

OURS = ("/lib/hushcue_bodypack", "/lib/hushcue_wire")
"""Where the firmware lay before there were slots."""
BLOCK_BYTES = 4096


@dataclass(frozen=True)
class State:
    """What is on a chip. ``kept``: the slot that is started, "" for none; ``spare``: the one that may be written;
    ``manifests``: slot -> its manifest; ``files``: absolute path -> stamp, of all files in both slots, and of the
    loaders; ``old``: folders of a firmware without slots; ``unsettled``: a trial, or a letter naming another slot."""

    kept: str = ""
    spare: str = "a"
    manifests: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, Stamp] = field(default_factory=dict)
    old: tuple[str, ...] = ()
    unsettled: bool = False

    def version(self, slot: str) -> str:
        """The version that lies in a slot, "" where none does."""
        try:
            head, _ = manifest.read(self.manifests.get(slot, b""))
        except WireError:
            return ""
        return str(head["version"])


@dataclass(frozen=True)
class Plan:
    """Steps, in the order of their names. ``slot``: where to; ``in_place``: it is the slot that is started already.
    Paths are absolute. ``puts``, ``loaders``: path -> bytes to send; ``copies``: path -> where it lies on the chip."""

    slot: str
    in_place: bool
    removes: tuple[str, ...]
    copies: Mapping[str, str]
    puts: Mapping[str, bytes]
    switch: bool
    loaders: Mapping[str, bytes]
    leftovers: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Everything is as it should be."""
        return not (self.removes or self.copies or self.puts or self.switch or self.loaders or self.leftovers)

    @property
    def send_bytes(self) -> int:
        """What goes over the cable."""
        return sum(map(len, self.puts.values())) + sum(map(len, self.loaders.values()))

    def room_bytes(self, state: State, bundle: Bundle) -> int:
        """What the flash has to have free: what comes, less what goes before, in blocks of the flash."""
        coming = [
            *self.puts.values(),
            *(bundle.files[path.removeprefix(place(self.slot) + "/")] for path in self.copies),
        ]
        going = {*self.puts, *self.copies} & set(state.files)
        going |= {path for path in state.files if any((path + "/").startswith(gone + "/") for gone in self.removes)}
        return sum(blocks(len(data)) for data in coming) - sum(blocks(state.files[path].bytes) for path in going)


def blocks(size: int) -> int:
    """What a file of ``size`` takes of littlefs."""
    return -(-size // BLOCK_BYTES) * BLOCK_BYTES


def place(slot: str, path: str = "") -> str:
    """A path of a slot as an absolute one."""
    return f"/hushcue/{slot}" + (f"/{path}" if path else "")


def outermost(stray: str, keep: set[str]) -> str:
    """The largest thing that goes with a stray: it, or the folder that holds nothing to be kept."""
    parts = stray.split("/")
    for count in range(4, len(parts)):  # below /hushcue/SLOT
        folder = "/".join(parts[:count])
        if not any(path.startswith(folder + "/") for path in keep):
            return folder
    return stray


def make(bundle: Bundle, state: State) -> Plan:
    """What has to be done so that a chip in ``state`` starts ``bundle``."""
    wanted = bundle.manifest
    in_place = bool(state.kept) and state.manifests.get(state.kept) == wanted
    slot = state.kept if in_place else state.spare
    other = {"a": "b", "b": "a"}[slot]
    needed = {place(slot, path): data for path, data in bundle.files.items()}
    missing = {path: data for path, data in needed.items() if state.files.get(path) != stamp_of(data)}
    lying = {stamp: path for path, stamp in state.files.items() if path.startswith(place(other) + "/")}
    copies = {path: lying[stamp_of(data)] for path, data in missing.items() if stamp_of(data) in lying}
    keep = {*needed, place(slot, manifest.NAME)}
    strays = [path for path in state.files if path.startswith(place(slot) + "/") and path not in keep]
    loaders = {f"/{name}": data for name, data in bundle.loaders.items()}
    return Plan(
        slot=slot,
        in_place=in_place,
        removes=tuple(sorted({outermost(path, keep) for path in strays})),
        copies=copies,
        puts={path: data for path, data in missing.items() if path not in copies},
        switch=not in_place or state.unsettled,
        loaders={path: data for path, data in loaders.items() if state.files.get(path) != stamp_of(data)},
        leftovers=tuple(state.old),
    )
