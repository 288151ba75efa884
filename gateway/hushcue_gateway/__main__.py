"""``python -m hushcue_gateway`` is ``hushcue gateway``."""

import sys

if __name__ == "__main__":
    # Within the condition: the child processes import this file too, and need nothing of it.
    from .main import main

    sys.exit(main())
