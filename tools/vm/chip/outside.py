"""The world around the chip, as a test sets it: JSON lines on the harness's standard input.

{"pin": 4, "value": 0}            a contact on a pin
{"pin": 1, "microvolts": 1900000} a voltage at an ADC pin
{"wifi": false}                   the access point goes away, or comes back
"""

import json

import _outside

levels = {}
microvolts = {}
access_point = True


def look():
    """Take in what has been said since the last look."""
    global access_point
    line = _outside.next()
    while line:
        news = json.loads(line)
        if "microvolts" in news:
            microvolts[news["pin"]] = news["microvolts"]
        elif "pin" in news:
            levels[news["pin"]] = news["value"]
        elif "wifi" in news:
            access_point = news["wifi"]
        line = _outside.next()


def leave(code):
    """End the run: the chip is gone."""
    _outside.leave(code)
