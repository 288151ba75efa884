/** One WebRTC connection with the gateway: an offer goes out over HTTP (WHIP, RFC 9725, or WHEP), the answer comes back. */
import { API, ask, csrf_headers, get } from "./http";

export type PeerState = "connecting" | "connected" | "lost" | "closed";

export interface PeerOptions {
  /** Path below the API that takes the offer. */
  path: string;
  /** Adds tracks or transceivers before the offer is made. */
  prepare(connection: RTCPeerConnection): void;
  state(state: PeerState): void;
  track?(stream: MediaStream): void;
  /** Path below the API that names STUN and TURN servers; none: no servers. */
  ice?: string;
}

const GATHER_AT_MOST_MS = 1500;
const LOST_AFTER_MS = 3000;

export class Peer {
  private connection: RTCPeerConnection | null = null;
  private location = "";
  private lost_timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly options: PeerOptions) {}

  /** Makes the connection. Returns the answer's headers, of which X-Hushcue-Source names a published source. */
  async open(): Promise<Headers> {
    const servers = this.options.ice === undefined ? {} : await get<RTCConfiguration>(this.options.ice).catch(() => ({}));
    const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle", ...servers });
    this.connection = connection;
    this.options.state("connecting");
    connection.ontrack = (event) => this.options.track?.(event.streams[0] ?? new MediaStream([event.track]));
    connection.onconnectionstatechange = () => this.changed(connection);
    this.options.prepare(connection);
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
    if (this.connection !== connection) throw new DOMException("closed meanwhile", "AbortError");
    const response = await ask("POST", this.options.path, connection.localDescription?.sdp ?? "", "application/sdp");
    this.location = response.headers.get("Location") ?? "";
    const sdp = await response.text();
    if (this.connection !== connection) {
      this.tell_gone();
      throw new DOMException("closed meanwhile", "AbortError");
    }
    await connection.setRemoteDescription({ type: "answer", sdp });
    return response.headers;
  }

  close(): void {
    if (this.lost_timer !== null) clearTimeout(this.lost_timer);
    this.lost_timer = null;
    const connection = this.connection;
    this.connection = null;
    if (connection === null) return;
    connection.onconnectionstatechange = null;
    connection.close();
    this.tell_gone();
    this.options.state("closed");
  }

  async stats(): Promise<RTCStatsReport | null> {
    return (await this.connection?.getStats()) ?? null;
  }

  /** Another microphone on the same connection: nothing is negotiated. */
  async replace(track: MediaStreamTrack): Promise<void> {
    const sender = this.connection?.getSenders().find((one) => one.track === null || one.track.kind === "audio");
    await sender?.replaceTrack(track);
  }

  private changed(connection: RTCPeerConnection): void {
    if (this.connection !== connection) return;
    if (this.lost_timer !== null) clearTimeout(this.lost_timer);
    this.lost_timer = null;
    if (connection.connectionState === "connected") this.options.state("connected");
    if (connection.connectionState === "failed") this.options.state("lost");
    if (connection.connectionState === "disconnected") {
      this.lost_timer = setTimeout(() => this.options.state("lost"), LOST_AFTER_MS);
    }
  }

  private tell_gone(): void {
    if (this.location === "") return;
    const url = this.location.startsWith("/") ? this.location : `${API}/webrtc/${this.location}`;
    void fetch(url, { method: "DELETE", headers: csrf_headers(), credentials: "same-origin", keepalive: true }).catch(
      () => undefined,
    );
    this.location = "";
  }
}

/** A plain WHEP offer holds all candidates at once, since the gateway need not take them one by one. */
function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHER_AT_MOST_MS);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Prefers RED over plain Opus where the browser has both: copies of the frame before ride along (RFC 2198). */
export function prefer_red(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpSender.getCapabilities("audio")?.codecs ?? [];
  const rank = (mime: string): number => (mime === "audio/red" ? 0 : mime === "audio/opus" ? 1 : 2);
  const wanted = codecs
    .filter((codec) => rank(codec.mimeType.toLowerCase()) < 2)
    .sort((a, b) => rank(a.mimeType.toLowerCase()) - rank(b.mimeType.toLowerCase()));
  if (wanted.length > 0) transceiver.setCodecPreferences?.(wanted);
}
