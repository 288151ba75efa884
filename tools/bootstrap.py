"""Set a checkout up: from Python and nothing else to a working ``.venv``.

``python3 tools/bootstrap.py run`` makes what ``hushcue`` needs, ``... test`` what the tests need besides. Each step
first looks whether its result is there already, so that a second run takes a moment. Everything comes from package
registries: the system's (apt or Homebrew), Python's (held to the hashes in ``requirements/``) and npm's, for the
operators' console and the tests (held to the hashes in its lock files). Only the standard library is used here.
On Windows: ``py tools\\bootstrap.py``.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may be the one that was asked to run this
    FOUND = f"{sys.version_info[0]}.{sys.version_info[1]}"
    sys.exit(
        f"hushcue needs Python 3.11 or newer and this is {FOUND}: make PYTHON=python3.12 ...\n"
        f"hushcue 需要 Python 3.11 或更新版本，当前是 {FOUND}：make PYTHON=python3.12 ..."
    )

import argparse
import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "gateway"))

sys.path.insert(0, str(ROOT / "tools"))

import build_console  # noqa: E402

from hushcue_words import EXIT_MISSING, Catalogue, Trouble, complain  # noqa: E402

VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
REQUIREMENTS = ROOT / "requirements"
SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/homebrew/sbin", r"C:\Program Files\mosquitto")
"""Where programs lie that an ordinary user's PATH leaves out."""
SOURCE_ONLY = ("esptool", "opuslib")
"""Released without wheels. What these run while being installed is setuptools of build.lock, and nothing is fetched."""

WORDS = Catalogue(
    {
        "venv": ("making the virtual environment .venv", "正在创建虚拟环境 .venv"),
        "system": ("installing system packages: {names}", "正在安装系统软件包：{names}"),
        "service": (
            "switching off the service that came with mosquitto: the gateway starts a broker of its own",
            "正在停用随 mosquitto 安装的系统服务：网关会自己启动 MQTT 服务器",
        ),
        "python": ("installing the Python packages of {lock}", "正在安装 {lock} 中的 Python 软件包"),
        "project": ("installing hushcue from this checkout", "正在从当前目录安装 hushcue"),
        "stubs": ("installing MicroPython's type stubs", "正在安装 MicroPython 类型存根"),
        "node": ("installing Node into .venv", "正在把 Node 安装到 .venv"),
        "console": ("building the operators' console", "正在构建控制台页面"),
        "micropython": ("installing MicroPython's virtual machine", "正在安装 MicroPython 虚拟机"),
        "ready": ("ready: {program}", "准备完成：{program}"),
        "failed": ("this command failed ({code}): {command}", "命令执行失败（{code}）：{command}"),
        "no_rights": (
            "system packages are missing, and installing them takes root or sudo. Have somebody run: {command}",
            "缺少系统软件包，安装需要 root 或 sudo 权限。请让管理员执行：{command}",
        ),
        "no_manager": (
            "missing on this machine: {names}. Neither apt-get nor brew is here to install them: "
            "install them with your system's own tool and run this again",
            "本机缺少：{names}。没有找到 apt-get 或 brew，请用系统自带的工具安装后再运行一次",
        ),
        "still_missing": (
            "{names} still cannot be found after installing {packages}",
            "安装 {packages} 之后仍然找不到 {names}",
        ),
    }
)


def has_program(name: str) -> bool:
    """Whether a program can be started, PATH or not."""
    return shutil.which(name) is not None or any(shutil.which(name, path=folder) for folder in SYSTEM_FOLDERS)


def has_library(name: str) -> bool:
    """Whether the dynamic linker knows a shared library."""
    return ctypes.util.find_library(name) is not None


def has_alsa_plugin(name: str) -> bool:
    """Whether ALSA can reach a sound server by this name."""
    return any(Path("/usr").glob(f"lib*/**/alsa-lib/libasound_module_pcm_{name}.so"))


def has_gstreamer_element(name: str) -> bool:
    """Whether GStreamer can build this element."""
    inspect = shutil.which("gst-inspect-1.0")
    if inspect is None:
        return False
    look = [inspect, "--exists", "--atleast-version=0.0", name]  # plugins of other projects have versions of their own
    return subprocess.run(look, check=False).returncode == 0


def has_typelib(name: str) -> bool:
    """Whether Python programs can reach a library through GObject introspection."""
    return any(Path("/usr").glob(f"lib*/**/girepository-1.0/{name}.typelib"))


def has_system_module(name: str) -> bool:
    """Whether the system's own Python has this package."""
    found = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"
    return exit_code_of("/usr/bin/python3", "-c", found, name, quiet=True) == 0


def has_browser(name: str) -> bool:
    """Whether Chromium is here under any of its names."""
    return any(map(has_program, (name, "chromium-browser", "google-chrome")))


def has_font_for(language: str) -> bool:
    """Whether some font shows this language."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, f":lang={language}"], capture_output=True, check=False).stdout.strip())


class Need(NamedTuple):
    """Something of the system's: how to see it, and which package brings it. An empty package: not needed there."""

    name: str
    look: Callable[[str], bool]
    apt: str
    brew: str


TO_RUN = (
    Need("mosquitto", has_program, "mosquitto", "mosquitto"),
    Need("portaudio", has_library, "libportaudio2", ""),  # elsewhere the sounddevice package brings its own
)
TO_TEST = (
    *TO_RUN,
    Need("mosquitto_pub", has_program, "mosquitto-clients", "mosquitto"),
    Need("ffmpeg", has_program, "ffmpeg", "ffmpeg"),
    Need("gst-launch-1.0", has_program, "gstreamer1.0-tools", "gstreamer"),
    Need("audioconvert", has_gstreamer_element, "gstreamer1.0-plugins-base", "gstreamer"),
    Need("rtpL16depay", has_gstreamer_element, "gstreamer1.0-plugins-good", "gstreamer"),
    Need("sdpdemux", has_gstreamer_element, "gstreamer1.0-plugins-bad", "gstreamer"),
    # GStreamer's webrtcbin talks in as an encoder: nothing but Linux packages these with its system's Python.
    Need("nicesrc", has_gstreamer_element, "gstreamer1.0-nice", ""),
    Need("gi", has_system_module, "python3-gi", ""),
    Need("Gst-1.0", has_typelib, "gir1.2-gstreamer-1.0", ""),
    Need("GstWebRTC-1.0", has_typelib, "gir1.2-gst-plugins-bad-1.0", ""),
    # A sound card for machines that have none: only Linux has such a server to start.
    Need("pulseaudio", has_program, "pulseaudio", ""),
    Need("pactl", has_program, "pulseaudio-utils", ""),
    Need("pulse", has_alsa_plugin, "libasound2-plugins", ""),
    # A browser for the console, what drives it, and letters for its pictures: elsewhere people have the first and last.
    Need("chromium", has_browser, "chromium", ""),
    Need("atomic", has_library, "libatomic1", ""),  # Playwright's own Node
    Need("fc-list", has_program, "fontconfig", ""),
    Need("zh", has_font_for, "fonts-wqy-microhei", ""),
)


def say(code: str, **facts: object) -> None:
    """One line of progress."""
    text = f"* {WORDS.say(code, **facts)}\n"
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def exit_code_of(*command: str | Path, where: Path = ROOT, quiet: bool = False) -> int:
    """Run a command; its output is shown, or when ``quiet`` only its errors."""
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run([str(word) for word in command], cwd=where, stdout=output, check=False).returncode
    except OSError as error:
        print(error, file=sys.stderr)
        return 127


def run(*command: str | Path, where: Path = ROOT, quiet: bool = False) -> None:
    """The same for a command whose failure ends the set-up."""
    code = exit_code_of(*command, where=where, quiet=quiet)
    if code != 0:
        raise WORDS.trouble("failed", exit_code=EXIT_MISSING, code=code, command=" ".join(map(str, command)))


def digest(*files: Path) -> str:
    """What the files hold, and which interpreter is asking."""
    total = hashlib.sha256(sys.version.encode())
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def is_done(step: str, state: str) -> bool:
    """Whether a step was finished with these very inputs."""
    stamp = STAMPS / step
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == state


def mark_done(step: str, state: str) -> None:
    """Remember it; written last, so that a broken run is begun again."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / step).write_text(state, encoding="utf-8")


def install_with_apt(packages: Sequence[str]) -> None:
    """Through sudo unless we are root; the package lists are fetched where they are absent or too old to serve."""
    say("system", names=" ".join(packages))
    install = ["apt-get", "install", "--yes", "--no-install-recommends", "-qq", "-o=Dpkg::Use-Pty=0", *packages]
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo"):
        prefix = ["sudo"]
    else:
        raise WORDS.trouble("no_rights", exit_code=EXIT_MISSING, command=" ".join(install))
    noninteractive = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    listed = any(Path("/var/lib/apt/lists").glob("*Packages*"))
    if not listed or exit_code_of(*noninteractive, *install, quiet=True) != 0:  # old lists name what is gone
        run(*noninteractive, "apt-get", "update", "-qq")
        run(*noninteractive, *install, quiet=True)
    if "mosquitto" in packages and Path("/run/systemd/system").is_dir():
        say("service")
        run(*prefix, "systemctl", "disable", "--now", "--quiet", "mosquitto")


def install_for_system(needs: Sequence[Need]) -> None:
    """Every need that is not met yet, by whichever package manager this machine has."""
    mac_or_windows = sys.platform in ("darwin", "win32")
    missing = [need for need in needs if (need.brew or not mac_or_windows) and not need.look(need.name)]
    if not missing:
        return
    if shutil.which("apt-get") and sys.platform == "linux":
        packages = list(dict.fromkeys(need.apt for need in missing))
        install_with_apt(packages)
    elif shutil.which("brew"):
        packages = list(dict.fromkeys(need.brew for need in missing if need.brew))
        say("system", names=" ".join(packages))
        run("brew", "install", "--quiet", *packages)
    else:
        raise WORDS.trouble("no_manager", exit_code=EXIT_MISSING, names=", ".join(need.name for need in missing))
    absent = [need.name for need in missing if not need.look(need.name)]
    if absent:
        raise WORDS.trouble(
            "still_missing", exit_code=EXIT_MISSING, names=", ".join(absent), packages=" ".join(packages)
        )


def has_usable_venv() -> bool:
    """Whether ``.venv`` starts, is new enough, and lies where it was made: its programs hold their own path."""
    if (STAMPS / "place").is_file() and not is_done("place", str(VENV)):
        return False
    ask = [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return PYTHON.exists() and subprocess.run(ask, stderr=subprocess.DEVNULL, check=False).returncode == 0


def make_venv() -> None:
    """``.venv``, made anew where it is of no use."""
    if has_usable_venv():
        mark_done("place", str(VENV))
        return
    if importlib.util.find_spec("ensurepip") is None and shutil.which("apt-get"):
        install_with_apt([f"python{sys.version_info.major}.{sys.version_info.minor}-venv"])
    say("venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)
    mark_done("place", str(VENV))


def pip(*arguments: str | Path) -> None:
    """pip of the environment, quiet but for errors. What Python loads it compiles itself, most is never loaded."""
    quiet = ("--disable-pip-version-check", "--no-input", "--quiet")
    run(PYTHON, "-m", "pip", "install", *quiet, "--no-compile", *arguments)


def install_locked(lock: Path, *options: str | Path) -> None:
    """The packages of a lock, wheels only: nothing of theirs is run while installing, and each must match its hash."""
    pip("--require-hashes", "--no-deps", "--only-binary", ":all:", *options, "-r", lock)


def install_build_tools() -> None:
    """What hushcue itself and the packages of SOURCE_ONLY are built with."""
    lock = REQUIREMENTS / "build.lock"
    if is_done(lock.name, digest(lock)):
        return
    install_locked(lock)
    mark_done(lock.name, digest(lock))


def install_python_packages(lock: Path) -> None:
    """The lock's packages into ``.venv``. dev.lock holds run.lock's very versions, so it serves for both."""
    if any(is_done(name, digest(REQUIREMENTS / name)) for name in {lock.name, "dev.lock"}):
        return
    say("python", lock=lock.name)
    sources = [word for name in SOURCE_ONLY for word in ("--no-binary", name)]
    install_locked(lock, *sources, "--no-build-isolation")
    mark_done(lock.name, digest(lock))


def install_project() -> None:
    """hushcue itself, editable. Its build back end is locked too, so nothing is fetched for it."""
    state = digest(ROOT / "pyproject.toml", ROOT / "firmware" / "lib" / "hushcue_wire" / "__init__.py")
    if is_done("project", state) and any(BIN.glob("hushcue*")):
        return
    say("project")
    pip("--no-deps", "--no-build-isolation", "--editable", ROOT)
    mark_done("project", state)


def install_stubs() -> None:
    """MicroPython's types, in a folder beside site-packages: inside they would hide CPython's own from mypy."""
    lock = REQUIREMENTS / "stubs.lock"
    if is_done("stubs", digest(lock)):
        return
    say("stubs")
    folder = VENV / "stubs"
    shutil.rmtree(folder, ignore_errors=True)
    install_locked(lock, "--target", folder)
    mark_done("stubs", digest(lock))


def find_node() -> build_console.Node | None:
    """``node`` and npm's program, of the machine if it has both and recent enough ones, else of ``.venv``."""
    return build_console.find_node([VENV])


def need_node() -> build_console.Node:
    """The same, installed into ``.venv`` where there is none."""
    programs = find_node()
    if programs is None:
        say("node")
        install_locked(REQUIREMENTS / "node.lock")
        programs = find_node()
        assert programs is not None, "the package of Node holds no Node"
    return programs


def make_console() -> None:
    """The operators' console, unless what is there was built from these sources."""
    if build_console.is_built():
        return
    node = need_node()
    say("console")
    build_console.build(node)


def install_micropython() -> None:
    """MicroPython's own virtual machine as WebAssembly, from npm, in ``.venv/micropython``; and a Node to run it."""
    programs = need_node()
    wanted = [ROOT / "tools" / "vm" / name for name in ("package.json", "package-lock.json")]
    folder = VENV / "micropython"
    if is_done("micropython", digest(*wanted)) and (folder / "node_modules").is_dir():
        return
    say("micropython")
    folder.mkdir(exist_ok=True)
    for file in wanted:
        shutil.copy(file, folder)
    run(*programs, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", where=folder)
    mark_done("micropython", digest(*wanted))


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry the steps out in order; 0, or 3 and a sentence where something outside is missing."""
    parser = argparse.ArgumentParser(description="Set this checkout up in .venv / 在 .venv 中完成全部准备工作")
    parser.add_argument("purpose", nargs="?", choices=("run", "test"), default="run")
    purpose = parser.parse_args(arguments).purpose
    try:
        install_for_system(TO_RUN if purpose == "run" else TO_TEST)
        make_venv()
        install_build_tools()
        install_python_packages(REQUIREMENTS / ("run.lock" if purpose == "run" else "dev.lock"))
        install_project()
        make_console()
        if purpose == "test":
            install_stubs()
            install_micropython()
    except Trouble as trouble:
        return complain(trouble)
    say("ready", program=next(BIN.glob("hushcue*")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
