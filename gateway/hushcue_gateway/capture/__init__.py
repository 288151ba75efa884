"""Capture: a process of its own that turns microphones and files into rings of 16 kHz mono."""
