"""0001 the cue log, 0002 people, 0003 shows and hosts, 0004 phrases. A file here is never changed once released."""
