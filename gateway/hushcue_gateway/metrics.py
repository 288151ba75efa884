"""``/metrics``: what Prometheus reads, made from the newest reports at the moment it asks.

Counters are those of the parts themselves. One that was replaced begins at zero again, which Prometheus expects of a
counter; ``*_restarts_total`` says that it happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from .core.bodypack import BodypackView

if TYPE_CHECKING:
    from .control import Control

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "hushcue_"
Family = CounterMetricFamily | GaugeMetricFamily | InfoMetricFamily

# telemetry field -> (metric, help, kind)
TELEMETRY = {
    "received": ("bodypack_packets_received", "datagrams taken", "counter"),
    "lost": ("bodypack_packets_lost", "datagrams that never came", "counter"),
    "late": ("bodypack_packets_late", "datagrams that came after their time", "counter"),
    "duplicate": ("bodypack_packets_duplicate", "datagrams that came twice", "counter"),
    "rejected": ("bodypack_packets_rejected", "datagrams that were not of this stream", "counter"),
    "redundant": ("bodypack_frames_redundant", "frames played from a copy in a later packet", "counter"),
    "resent": ("bodypack_frames_resent", "frames played because they were asked for", "counter"),
    "nacks": ("bodypack_nacks", "requests for what was missing", "counter"),
    "forged": ("bodypack_forged", "datagrams and documents whose tag was wrong", "counter"),
    "replayed": ("bodypack_replayed", "datagrams and documents that came again, with a good tag", "counter"),
    "rtt_ms": ("bodypack_round_trip_seconds", "to the gateway and back", "gauge"),
    "concealed": ("bodypack_frames_concealed", "frames made up for lost ones", "counter"),
    "underruns": ("bodypack_underruns", "times the DAC ran dry", "counter"),
    "jitter_ms": ("bodypack_jitter_seconds", "interarrival jitter", "gauge"),
    "buffer_ms": ("bodypack_buffer_seconds", "sound waiting to be played", "gauge"),
    "target_ms": ("bodypack_buffer_target_seconds", "delay the buffer aims at", "gauge"),
    "level_db": ("bodypack_level_dbfs", "loudest sample since the report before", "gauge"),
    "heap_free_bytes": ("bodypack_heap_free_bytes", "free heap", "gauge"),
    "rssi_dbm": ("bodypack_rssi_dbm", "Wi-Fi signal", "gauge"),
    "battery_mv": ("bodypack_battery_volts", "battery", "gauge"),
    "battery_percent": ("bodypack_battery_ratio", "battery", "gauge"),
    "temperature_c": ("bodypack_temperature_celsius", "chip", "gauge"),
    "uptime_s": ("bodypack_uptime_seconds", "since its start", "gauge"),
}
WEBRTC_TOTALS = {
    "packets": ("webrtc_packets", "packets that came or went"),
    "lost": ("webrtc_packets_lost", "packets that never came"),
    "concealed": ("webrtc_frames_concealed", "frames of 10 ms made up for lost ones"),
    "mended": ("webrtc_packets_mended", "packets that came back from copies"),
}
SCALE = {
    "rtt_ms": 1e-3,
    "jitter_ms": 1e-3,
    "buffer_ms": 1e-3,
    "target_ms": 1e-3,
    "battery_mv": 1e-3,
    "battery_percent": 1e-2,
}


class Metrics(Collector):
    """One private registry for one gateway."""

    def __init__(self, control: Control):
        self._control = control
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> bytes:
        """The exposition, CONTENT_TYPE."""
        return generate_latest(self._registry)

    def describe(self) -> Iterable[Family]:
        """Nothing beforehand: the families depend on what is there."""
        return ()

    def collect(self) -> Iterator[Family]:
        """Everything, now."""
        control = self._control
        info = InfoMetricFamily(PREFIX + "gateway", "this gateway")
        info.add_metric([], {"version": control.version, "studio": control.config.studio})
        yield info
        yield from self._broker()
        yield from self._media()
        yield from self._sources()
        yield from self._streams()
        yield from self._bodypacks(control.parts.bodypacks.roster.views())
        yield _counter("cues", "cues asked for", control.parts.cues.log.total)
        yield _gauge("cues_active", "cues going on", len(control.parts.cues.log.going_on()))
        yield from self._receipts()
        yield from self._showdata()
        yield from self._store()
        yield from self._witness()
        yield from self._webrtc()
        yield from self._live()

    def _showdata(self) -> Iterator[Family]:
        data = self._control.parts.assistant.data
        yield _gauge("airings_active", "airings going on", data.going_on)
        facts = CounterMetricFamily(PREFIX + "showdata_facts", "facts told of shows", labels=["outcome"])
        facts.add_metric(["accepted"], data.accepted)
        facts.add_metric(["doubled"], data.doubled)
        yield facts
        yield _counter("showdata_strayed", "documents whose time was too far from now", data.strayed)

    def _broker(self) -> Iterator[Family]:
        control = self._control
        yield _gauge("mqtt_connected", "1 while the broker hears us", float(control.parts.mqtt.connected))
        yield _counter("mqtt_reconnects", "connections after the first", control.parts.mqtt.reconnects)
        yield _counter("broker_restarts", "starts of the embedded broker after the first", control.parts.mqtt.restarts)
        refused = CounterMetricFamily(PREFIX + "mqtt_documents_refused", "documents not used", labels=["reason"])
        views = control.parts.bodypacks.roster.views()
        refused.add_metric(["malformed"], sum(view.malformed for view in views))
        refused.add_metric(["stale"], sum(view.stale for view in views))
        refused.add_metric(["repeated"], sum(view.repeated for view in views))
        refused.add_metric(["stranger"], control.parts.bodypacks.roster.refused_documents)
        refused.add_metric(["flood"], control.parts.mqtt.dropped)
        yield refused

    def _media(self) -> Iterator[Family]:
        picture = self._control.parts.picture
        yield _counter("media_restarts", "media processes that were replaced", picture.media_restarts)
        yield _counter("capture_restarts", "capture processes that were replaced", picture.capture_restarts)
        report = picture.media
        if report is None:
            return
        yield _counter("media_ticks", "frames mixed", report.engine.ticks)
        yield _counter("media_overruns", "ticks not done when the next was due", report.overruns)
        yield _counter("media_limited_frames", "frames in which the limiter was at work", report.engine.limited_frames)
        yield _gauge("media_mixes", "distinct mixes of the newest tick", report.engine.buses)
        for name, what, times in (
            ("media_tick_lateness_seconds", "how late ticks began, last second", report.lateness),
            ("media_tick_work_seconds", "time spent in a tick, last second", report.work),
        ):
            family = GaugeMetricFamily(PREFIX + name, what, labels=["quantile"])
            for quantile, us in (("0.5", times.p50_us), ("0.99", times.p99_us), ("1", times.max_us)):
                family.add_metric([quantile], us * 1e-6)
            yield family

    def _sources(self) -> Iterator[Family]:
        picture = self._control.parts.picture
        level = GaugeMetricFamily(PREFIX + "source_level_dbfs", "RMS of the last second", labels=["source"])
        peak = GaugeMetricFamily(PREFIX + "source_peak_dbfs", "loudest sample of the last second", labels=["source"])
        starved = CounterMetricFamily(PREFIX + "source_starved_frames", "frames that came late", labels=["source"])
        clipped = CounterMetricFamily(PREFIX + "source_clipped_frames", "frames over full scale", labels=["source"])
        dropped = CounterMetricFamily(PREFIX + "source_overflow_samples", "dropped, ring was full", labels=["source"])
        delay = GaugeMetricFamily(PREFIX + "source_delay_seconds", "from a block to its tick", labels=["source"])
        lost = CounterMetricFamily(PREFIX + "source_lost_seconds", "sound the device owed", labels=["source"])
        for source in self._control.config.sources:
            report = picture.source_report(source.id)
            if report is not None:
                level.add_metric([source.id], report.rms_db)
                peak.add_metric([source.id], report.peak_db)
                clipped.add_metric([source.id], report.clipped_frames)
            intake = picture.intake_report(source.id)
            if intake is not None:
                starved.add_metric([source.id], intake.starved_frames)
                dropped.add_metric([source.id], intake.overflow_samples)
                delay.add_metric([source.id], intake.delay_ms * 1e-3)
            microphone = picture.microphone_report(source.id)
            if microphone is not None:
                lost.add_metric([source.id], microphone.lost_ms * 1e-3)
        yield from (level, peak, starved, clipped, dropped, delay, lost)

    def _streams(self) -> Iterator[Family]:
        media = self._control.parts.picture.media
        labels = ["stream", "bodypack"]
        packets = CounterMetricFamily(PREFIX + "stream_packets", "datagrams made", labels=labels)
        octets = CounterMetricFamily(PREFIX + "stream_bytes", "UDP payload of them", labels=labels)
        errors = CounterMetricFamily(PREFIX + "stream_send_errors", "datagrams the network refused", labels=labels)
        refused = CounterMetricFamily(PREFIX + "stream_refused", "datagrams nobody listened for", labels=labels)
        for report in media.engine.streams if media else ():
            packets.add_metric([report.id, report.mix_of], report.packets)
            octets.add_metric([report.id, report.mix_of], report.bytes)
            errors.add_metric([report.id, report.mix_of], report.send_errors)
            refused.add_metric([report.id, report.mix_of], self._control.parts.picture.refused_packets(report.id))
        yield from (packets, octets, errors, refused)

    def _receipts(self) -> Iterator[Family]:
        book = self._control.parts.receipts.book
        fates = CounterMetricFamily(PREFIX + "cue_frames", "frames of cues, as told", labels=["bodypack", "fate"])
        repaired = CounterMetricFamily(
            PREFIX + "cue_frames_repaired", "frames of cues heard only thanks to that", labels=["bodypack", "by"]
        )
        for bodypack, counts, repairs in book.totals():
            for name, count in counts.items():
                fates.add_metric([bodypack, name], count)
            for name, count in repairs.items():
                repaired.add_metric([bodypack, name], count)
        ratio = GaugeMetricFamily(PREFIX + "cue_heard_ratio", "of the newest cue with a receipt", labels=["bodypack"])
        for bodypack, share in book.ratios().items():
            ratio.add_metric([bodypack], share)
        yield from (fates, repaired, ratio)

    def _store(self) -> Iterator[Family]:
        database = self._control.parts.receipts.store.database
        yield _gauge("store_writable", "0 while the disk takes nothing", float(database.writable))
        yield _gauge("store_waiting", "changes that are not stored yet", database.waiting)
        yield _counter("store_dropped", "changes that could not be kept", database.dropped)

    def _witness(self) -> Iterator[Family]:
        witness = self._control.parts.witness
        yield _counter("witness_restarts", "witness processes that were replaced", witness.restarts)
        yield _counter("leaks", "leaks of earpieces into the programme that were told", witness.leaks_told)
        yield _gauge("recordings_bytes", "of all recordings, every ten minutes", witness.recordings.bytes)
        report = witness.report
        if report is not None:
            yield _gauge("recordings_open", "cues that are being recorded", report.recordings)
            yield _counter("recordings_failed", "recordings that broke off", report.failed)
            yield _counter("tap_frames_lost", "frames of taps that never came", report.lost)

    def _webrtc(self) -> Iterator[Family]:
        webrtc = self._control.parts.webrtc
        there = Counter(("out" if each.port else "in", each.state) for each in webrtc.sessions())
        sessions = GaugeMetricFamily(PREFIX + "webrtc_sessions", "talking in, listening", labels=["direction", "state"])
        for (direction, state), count in sorted(there.items()):
            sessions.add_metric([direction, state], count)
        yield sessions
        for name, (metric, what) in WEBRTC_TOTALS.items():
            family = CounterMetricFamily(PREFIX + metric, what, labels=["direction"])
            for direction, total in webrtc.totals.items():
                family.add_metric([direction], total[name])
            yield family
        jitter = GaugeMetricFamily(PREFIX + "webrtc_jitter_seconds", "interarrival jitter", labels=["source"])
        target = GaugeMetricFamily(PREFIX + "webrtc_buffer_target_seconds", "delay it aims at", labels=["source"])
        for each in webrtc.sessions():
            if each.report is not None and each.source:
                jitter.add_metric([each.source], each.report.jitter_ms * 1e-3)
                target.add_metric([each.source], each.report.target_ms * 1e-3)
        yield from (jitter, target)
        yield _counter("webrtc_restarts", "WebRTC processes that were replaced", webrtc.restarts)
        yield _counter("webrtc_ended_for_rights", "sessions of people who may no longer", webrtc.ended_for_rights)
        if webrtc.load is not None:
            yield _gauge("webrtc_pump_late_seconds", "worst of the last second", webrtc.load.pump_late_ms * 1e-3)

    def _live(self) -> Iterator[Family]:
        live = self._control.parts.live
        yield _gauge("live_sockets", "consoles that are connected", live.sockets)
        dropped = CounterMetricFamily(PREFIX + "live_sockets_dropped", "ended by the gateway", labels=["reason"])
        for reason in sorted({"lagging", "signed_out"} | live.cut_off.keys()):
            dropped.add_metric([reason], live.cut_off[reason])
        yield dropped

    def _bodypacks(self, views: Iterable[BodypackView]) -> Iterator[Family]:
        views = tuple(views)
        online = GaugeMetricFamily(PREFIX + "bodypack_online", "1 while it is heard of", labels=["bodypack"])
        for view in views:
            online.add_metric([view.id], float(view.state == "online"))
        yield online
        for name, (metric, what, kind) in TELEMETRY.items():
            make = CounterMetricFamily if kind == "counter" else GaugeMetricFamily
            family = make(PREFIX + metric, what, labels=["bodypack"])
            for view in views:
                value = (view.telemetry or {}).get(name)
                if isinstance(value, int | float):
                    family.add_metric([view.id], value * SCALE.get(name, 1))
            yield family


def _counter(name: str, what: str, value: float) -> CounterMetricFamily:
    return CounterMetricFamily(PREFIX + name, what, value=value)


def _gauge(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(PREFIX + name, what, value=value)
