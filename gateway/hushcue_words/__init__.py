"""What the programs say to people, in English and in Chinese.

A room keeps its sentences in one catalogue, in its own ``words.py``::

    from hushcue_words import Catalogue
    WORDS = Catalogue({"port_taken": ("port {port} is in use", "端口 {port} 已被占用")})

and speaks through it: ``WORDS.say("port_taken", port=80)`` in the chosen language, ``WORDS.both(...)`` in both,
``raise WORDS.trouble("port_taken", exit_code=EXIT_MISSING, port=80)`` where a person has to do something.
``main`` functions end in ``return complain(trouble)``.
"""

from .catalogue import Catalogue
from .language import LANGUAGES, choose_language, language
from .trouble import EXIT_BUG, EXIT_MISSING, EXIT_OK, EXIT_USAGE, Trouble, Troubles, complain

__all__ = [
    "EXIT_BUG",
    "EXIT_MISSING",
    "EXIT_OK",
    "EXIT_USAGE",
    "LANGUAGES",
    "Catalogue",
    "Trouble",
    "Troubles",
    "choose_language",
    "complain",
    "language",
]
