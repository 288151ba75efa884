"""Did it work? Opportunities are logged, a keyed coin decides which are spoken, and what followed is compared. Read
``docs/decisions/0017-did-it-work.md`` first.

``coin`` assigns, ``outcome`` and ``watching`` count what follows, ``interval`` and ``estimate`` compare, ``verdict``
and ``sentence`` say what that means, ``simulate`` and ``replay_aa`` hold all of it against worlds whose truth is known.
"""
