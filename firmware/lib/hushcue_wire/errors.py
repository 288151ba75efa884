"""What a peer can do wrong."""


class WireError(ValueError):
    """Bytes or a document from outside do not keep the contract.

    ``place`` names the field or header part ("hello.port", "rtp.version"), ``reason`` says what is wrong with it.
    """

    def __init__(self, place: str, reason: str):
        super().__init__(place + ": " + reason)
        self.place = place
        self.reason = reason
