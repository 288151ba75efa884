"""Records of a link: when each packet of a stream was sent, and how long it took or that it was lost.

Gateway and tools both make and judge them, so the arithmetic stands below either. Pure; nothing else is imported here.
"""
