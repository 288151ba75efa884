"""Records the golden vectors from other people's software: ``python tests/vectors/generate.py [rtp|pcmu|l16|...]``.

Nothing of ours is imported here, so that a mistake of ours cannot find its way into what judges it. Needed on the
machine: the Python package aiortc, and the programs ffmpeg, gst-launch-1.0 (with the good plug-ins), sox and node.
Every vector names where it came from, with the exact command. The recorded files are committed; the test run reads
them and needs none of these programs.
"""

from __future__ import annotations

import json
import shutil
import struct
import sys
from collections.abc import Callable

import red_packets
import rtcp_packets
from document_cases import accepted_cases, refused_cases
from recording import Vector, convert, first_line, save
from rtp_packets import aiortc_vectors, captured_vectors


def make_rtp() -> None:
    """rtp.json: packets to be read and written, and packets to be refused."""
    good, bad = aiortc_vectors()
    title = "RTP packets (RFC 3550 section 5.1)"
    save("rtp.json", title, {"packets": good + captured_vectors(), "refused": bad})


def make_rtcp() -> None:
    """rtcp.json: compounds to be read and written, and some to be refused."""
    good = rtcp_packets.by_aiortc() + rtcp_packets.by_hand() + rtcp_packets.captured()
    save("rtcp.json", "RTCP compounds", {"compounds": good, "refused": rtcp_packets.refused()})


def make_red() -> None:
    """red.json: payloads to be read and written, and some to be refused."""
    good = red_packets.by_gstreamer() + red_packets.by_hand()
    save("red.json", "Redundant audio (RFC 2198)", {"payloads": good, "refused": red_packets.refused()})


# --- G.711 and L16 -----------------------------------------------------------------------------------------------


def runs_of(codes: bytes) -> list[list[int]]:
    """[first sample, code] for every place where the code changes, samples rising from -32768 to 32767."""
    rows: list[list[int]] = []
    for index, code in enumerate(codes):
        if not rows or rows[-1][1] != code:
            rows.append([index - 32768, code])
    return rows


def make_pcmu() -> None:
    """pcmu.json: what each of the 256 codes means, and which code each of the 65536 samples gets."""
    raw_in = ["-f", "s16le", "-ar", "16000", "-ac", "1", "-i", "-"]
    law_in = ["-f", "mulaw", "-ar", "16000", "-ac", "1", "-i", "-"]
    decode = ["ffmpeg", "-hide_banner", "-loglevel", "error", *law_in, "-f", "s16le", "-c:a", "pcm_s16le", "-"]
    encode = ["ffmpeg", "-hide_banner", "-loglevel", "error", *raw_in, "-f", "mulaw", "-c:a", "pcm_mulaw", "-"]
    sox_law = ["-t", "raw", "-e", "mu-law", "-b", "8", "-r", "16000", "-c", "1", "-"]
    sox_pcm = ["-t", "raw", "-e", "signed", "-b", "16", "-L", "-r", "16000", "-c", "1", "-"]
    codes = bytes(range(256))
    samples = struct.pack("<65536h", *range(-32768, 32768))
    by_ffmpeg, by_sox = convert(decode, codes), convert(["sox", *sox_law, *sox_pcm], codes)
    if by_ffmpeg != by_sox:
        raise SystemExit("ffmpeg and sox do not agree on what a mu-law code means")
    ffmpeg_codes = convert(encode, samples)
    sox_codes = convert(["sox", "-D", *sox_pcm, *sox_law], samples)
    decoded = struct.unpack("<256h", by_ffmpeg)
    again = convert(encode, by_ffmpeg)
    if again != convert(["sox", "-D", *sox_pcm, *sox_law], by_ffmpeg):
        raise SystemExit("ffmpeg and sox do not agree on the code of a value that has one")
    # between two values encoders place the border a little differently: by how much is written beside the tables
    differing = [index for index in range(65536) if ffmpeg_codes[index] != sox_codes[index]]
    worse = max(
        abs(abs(decoded[ffmpeg_codes[index]] - index + 32768) - abs(decoded[sox_codes[index]] - index + 32768))
        for index in differing
    )
    save(
        "pcmu.json",
        "G.711 mu-law",
        {
            "decode_origin": f"{first_line('ffmpeg', '-version')}: {' '.join(decode)}; sox says the same: "
            f"{' '.join(['sox', *sox_law, *sox_pcm])}",
            "decoded": list(decoded),
            "encoded_again_origin": "the code that ffmpeg and sox both give to each decoded value (minus zero is lost)",
            "encoded_again": list(again),
            "encode_origin": f"{first_line('ffmpeg', '-version')}: {' '.join(encode)}; rows [first sample, code], "
            "each valid up to the next row",
            "encoded_by_ffmpeg": runs_of(ffmpeg_codes),
            "sox_origin": f"{first_line('sox', '--version')}: {' '.join(['sox', '-D', *sox_pcm, *sox_law])}; "
            f"differs from ffmpeg for {len(differing)} of 65536 samples, by at most {worse} in the error made",
            "encoded_by_sox": runs_of(sox_codes),
        },
    )


def make_l16() -> None:
    """l16.json: samples and how they lie in an L16 payload (network byte order)."""
    values = [0, 1, -1, 255, 256, -256, 0x1234, -0x1234, 32767, -32768, 0x00FF, -0x0100, 12345, -12345]
    raw = struct.pack(f"<{len(values)}h", *values)
    shared = ["-f", "s16le", "-ar", "16000", "-ac", "1", "-i", "-"]
    ffmpeg = ["ffmpeg", "-hide_banner", "-loglevel", "error", *shared, "-f", "s16be", "-c:a", "pcm_s16be", "-"]
    pcm = ["-t", "raw", "-e", "signed", "-b", "16", "-r", "16000", "-c", "1"]
    sox = ["sox", "-D", *pcm, "-L", "-", *pcm, "-B", "-"]
    rows = []
    for program, command in ((first_line("ffmpeg", "-version"), ffmpeg), (first_line("sox", "--version"), sox)):
        payload = convert(command, raw)
        rows.append({"origin": f"{program}: {' '.join(command)}", "samples": values, "hex": payload.hex()})
    save("l16.json", "L16 payloads (RFC 3551 section 4.5.11: network byte order)", {"payloads": rows})


# --- documents ---------------------------------------------------------------------------------------------------


def make_documents() -> None:
    """documents.json: MQTT payloads a peer may send; the JSON text is written by node, not by Python."""
    node = shutil.which("node") or "node"
    version = first_line(node, "--version")
    script = (
        "const rows = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const text = r => 'raw' in r ? r.raw : JSON.stringify(r.document, null, r.indent);"
        "process.stdout.write(JSON.stringify(rows.map(text)))"
    )

    def written(cases: list[Vector]) -> list[str]:
        texts: list[str] = json.loads(convert([node, "-e", script], json.dumps(cases).encode()))
        return texts

    accepted, refused = accepted_cases(), refused_cases()
    good = [
        {"name": case["name"], "kind": case["kind"], "text": text, "want": case["want"]}
        for case, text in zip(accepted, written(accepted), strict=True)
    ]
    bad = [
        {"name": case["name"], "kind": case["kind"], "text": text, "place": case["place"]}
        for case, text in zip(refused, written(refused), strict=True)
    ]
    origin = (
        f"fields written down by hand from the contract's prose, JSON text by JSON.stringify of node {version}; "
        "the cases with odd spelling are RFC 8259 texts written by hand"
    )
    save("documents.json", "MQTT documents", {"origin": origin, "accepted": good, "refused": bad})


MAKERS: dict[str, Callable[[], None]] = {
    "rtp": make_rtp,
    "rtcp": make_rtcp,
    "red": make_red,
    "pcmu": make_pcmu,
    "l16": make_l16,
    "documents": make_documents,
}

if __name__ == "__main__":
    for maker in sys.argv[1:] or MAKERS:
        MAKERS[maker]()
