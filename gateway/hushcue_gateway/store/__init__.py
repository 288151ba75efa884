"""What the gateway remembers: one SQLite file in the state folder, one thread that writes it.

::

    db = Database(folder, log); db.open()            # Trouble where the file cannot be used
    cue = db.read(lambda session: session.get(CueRow, cue_id))
    db.write(lambda session: session.add(row))       # waits; Trouble where it cannot be written
    db.change_soon(lambda session: session.add(row)) # never waits, never raises; tried again
    await db.run(fn); await db.change(fn)            # the first two, from asyncio
    db.close()

Tables are classes on ``Base``, one file for each noun in ``models/``; how a file of an older version becomes one of
this stands in ``migrations/versions``.
"""

from .base import Base
from .database import Database

__all__ = ["Base", "Database"]
