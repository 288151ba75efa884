"""What the benches say."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_name": ("what to measure: {names}", "测量项目：{names}"),
        "help_json": ("one JSON object", "输出一个 JSON 对象"),
        "no_such_bench": ("there is no bench {name}: {names}", "没有测量项目 {name}：{names}"),
        "no_bench": ("say what to measure: {names}", "请指定测量项目：{names}"),
        "help_seconds": ("length of the show", "演示时长（秒）"),
        "help_encoding": ("of every stream", "音频编码"),
        "help_frame": ("length of a frame", "帧长（毫秒）"),
        "help_min_delay": ("a bodypack never buffers less", "腰包最小缓冲（毫秒）"),
        "help_loss": ("datagrams lost at random", "随机丢包率（%）"),
        "help_jitter": ("datagrams delayed at random by up to so much", "随机延迟上限（毫秒）"),
        "help_seed": ("of the dice", "随机种子"),
        "path_row": (
            "{id}: heard {heard} %, mouth to ear p50 {p50} ms p99 {p99} ms, underruns {underruns}, "
            "datagrams dropped {dropped}, frames concealed {concealed}, not meant for it {leak} dBFS",
            "{id}：听到 {heard} %，嘴到耳 p50 {p50} 毫秒 p99 {p99} 毫秒，断流 {underruns}，"
            "丢包 {dropped}，补偿帧 {concealed}，非本人内容 {leak} dBFS",
        ),
    }
)
