"""One file per board, holding everything that differs: pins, polarity, dividers, clock. A board of your own is a copy
of the nearest one, named in config.json as ``"board"``.
"""
