"""What the bench of the effect says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_runs": ("campaigns in each cell", "每格的模拟次数"),
        "help_shows": ("made-up shows that are replayed", "用于回放的演示场数"),
        "help_seed": ("of the dice", "随机种子"),
        "out_of_range": (
            "200 to 100000 runs, 1 to 100 shows, a seed of 0 to 2^32 - 1",
            "模拟次数 200 至 100000，演示场数 1 至 100，种子 0 至 2^32 - 1",
        ),
        "progress": ("{what} is done", "{what} 已完成"),
        "worlds": (
            "Simulated campaigns; ranges of 95 %, power to find ×{effect}:",
            "模拟的活动；95 % 范围，发现 ×{effect} 的把握：",
        ),
        "replays": (
            "{windows} windows of {shows} made-up shows, the coin tossed over them; ranges of 95 %:",
            "{shows} 场演示中的 {windows} 个窗口，逐次抛硬币；95 % 范围：",
        ),
        "looks": (
            "Looked at after every airing; ever claimed that nothing helps, or hurts:",
            "每场之后都看一次；把无效果误判为有帮助或有害处的比例：",
        ),
        "before_after_plain": (
            "Five minutes after against five before, without any cue, at {dips} dips that are chance: ×{ratio}",
            "没有任何提词时，五分钟后与五分钟前相比：{dips} 次偶然的下滑，×{ratio}",
        ),
        "before_after_made_up": (
            "Five minutes after against five before, without any cue, at {dips} dips of the made-up shows: ×{ratio}",
            "没有任何提词时，五分钟后与五分钟前相比：演示中的 {dips} 次下滑，×{ratio}",
        ),
        "col_world": ("windows", "窗口"),
        "col_moments": ("moments", "时刻"),
        "col_held": ("held", "对照"),
        "col_covered": ("covered", "覆盖"),
        "col_helps": ("false helps", "误判有帮助"),
        "col_hurts": ("false hurts", "误判有害处"),
        "col_power": ("found", "发现"),
        "col_power_live": ("found, 99.5 %", "发现（99.5 %）"),
        "col_textbook": ("textbook covers", "教科书公式覆盖"),
        "col_level": ("range", "范围"),
        "world_usual": ("usual", "常见"),
        "world_uneven": ("uneven clicks", "点击不均"),
        "world_bursts": ("bursts", "订单聚集"),
        "world_few": ("few clicks", "点击少"),
        "world_many": ("many clicks", "点击多"),
        "world_alike": ("all alike", "完全相同"),
        "legend": (
            "covered: the truth lay within the range. textbook: quasi-Poisson with Student's t, for comparison",
            "覆盖：真值落在范围内。教科书公式：准泊松加学生 t 分布，仅作对比",
        ),
    }
)
