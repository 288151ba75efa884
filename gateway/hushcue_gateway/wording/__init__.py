"""The words of the assistant: what is said of an opportunity, in nine languages, from facts alone.

``fill.py`` is the way in. Nothing here is imported at once: the voices read numbers with ``readers`` and need no more.
"""
