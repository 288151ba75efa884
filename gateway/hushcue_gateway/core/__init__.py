"""The pure heart of the gateway: commands, frames and ``now`` in; datagrams, events and documents out.

Imports numpy, hushcue_wire and pure standard library modules only. No clock, socket, thread or file.
"""
