"""The sentences of the assistant."""

from hushcue_words import Catalogue

from ..language_names import NamingCatalogue

STATES = Catalogue(
    {
        "making": ("voice is being made", "正在合成语音"),
        "proposed": ("waiting", "待处理"),
        "approved": ("approved", "已批准"),
        "queued": ("in the queue", "排队中"),
        "speaking": ("speaking", "播出中"),
        "done": ("said", "已播出"),
        "cut": ("cut off", "被打断"),
        "expired": ("expired", "已过期"),
        "rejected": ("skipped", "已跳过"),
        "held": ("silent by coin flip", "对照组未播"),
        "failed": ("failed", "失败"),
    }
)
"""States of a suggestion, as the console calls them."""
WORDS = NamingCatalogue(
    {
        # what people ask wrongly
        "unknown_suggestion": ("there is no suggestion {id}", "没有建议 {id}"),
        "too_late": (
            "the suggestion is “{state}” already; nothing was changed",
            "该建议已是“{state}”状态，未做更改",
        ),
        "not_restored": ("it cannot be brought back: {why}", "无法撤销：{why}"),
        "too_many_suggestions": (
            "too many suggestions wait; answer or skip some of them first",
            "等待处理的建议过多，请先处理或跳过一些",
        ),
        "nobody_to_tell": ("there is nobody to say it to", "没有可以告知的主播"),
        "hosts_of_two_languages": (
            "these hosts want different languages; write the text for one language at a time",
            "这些主播使用不同的语言，请一次只写一种语言的文字",
        ),
        "nothing_to_say": ("write what is to be said", "请写下要说的话"),
        "too_long_to_say": (
            "spoken it takes {seconds} s; {most} s is the most an ear should hear at a time",
            "读出来需要 {seconds} 秒；一次最多 {most} 秒",
        ),
        "no_airing": (
            "nothing has been told of this show yet: there are no numbers to work with",
            "该场次还没有任何节目数据，无法计算",
        ),
        "unknown_question": ("there is no such question any more", "该提问已不存在"),
        "bad_setting": ("{field}: not within its limits", "{field}：超出允许范围"),
        "no_sound": ("it has no sound", "它还没有声音"),
        # why a suggestion went no further: ``Suggestion.why``
        "no_longer_true": ("it was no longer true", "情况已经改变"),
        "no_longer_auto": ("its rule does not speak by itself any more", "该规则已不再自动播出"),
        "not_answered": ("nobody approved it in time", "没有人及时批准"),
        "too_old": ("its turn did not come in time", "没有及时轮到"),
        "capped": ("as many cues as allowed were said in this hour", "本小时的提词次数已达上限"),
        "muted": ("the assistant was muted", "助手已静音"),
        "replaced": ("a newer one took its place", "已被更新的建议取代"),
        "person_spoke": ("a person spoke to the host", "有人正在与主播讲话"),
        "stopped": ("it was stopped", "已被停止"),
        "skipped": ("it was skipped", "已跳过"),
        "cancelled": ("it was cancelled", "已取消"),
        "held": ("the coin fell on silence: this moment is for comparison", "对照组：硬币决定这次不说，用于比较"),
        "no_words": ("there are no words for it in {language}", "没有{language}的话术"),
        "no_name": (
            "the product {product} has neither a number in the list nor a name: enter one of them in the settings, "
            "under “Products”",
            "商品 {product} 既没有链接号也没有名称：请在设置的“商品”中填写其中一项",
        ),
        "name_not_said": (
            "“{label}” has no number in the list, and its name cannot be said in {language}: enter a number or a short "
            "name in the settings, under “Products”",
            "“{label}”没有链接号，而它的名称无法用{language}读出：请在设置的“商品”中填写链接号或简短的名称",
        ),
        "host_gone": ("its host is not in the show any more", "该主播已不在这个节目中"),
        "nobody_there": ("it was said, but no earpiece was connected", "已播出，但没有耳返在线"),
        "airing_over": ("the airing ended", "直播已结束"),
        "gateway_restarted": ("the gateway was restarted", "网关已重启"),
        "not_said": ("it could not be said: {why}", "无法播出：{why}"),
        "not_said_here": ("it could not be said; the gateway's log tells why", "无法播出，原因见网关日志"),
        # what a show's log says
        "assistant_said": ("assistant to {hosts}: {text}", "助手对 {hosts} 说：{text}"),
        "assistant_cut": ("the assistant fell silent: a person spoke to {hosts}", "有人对 {hosts} 讲话，助手已停止"),
        "assistant_muted": (
            "the assistant is muted for {minutes} min by {name}",
            "助手已被 {name} 静音 {minutes} 分钟",
        ),
        "assistant_unmuted": ("the assistant may speak again", "助手已恢复"),
        "rule_to_operators": ("{rule}: {text}", "{rule}：{text}"),
        "stale": ("nothing has come from {src} for {seconds} s", "已有 {seconds} 秒没有收到来自 {src} 的数据"),
    }
)
