"""Media: a process of its own that reads the rings, ticks the engine and sends its datagrams."""
