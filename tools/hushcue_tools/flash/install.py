"""A plan carried out on a chip. Whenever it ends, by a pulled cable or an error, the chip starts what it started
before, or the new firmware; and the next run goes on with what is there."""

from collections.abc import Iterator
from typing import Any

from hushcue_bodypack import slots
from hushcue_words import EXIT_MISSING

from ..device import Device
from .bundle import Bundle, stamp_of
from .plan import OURS, Plan, State, make, place
from .progress import Progress, Step
from .remote import RemoteFlash
from .words import WORDS


def survey(device: Device, progress: Progress) -> State:
    """What is on the chip: a look at its slots, and the hash of every file in them."""
    flash: Any = RemoteFlash(device)
    paths = [path for slot in slots.NAMES for path in walk(device, slots.place(slot))]
    with progress.stage("stage_hash", len(paths)) as step:
        files = device.hash([*paths, "/boot.py", "/main.py"], counted(step))
    manifests = {slot: device.get(slots.place(slot) + slots.MANIFEST) for slot in slots.NAMES}
    kept = slots.kept(flash)
    settled = slots.named(flash) == kept and slots.trial(flash) is None
    return State(
        kept=kept,
        spare=slots.spare(flash),
        manifests={slot: data for slot, data in manifests.items() if data is not None},
        files=files,
        old=tuple(path for path in OURS if device.listdir(path)),
        unsettled=bool(kept) and not settled,
    )


def walk(device: Device, folder: str) -> Iterator[str]:
    """Every file below a folder."""
    for entry in device.listdir(folder):
        path = f"{folder}/{entry.name}"
        if entry.is_folder:
            yield from walk(device, path)
        else:
            yield path


def install(device: Device, bundle: Bundle, progress: Progress, room_bytes: int | None = None) -> Plan:
    """The chip starts ``bundle`` from its next start on. ``room_bytes``: what the flash still takes, where known.

    Raises Trouble where that is too little or what arrives is not what was sent, and what Device raises. The plan that
    was carried out.
    """
    state = survey(device, progress)
    plan = make(bundle, state)
    if plan.nothing:
        return plan
    needed = plan.room_bytes(state, bundle)
    if room_bytes is not None and needed > room_bytes:
        kb = {"needed": needed // 1000, "free": max(0, room_bytes) // 1000}
        raise WORDS.trouble("no_room", exit_code=EXIT_MISSING, **kb)
    flash: Any = RemoteFlash(device)
    if not plan.in_place:
        slots.begin(flash, plan.slot)
    device.remove(slots.NEWS)
    for path in plan.removes:
        device.remove(path)
    for path, source in plan.copies.items():
        device.copy(source, path)
    with progress.stage("stage_send", sum(map(len, plan.puts.values())), unit="bytes") as step:
        for path, data in plan.puts.items():
            device.put(path, data, step)
    verify(device, plan, bundle, progress)
    if not plan.in_place:
        device.put(slots.place(plan.slot) + slots.MANIFEST, bundle.manifest)
    if plan.switch:
        slots.switch(flash, plan.slot)
    for path, data in plan.loaders.items():
        device.put(path, data)
    for path in plan.leftovers:
        device.remove(path)
    return plan


def verify(device: Device, plan: Plan, bundle: Bundle, progress: Progress) -> None:
    """Every file of the slot is as it was sent; what is not is sent once more. Raises Trouble."""
    wanted = {place(plan.slot, path): data for path, data in bundle.files.items()}
    for last in (False, True):
        with progress.stage("stage_verify", len(wanted)) as step:
            found = device.hash(wanted, counted(step))
        bad = [path for path, data in wanted.items() if found.get(path) != stamp_of(data)]
        if not bad:
            return
        if last:
            raise WORDS.trouble("not_as_sent", exit_code=EXIT_MISSING, port=device.name, path=bad[0])
        for path in bad:
            device.put(path, wanted[path])


def counted(step: Step) -> Step:
    """Counts files, not bytes."""
    return lambda _bytes: step(1)
