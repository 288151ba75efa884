"""What ``hushcue bench browser`` says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_seconds": ("how long to talk", "讲话时长（秒）"),
        "help_chromium": ("the browser's program", "浏览器程序"),
        "help_processing": (
            "with echo, noise and gain control, as the console has them",
            "开启回声消除、降噪和自动增益，与控制台一致",
        ),
        "help_awake": ("let idle processors of a virtual machine sleep", "允许虚拟机的空闲处理器休眠"),
        "no_playwright": (
            "this needs the Python package playwright: pip install playwright",
            "需要 Python 软件包 playwright：pip install playwright",
        ),
        "no_browser": ("the browser did not start or connect: {reason}", "浏览器未能启动或连接：{reason}"),
        "help_legs": (
            "what is measured: browser, card, listen; all if left out",
            "测量哪几段：browser、card、listen，默认全部",
        ),
        "no_pulse": ("pulseaudio did not start", "pulseaudio 未能启动"),
        "no_peer": ("the listener did not connect: {state}", "监听端未能连接：{state}"),
        "no_answer": ("{path} was not answered: {reason}", "{path} 没有得到答复：{reason}"),
        "no_card": (
            "no sound card could be made: this needs PulseAudio, and {names} is not here",
            "无法建立虚拟声卡：需要 PulseAudio，本机缺少 {names}",
        ),
        "not_asked": ("it was not asked for", "未要求测量"),
        "reason": ("not measured: ", "未测量："),
        "leg_browser": ("browser microphone → I2S", "浏览器话筒 → I2S"),
        "leg_card": ("local sound card → I2S", "本机声卡 → I2S"),
        "leg_listen": ("mix → listener", "混音 → 监听"),
        "col_leg": ("leg", "链路"),
        "col_p50": ("p50, ms", "p50 毫秒"),
        "col_p95": ("p95, ms", "p95 毫秒"),
        "col_p99": ("p99, ms", "p99 毫秒"),
        "col_heard": ("clicks heard", "听到的测试音"),
        "col_goal": ("goal p50 / p95", "目标 p50 / p95"),
        "in_browser": (
            "from the browser's microphone, its own buffer of {capture_ms} ms included, to the samples that a PC "
            "bodypack gives its DAC; loopback, no air",
            "从浏览器话筒（含其自身缓冲 {capture_ms} 毫秒）到电脑腰包送入 DAC 的采样；经本机回环，不含无线",
        ),
        "in_card": (
            "from PulseAudio's null sink, as soon as its monitor gives a sample, through sounddevice and the gateway "
            "to the samples that a PC bodypack gives its DAC; no converter of a real sound card, loopback, no air",
            "从 PulseAudio 空接收器的监听端给出采样起，经 sounddevice 和网关，到电脑腰包送入 DAC 的采样；"
            "不含真实声卡的转换器；经本机回环，无无线",
        ),
        "in_listen": (
            "from the tick that mixes a sample to the packet that brings it as Opus to an aiortc client, decoded, with "
            "what Opus looks ahead; the client's own buffers are not in it; loopback, no air",
            "从混出采样的节拍到以 Opus 送达 aiortc 客户端并解码，含 Opus 前瞻；不含客户端自身缓冲；经本机回环，无无线",
        ),
    }
)
