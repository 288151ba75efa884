"""The HTTP API: everything a program or a page may ask of the gateway and want from it."""
