"""`hushcue bodypack`: a bodypack on a PC. The firmware's own pure modules, with CPython at their edges."""
