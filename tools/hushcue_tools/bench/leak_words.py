"""What the bench of the leak guard says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_scenes": ("scenes of every kind and level", "每种场景、每个电平的数量"),
        "help_kinds": ("only these: {names}", "只测这些场景：{names}"),
        "help_levels": ("of the leaks against the programme, with commas", "漏音相对节目声的电平（dB），用逗号分隔"),
        "help_thresholds": ("scores from which it is a leak, with commas", "判定为漏音的得分阈值，用逗号分隔"),
        "help_seed": ("of the dice", "随机种子"),
        "no_kind": ("there is no scene {name}: {names}", "没有场景 {name}：{names}"),
        "not_numbers": ("{text} is no list of numbers", "{text} 不是数字列表"),
        "out_of_range": (
            "1 to 1000 scenes, levels of -80 to 0 dB, thresholds of 4 to 100, a seed of 0 to 2^32 - 1",
            "场景数 1 至 1000，电平 -80 至 0 dB，阈值 4 至 100，种子 0 至 2^32 - 1",
        ),
        "progress": ("{scene} is done", "{scene} 已完成"),
        "scenes": (
            "From a score of {threshold}, leaks of {levels} dB:",
            "得分阈值 {threshold}，漏音电平 {levels} dB：",
        ),
        "col_before": ("by itself: {what}", "逐条：{what}"),
        "curve": ("All scenes, by threshold:", "全部场景，按阈值："),
        "col_scene": ("scene", "场景"),
        "col_threshold": ("score", "得分"),
        "col_found": ("found", "发现"),
        "col_named": ("named", "指名"),
        "col_blamed": ("blamed", "冤枉"),
        "col_among": ("among", "牵连"),
        "legend": (
            "by itself: each cue held against the feed as if there were no other. "
            "found: leaking hosts who were told of; named: of them, by name. blamed: hosts who do not leak and were "
            "told of by name; among: as one of several beside one who does",
            "逐条：每条提词单独与节目声比对。发现：漏音主播中被报告的；指名：其中被单独指出的。冤枉：不漏音却被单独指出的主播；"
            "牵连：不漏音、但与漏音者一起被列为“其中之一”的主播",
        ),
        "scene_alone": ("one is spoken to, and leaks", "只对一人讲话，此人漏音"),
        "scene_nobody": ("different words to two, nobody leaks", "同时对两人说不同的话，无人漏音"),
        "scene_other": ("different words to two, one leaks", "同时对两人说不同的话，一人漏音"),
        "scene_same": ("the same words to two, one leaks", "对两人说同样的话，一人漏音"),
        "scene_later": ("the same, and later words to one alone", "先说同样的话，再单独对一人讲话"),
        "scene_copy": ("one mouth, two microphones, one leaks", "同一人经两支话筒讲话，一人漏音"),
        "scene_over": ("words to one over words to both, one leaks", "对两人讲话时再对一人插话，一人漏音"),
        "scene_both": ("different words to two, both leak", "同时对两人说不同的话，两人都漏音"),
        "scene_feeds": ("two feeds, another leaks into each", "两路节目声，各有一人漏音"),
    }
)
