"""The sentences about words that may not be said, and about the language model that wrote them."""

from ..language_names import NamingCatalogue

WORDS = NamingCatalogue(
    {
        # why a rephrased line is refused: guard.py
        "guard_empty": ("there are no words in it", "其中没有文字"),
        "guard_too_many_letters": ("it is longer than {most} characters", "超过 {most} 个字符"),
        "guard_too_long": (
            "spoken it takes {seconds} s, more than {most} s",
            "读出来需要 {seconds} 秒，超过 {most} 秒",
        ),
        "guard_unknown_fact": ('it names a fact that there is not: "{fact}"', "引用了不存在的事实“{fact}”"),
        "guard_strange_number": (
            "it names the number {number}, which is among no fact",
            "出现了事实中没有的数字：{number}",
        ),
        "guard_swapped_number": (
            "the number {number} is not of what it is said of, or that cannot be told",
            "数字 {number} 说的不是它本来的内容，或无法判断",
        ),
        "guard_claim": ('it makes a claim that is not allowed: "{claim}"', "含有不允许的宣传用语：“{claim}”"),
        "guard_opposite": ('it turns the cue into its opposite: "{word}"', "把提词说成了相反的意思：“{word}”"),
        "guard_markup": ('there are signs in it that are no speech: "{found}"', "含有不能朗读的符号：“{found}”"),
        "guard_other_language": ("it is not written in {language}", "不是用{language}写的"),
        "guard_unknown_word": (
            'it speaks of something that is not among the facts: "{word}"',
            "说到了事实中没有的内容：“{word}”",
        ),
        "guard_quotes_viewer": ("it repeats what a viewer wrote", "照念了观众的评论"),
        # why there was no rephrased line: rephrase.py
        "model_busy": ("the language model is still at work on another line", "语言模型还在处理另一条"),
        "model_resting": (
            "the language model failed {times} times in a row and is left alone for {seconds} s",
            "语言模型连续失败 {times} 次，暂停使用 {seconds} 秒",
        ),
        "model_too_slow": ("the language model did not answer within {seconds} s", "语言模型在 {seconds} 秒内没有回答"),
        "model_unreachable": ("the language model cannot be reached: {reason}", "无法连接语言模型：{reason}"),
        "model_refused": ("the language model's server answers {status}", "语言模型服务器返回 {status}"),
        "model_answer_unreadable": (
            "the language model's answer is not of the form that was asked for",
            "语言模型的回答不符合要求的格式",
        ),
        "model_not_asked": (
            "this rule is always said in its own words",
            "这条规则始终使用固定用语",
        ),
        # settings
        "model_bad_url": (
            'the address of a language model begins with http:// or https://, and has no account in it: "{url}"',
            "语言模型地址须以 http:// 或 https:// 开头，且不含账号：“{url}”",
        ),
        "model_bad_name": (
            "the name of a language model has 1 to {most} characters",
            "语言模型名称为 1 到 {most} 个字符",
        ),
        "claims_bad": (
            "forbidden, allowed and known words are lists of at most {most}, each of {chars} characters at most",
            "禁用词、放行词和已知词各为一个列表，最多 {most} 个，每个不超过 {chars} 个字符",
        ),
    }
)
