"""What is said about shows, hosts, roles and talks."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        # shows, hosts, roles
        "unknown_show": ('there is no show "{id}"', "没有场次“{id}”"),
        "unknown_host": ('there is no host "{id}"', "没有主播“{id}”"),
        "unknown_role": ('there is no role "{id}"', "没有角色“{id}”"),
        "unknown_target_here": (
            '"{id}" is no host and no group of this show',
            "“{id}”不是本场次的主播或组",
        ),
        "unknown_phrase": ('there is no phrase "{id}"', "没有快捷语“{id}”"),
        "unknown_member": ('"{id}" does not belong to this show', "“{id}”不属于这个场次"),
        "show_exists": ('the show "{id}" is there already', "场次“{id}”已存在"),
        "host_exists": ('the host "{id}" is there already', "主播“{id}”已存在"),
        "show_declared": (
            'the show "{id}" stands in the configuration file; take it out there first',
            "场次“{id}”写在配置文件中；请先从文件里删除",
        ),
        "host_declared": (
            'the host "{id}" stands in the configuration file; take it out there first',
            "主播“{id}”写在配置文件中；请先从文件里删除",
        ),
        "show_has_hosts": ('the show "{id}" still has hosts', "场次“{id}”里还有主播"),
        "directory_full": ("there is room for {most}, and no more", "最多 {most} 个"),
        "last_show": ("this is the only show there is", "这是唯一的场次，不能删除"),
        "role_in_use": ('somebody still has the role "{id}"', "还有人使用角色“{id}”"),
        "group_is_host": ('"{id}" is the id of a host and cannot be a group', "“{id}”是主播的 id，不能用作组名"),
        "bad_name": (
            '"{value}" must be 1 to 32 characters a-z 0-9 -, not starting with -',
            "“{value}”必须是 1 到 32 个字符（a-z、0-9、-），且不能以 - 开头",
        ),
        "reserved_name": ('the name "{value}" is taken by the gateway itself', "名称“{value}”为网关保留"),
        "bad_label": ("a label has 1 to {most} printable characters", "显示名称必须是 1 到 {most} 个可见字符"),
        "bad_language": ('"{value}" is no language tag such as zh or en', "“{value}”不是 zh、en 这样的语言标签"),
        "not_a_bodypack": (
            '"{id}" listens on a phone, which cannot do that',
            "“{id}”使用手机收听，不支持此操作",
        ),
        # talking
        "talk_not_allowed_target": (
            "your role may not talk to everybody you named",
            "你的角色不能对所选的人讲话",
        ),
        "talk_not_allowed_priority": (
            "your role may not talk with that priority",
            "你的角色不能使用这个优先级",
        ),
        "talk_not_allowed_latch": (
            "your role may talk only while the key is down",
            "你的角色只能按住讲话，不能锁定",
        ),
        "talk_not_allowed_page_all": ("your role may not talk to everybody at once", "你的角色不能对全体讲话"),
        "talk_one_host_only": ("your role talks to one host at a time", "你的角色一次只能对一位主播讲话"),
        "talk_not_allowed_assistant": ("your role may not speak as the assistant", "你的角色不能以助手身份发言"),
        "talk_private_to_one": ("a private talk is for exactly one host", "私密通话只能对一位主播"),
        "talk_nobody": ("there is nobody to talk to", "没有可以通话的主播"),
        "talk_not_yours": ("somebody else began this talk", "这次通话是别人发起的"),
        "no_microphone": ("your microphone is not connected", "你的麦克风未连接"),
        "nobody_called": (
            "nobody has called, and you have talked to nobody yet",
            "还没有主播呼叫，你也还没有和任何人通话",
        ),
        "not_calling": ('"{id}" is not calling', "“{id}”没有在呼叫"),
        "seconds_needed": ("a timed talk needs its seconds, 1 to 60", "定时通话需要填写秒数（1 到 60）"),
        "ducking_not_understood": (
            "the ducking that was set in the console cannot be read; that of the configuration file counts",
            "无法读取在控制台中设置的压低参数，按配置文件执行",
        ),
        "signed_out": ("you have been signed out", "你已退出登录"),
        "gateway_stops": ("the gateway is stopping", "网关正在停止"),
        "live_lagging": (
            "{name}: takes what is told too slowly and is cut off; it comes back by itself",
            "{name}：接收状态太慢，连接已断开；会自动重连",
        ),
    }
)
