"""The witness process: hears taps, writes recordings, and notices when an earpiece leaks into the programme."""
