"""``python -m hushcue_tools`` is ``hushcue``."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
