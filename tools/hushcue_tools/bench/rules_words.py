"""What ``hushcue bench rules`` says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_hours": ("hours of shows in which nothing changes", "没有异常的节目总时长（小时）"),
        "help_runs": ("shows with one change, for each rule", "每条规则模拟多少场带一次变化的节目"),
        "help_seed": ("of the dice", "随机种子"),
        "out_of_range": (
            "--hours must be 2 to 10000, --runs 2 to 10000",
            "--hours 须为 2 到 10000，--runs 须为 2 到 10000",
        ),
        "began": (
            "false alarms over {hours} h in which nothing changed; found in {runs} shows with one change each",
            "误报：在没有异常的 {hours} 小时中；检出：每条规则 {runs} 场各含一次变化的节目",
        ),
        "row": (
            "{rule}: false alarms {per_hour}/h; x{times} for {minutes} min: found {found_percent} %, "
            "after {delay} s (median)",
            "{rule}：误报 {per_hour} 次/小时；×{times} 持续 {minutes} 分钟："
            "检出 {found_percent} %，中位延迟 {delay} 秒",
        ),
        "naive": (
            "the rule that people write first, in place of slow_product: false alarms {per_hour}/h",
            "若用最直观的写法代替 slow_product：误报 {per_hour} 次/小时",
        ),
        "rehearsal": (
            "the generated show of two hours, {facts} facts, told again in {seconds} s; fired: {fired}",
            "重演生成的两小时节目（{facts} 条数据）用时 {seconds} 秒；触发：{fired}",
        ),
        "look": (
            "a look that finds low stock among {products} products: {us} us (median)",
            "在 {products} 个商品中发现库存告急的一次检查：{us} 微秒（中位数）",
        ),
    }
)
