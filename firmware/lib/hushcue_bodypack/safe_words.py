"""What the serial console says in safe mode. An ordinary start has no memory for it."""

MESSAGE = (
    "hushcue: SAFE MODE, %s. No sound, no network. Put config.json right, then machine.reset()"
    " / 安全模式：%s。不出声、不联网。请改好 config.json，再执行 machine.reset()"
)
WHY = {
    "button": ("the button was held", "启动时按住了按键"),
    "failed": ("three starts failed in a row", "连续三次启动失败"),
}


def message(why: str) -> str:
    """``why``: of safe.why."""
    return MESSAGE % WHY[why]
