"""What the WebRTC process is told once."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class IceServer:
    """urls: "stun:host:port", "turn:host:port?transport=udp", ... The account is for TURN alone."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = field(default="", repr=False)


@dataclass(frozen=True)
class WebrtcSettings:
    """frame_ms: the media process's tick. floor_ms: least target of the de-jitter buffer. networks: candidates are
    offered of addresses in these alone ("192.168.1.0/24"); none: of all. ice_servers: one STUN and one TURN server are
    used of them. most_sessions: of all kinds. hang_s: a process silent for so long is killed. spare: keep a second
    process ready, so that a restart does not wait for Python to start."""

    frame_ms: int = 10
    floor_ms: float = 3.0
    networks: tuple[str, ...] = ()
    ice_servers: tuple[IceServer, ...] = ()
    most_sessions: int = 64
    bitrate: int = 40_000
    hang_s: float = 2.0
    spare: bool = True
