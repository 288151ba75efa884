"""What the bench of viewers' questions says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_set": (
            "labelled comments: a line each of 1 or 0 (asks, does not ask), language or -, text, separated by tabs",
            "带标注的评论：每行依次为 1 或 0（提问、不是提问）、语言或 -、文本，以制表符分隔",
        ),
        "help_told": (
            "the language of each line is told, as some sources do",
            "把每行的语言告知识别程序，如部分数据来源那样",
        ),
        "help_half": (
            "only the lines of one half, chosen by their text: for rules that were improved on the other",
            "只用其中一半的行（按文本划分）：用于检验在另一半上改进过的规则",
        ),
        "help_comments": ("how many comments to read for the speed", "测速时读取的评论条数"),
        "help_wrong": ("print the lines that were read wrongly", "列出判断错误的行"),
        "set_unread": ("{file} cannot be read: {reason}", "无法读取 {file}：{reason}"),
        "set_wrong": (
            "{file}, line {line}: must be 1 or 0, a language or -, and text, separated by tabs",
            "{file} 第 {line} 行：必须是 1 或 0、语言或 -、文本，以制表符分隔",
        ),
        "out_of_range": ("comments are 100 to 10000000", "评论条数为 100 到 10000000"),
        "speed": (
            "{per_second} comments/s on one core, the slowest of a hundred {p99_us} µs",
            "单核每秒 {per_second} 条评论，第 99 百分位 {p99_us} 微秒",
        ),
        "col_language": ("language", "语言"),
        "col_questions": ("questions", "提问"),
        "col_others": ("others", "其他"),
        "col_precision": ("precision", "精确率"),
        "col_recall": ("recall", "召回率"),
        "col_false": ("taken wrongly", "误判率"),
        "col_right": ("language right", "语言正确"),
        "too_slow": ("slower than {goal} comments/s", "低于每秒 {goal} 条评论"),
    }
)
