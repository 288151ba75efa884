"""The gateway: mixes the operators' voices into one mix per host and streams it to bodypacks.

``core`` is pure. Everything else is an edge around it: capture, the media process, the control plane.
"""
