"""A board at the end of a cable, as ``hushcue bench first-sound`` has it too; the VM is fetched where it is not there
yet."""

from __future__ import annotations

from hushcue_tools.bench import vm_board

from . import runtime

RESET_EXIT = runtime.RESET_EXIT


class SerialBoard(vm_board.SerialBoard):
    """See there."""

    def vm(self) -> vm_board.Vm:
        runtime.node()
        return super().vm()
