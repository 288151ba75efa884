"""Whatever goes wrong while speech is made, as one kind of thing: a Trouble that people can read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from hushcue_words import Trouble

from ..phrases.decode import Undecodable
from ..phrases.sound import Silent
from ..phrases.words import WORDS as PHRASE_WORDS
from .http import ServiceFailed
from .languages import Unreadable
from .words import WORDS


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Raises Trouble for what engines, speech services, decoders and disks raise."""
    try:
        yield
    except ServiceFailed as failed:
        raise WORDS.trouble(failed.code, exit_code=0, reason=failed.why) from None
    except Unreadable as trouble:
        raise Trouble(WORDS, trouble.code, trouble.facts, 0) from None
    except Silent:
        raise WORDS.trouble("speech_silent", exit_code=0) from None
    except Undecodable as error:
        why = Trouble(PHRASE_WORDS, error.code, error.facts, 0)
        raise WORDS.trouble("speech_service_failed", exit_code=0, reason=why) from None
    except OSError as error:
        raise WORDS.trouble("speech_unwritable", exit_code=0, reason=error.strerror or str(error)) from None
