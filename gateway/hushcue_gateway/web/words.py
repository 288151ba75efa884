"""What is wrong with a field of a request: sentences for pydantic's kinds of error."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "missing": ("is missing", "缺少此项"),
        "extra_forbidden": ("there is no such field", "没有这个字段"),
        "json_invalid": ("is not JSON", "不是有效的 JSON"),
        "bool_type": ("must be true or false", "必须是 true 或 false"),
        "string_type": ("must be text", "必须是文本"),
        "string_unicode": ("must be valid Unicode text", "必须是有效的 Unicode 文本"),
        "string_too_long": ("must have at most {max_length} characters", "最多 {max_length} 个字符"),
        "string_too_short": ("must not be empty", "不能为空"),
        "string_pattern_mismatch": (
            "must be 1 to 32 characters a-z 0-9 -, not starting with -",
            "必须是 1 到 32 个字符（a-z、0-9、-），且不能以 - 开头",
        ),
        "float_parsing": ("must be a number", "必须是数字"),
        "float_type": ("must be a number", "必须是数字"),
        "int_type": ("must be a whole number", "必须是整数"),
        "finite_number": ("must be a finite number", "必须是有限的数"),
        "greater_than_equal": ("must be at least {ge}", "不能小于 {ge}"),
        "less_than_equal": ("must be at most {le}", "不能大于 {le}"),
        "list_type": ("must be a list", "必须是列表"),
        "too_long": ("must have at most {max_length} items", "最多 {max_length} 项"),
        "too_short": ("must have at least {min_length} item", "至少 {min_length} 项"),
        "literal_error": ("must be one of {expected}", "必须是以下之一：{expected}"),
        "ip_any_address": ("must be an IP address", "必须是 IP 地址"),
        "not_unicast": ("must be a unicast IPv4 address", "必须是单播 IPv4 地址"),
        "model_attributes_type": ("must be an object", "必须是对象"),
        "not_good": ("cannot be used", "无法使用"),
        "console_not_built": (
            "hushcue is running, but its console was not built. In a checkout, run make setup and start the gateway "
            "again; from a package index, install hushcue again.",
            "hushcue 正在运行，但控制台页面尚未构建。在源码目录中运行 make setup 后重新启动网关；"
            "如果是通过软件包安装的，请重新安装 hushcue。",
        ),
    }
)
