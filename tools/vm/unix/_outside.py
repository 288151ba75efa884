"""Lines on standard input and the end of the program, for ../chip/outside.py."""

import json
import select
import sys

news = []
listening = False
_poll = select.poll()
_poll.register(sys.stdin, select.POLLIN)


def next():
    if news:
        return json.dumps(news.pop(0))
    if listening and _poll.poll(0):
        return sys.stdin.readline().strip()
    return ""


def leave(code):
    import _dac

    _dac.close_all()
    sys.exit(code)
