"""The sentences for what the pure core reports as a code: notices of the roster, refusals of the engine."""

from hushcue_words import Catalogue

NOTICES = Catalogue(
    {
        # the codes of core/actions.py NOTICE_CODES; {id} is the bodypack
        "bodypack_online": ("{id}: connected", "{id}：已上线"),
        "bodypack_quiet": ("{id}: silent for {silent_s} s", "{id}：已 {silent_s} 秒没有回应"),
        "bodypack_lost": ("{id}: lost, silent for {silent_s} s", "{id}：失联，已 {silent_s} 秒没有回应"),
        "bodypack_offline": ("{id}: its connection to the broker ended", "{id}：与 MQTT 服务器的连接已断开"),
        "bodypack_expired": (
            "{id}: silent for {silent_s} s, its stream is stopped",
            "{id}：已 {silent_s} 秒没有回应，停止向其发送声音",
        ),
        "bodypack_restarted": ("{id}: has restarted", "{id}：已重新启动"),
        "bodypack_unknown": (
            "{id}: is no bodypack of this studio; register it on the page Bodypacks, or add it to the configuration",
            "{id}：不是本演播室的腰包；请在“腰包”页面登记，或写进配置文件",
        ),
        "bodypack_no_format": (
            "{id}: offers nothing we can send (encodings {encodings}; frame_ms {frame_ms}; "
            "at most {max_datagram_bytes} bytes)",
            "{id}：没有双方都支持的格式（编码 {encodings}；帧长 {frame_ms}；最多 {max_datagram_bytes} 字节）",
        ),
        "bodypack_wrong_key": (
            "{id}: holds the device key {key}, ours is {ours}; provision it again: hushcue key {id} --into FILE",
            "{id}：腰包的设备密钥是 {key}，网关的是 {ours}；请重新写入：hushcue key {id} --into 文件",
        ),
        "key_replaced": ("{id}: its device key was replaced", "{id}：设备密钥已更换"),
        "bodypack_not_in_session": (
            '{id}: is not connected, "{do}" is not sent',
            "{id}：未连接，命令“{do}”没有发出",
        ),
        "document_malformed": (
            "{id}: a {kind} document is refused: {place}: {reason}",
            "{id}：拒绝了一份 {kind} 文档：{place}：{reason}",
        ),
        "session_started": (
            "{id}: session with {encoding}, {frame_ms} ms",
            "{id}：会话开始，{encoding}，{frame_ms} 毫秒",
        ),
        "bodypack_moved": ("{id}: is at {ip}:{port} now", "{id}：地址变为 {ip}:{port}"),
        "acknowledged": ("{id}: heard it", "{id}：已确认听到"),
        "called": ("{id}: calls", "{id}：正在呼叫"),
        "command_done": ('{id}: did "{command}"', "{id}：已执行“{command}”"),
        "command_refused": (
            '{id}: refused "{command}" ({detail})',
            "{id}：拒绝执行“{command}”（{detail}）",
        ),
        "fault": ("{id}: reports a fault: {detail}", "{id}：报告故障：{detail}"),
    }
)

WHY = Catalogue(
    {
        # the codes of core/receipt.py WHY
        "bodypack_restarted": ("the bodypack restarted before it told", "腰包重启，未及上报"),
        "gateway_restarted": ("the gateway restarted within the cue", "提词进行中网关重启"),
        "session_replaced": ("the session was replaced within the cue", "提词进行中更换了会话"),
        "not_reported": ("the bodypack has not told", "腰包尚未上报"),
        "not_told": ("a part was never told", "部分内容没有上报"),
        "interrupted": ("there was no stream for a while", "中途有一段没有音频流"),
        "away": ("there was no stream", "没有音频流"),
    }
)

REFUSALS = Catalogue(
    {
        # the codes of core/events.py REFUSAL_CODES
        "id_invalid": (
            "{command}.{field}: not an id of 1 to 64 characters",
            "{command}.{field}：不是 1 到 64 个字符的标识",
        ),
        "source_exists": ('the source "{id}" is there already', "声源“{id}”已存在"),
        "source_unknown": ('there is no source "{id}"', "没有声源“{id}”"),
        "source_kind_invalid": (
            'the source "{id}" is of kind "{kind}", which cannot do that',
            "声源“{id}”的类型是“{kind}”，不能这样使用",
        ),
        "gain_out_of_range": (
            "{id}: a gain of {gain_db} dB is outside {low} to {high} dB",
            "{id}：增益 {gain_db} dB 超出范围 {low} 到 {high} dB",
        ),
        "stream_exists": ('the stream "{id}" is there already', "音频流“{id}”已存在"),
        "stream_unknown": ('there is no stream "{id}"', "没有音频流“{id}”"),
        "stream_invalid": (
            'the stream "{id}" cannot have {field} {value}',
            "音频流“{id}”的 {field} 不能是 {value}",
        ),
        "talk_exists": ('the cue "{cue}" is going on already', "提词“{cue}”已在进行"),
        "talk_unknown": ('there is no cue "{cue}" going on', "没有正在进行的提词“{cue}”"),
        "talk_no_target": ('the cue "{cue}" has nobody to talk to', "提词“{cue}”没有收听对象"),
        "talk_priority_invalid": (
            'the cue "{cue}" may not have priority {priority}',
            "提词“{cue}”不能使用优先级 {priority}",
        ),
        "talk_heartbeat_invalid": (
            'the cue "{cue}": a heartbeat of {heartbeat_ms} ms is outside 100 to 60000',
            "提词“{cue}”：心跳 {heartbeat_ms} 毫秒超出 100 到 60000",
        ),
        "recording_unknown": (
            'the cue "{of}" is no longer remembered, it cannot be said again',
            "提词“{of}”已不在录音中，无法重播",
        ),
        "monitor_exists": ('the monitor "{id}" is there already', "监听“{id}”已存在"),
        "monitor_unknown": ('there is no monitor "{id}"', "没有监听“{id}”"),
        "monitor_of_monitor": (
            'the monitor "{id}" cannot listen to the monitor "{of}"',
            "监听“{id}”不能再监听“{of}”",
        ),
        "dim_out_of_range": (
            "a dim of {depth_db} dB is outside {low} to 0 dB",
            "压低 {depth_db} dB 超出范围 {low} 到 0 dB",
        ),
        "too_many": ("there are {limit} {what} already", "{what} 已达上限 {limit}"),
    }
)
