"""What the chip's bench says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "title": (
            "RV32IMC instructions per packet of {frame_ms} ms, in the machine code of a build (budget {budget})",
            "每个 {frame_ms} 毫秒数据包的 RV32IMC 指令数（固件构建的机器码，预算 {budget}）",
        ),
        "variant": ("case", "情形"),
        "steady": ("{encoding}, steady", "{encoding}，平稳"),
        "missing": ("{encoding}, all copies needed", "{encoding}，所有副本都要用"),
        "turning": ("{encoding}, volume turned", "{encoding}，调节音量"),
        "plain": ("{encoding}, steady, without the build's machine code", "{encoding}，平稳，不含构建附带的机器码"),
        "concealment": ("the dearest 10 ms around lost frames", "丢帧前后最重的 10 毫秒"),
        "shortening": ("the dearest 10 ms of giving delay back", "追回延迟时最重的 10 毫秒"),
        "request": ("a request for all that can be missing", "一次完整的重传请求"),
        "report": ("a report, once a second", "每秒一次的报告"),
        "report_read": ("a report of the gateway", "网关的报告"),
        "receive": ("receive", "接收"),
        "authenticate": ("authenticate", "认证"),
        "keystream": ("key stream", "密钥流"),
        "decode": ("decode", "解码"),
        "level": ("level", "音量与限幅"),
        "upsample": ("upsample", "升采样"),
        "total": ("total", "合计"),
        "checked": (
            "{calls} calls compared bit by bit with CPython and NumPy: no difference",
            "逐位比对 {calls} 次调用（CPython 与 NumPy）：完全一致",
        ),
        "images": ("images of 0..6 kHz after the upsampler: {db} dB down", "升采样后 0～6 kHz 镜像抑制：{db} dB"),
        "heap": ("heap per packet: {bytes} bytes", "每包堆内存增长：{bytes} 字节"),
        "no_heap": (
            "heap per packet: not measured (MicroPython's VM is only in a checkout, after make test)",
            "每包堆内存增长：未测量（仅源码目录在 make test 之后带有 MicroPython 虚拟机）",
        ),
        "time": (
            "{shape}, at {mhz} MHz and {cycles} cycles per instruction: {percent} % of one core",
            "{shape}，按 {mhz} MHz、每指令 {cycles} 周期计：占单核 {percent} %",
        ),
    }
)
