"""The receiver: what a bodypack does between a datagram and its DAC.

The pure core (``packet``, ``jitter``, ``delay``, ``conceal``, ``playout``, ``session``, ``pump`` and the loops in
``dsp``) takes bytes and the time, touches no hardware, and runs on CPython too. The edges around it own the chip.
Everything is allocated before the first packet; nothing is allocated for a packet.
"""
