"""`hushcue bench`: figures that do not depend on the machine they are taken on."""
