"""`hushcue demo`: a whole studio on one PC, and at the end what each host heard."""
