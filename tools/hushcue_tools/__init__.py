"""Tools around hushcue: the command line, a bodypack on a PC, the demo, and the ear that judges what was heard."""
