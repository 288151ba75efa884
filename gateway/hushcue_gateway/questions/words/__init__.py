"""How each language asks."""

from collections.abc import Mapping

from ..lexicon import Lexicon
from .en import ENGLISH
from .es import SPANISH
from .id import INDONESIAN
from .ja import JAPANESE
from .pt import PORTUGUESE
from .th import THAI
from .vi import VIETNAMESE
from .zh import CHINESE

LEXICONS: Mapping[str, Lexicon] = {
    each.language: each for each in (ENGLISH, SPANISH, PORTUGUESE, INDONESIAN, VIETNAMESE, THAI, JAPANESE, CHINESE)
}
"""By primary language; both ways of writing Chinese share one."""
