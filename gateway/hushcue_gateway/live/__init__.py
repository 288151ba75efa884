"""The live document of every show, told over WebSockets: the first time whole, afterwards only what changed."""
