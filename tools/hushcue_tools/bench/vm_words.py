"""What is said where MicroPython's own virtual machine cannot run."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "only_in_a_checkout": (
            "this runs MicroPython's own virtual machine, which comes with the sources of hushcue and not with what "
            "pip installs: get the sources, run `make test` there once, and call .venv/bin/hushcue",
            "此项需要 MicroPython 虚拟机，它只随源码提供，不在 pip 安装包中：请获取 hushcue 源码，"
            "在其中运行一次 make test，然后使用 .venv/bin/hushcue",
        ),
        "vm_not_there": (
            "MicroPython's virtual machine is not set up yet: run {command} in the folder of the sources",
            "尚未准备好 MicroPython 虚拟机：请在源码目录运行 {command}",
        ),
        "no_pseudo_terminals": (
            "this needs a pseudo-terminal, which Windows does not have: run it on Linux or macOS",
            "此项需要伪终端，Windows 没有：请在 Linux 或 macOS 上运行",
        ),
    }
)
