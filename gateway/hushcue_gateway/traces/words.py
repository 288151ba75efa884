"""What is said about link traces."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "trace_running": (
            "{id}: a link trace is being taken; it will be over soon",
            "{id}：正在测量链路，请稍候",
        ),
        "trace_not_running": ("{id}: no link trace is being taken", "{id}：当前没有在测量链路"),
        "unknown_trace": ("there is no such link trace", "没有这条链路记录"),
        "trace_done": (
            "{id}: link traced: {lost} % lost, half of it within {p50} ms, 95 % within {p95} ms of the fastest",
            "{id}：链路测量完成：丢包 {lost}%，一半在最快值之后 {p50} 毫秒内，95% 在 {p95} 毫秒内",
        ),
        # why there is none
        "trace_no_answer": (
            "{id}: does not answer to a link trace; if its firmware is older than this gateway, update it first",
            "{id}：没有回应链路测量；若固件比网关旧，请先升级固件",
        ),
        "trace_silent": (
            "{id}: no packet of its stream came within 10 s; is UDP to it blocked in the network?",
            "{id}：10 秒内没有收到任何音频包；请检查网络是否拦截了 UDP",
        ),
        "trace_no_memory": (
            "{id}: has too little memory for a link trace; restart it and try again",
            "{id}：内存不足，无法测量链路；请重启腰包后再试",
        ),
        "trace_refused": ("{id}: refused the link trace ({about})", "{id}：拒绝测量链路（{about}）"),
        "trace_cut": (
            "{id}: the connection ended before anything of the link trace had arrived; try again",
            "{id}：尚未收到测量数据连接就断开了；请重试",
        ),
    }
)
