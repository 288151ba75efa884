"""The sentences about phones that are hosts' earpieces."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "not_a_phone": (
            '"{id}" wears a bodypack, which shows no text and needs no link',
            "“{id}”佩戴的是腰包，不能显示文字，也不需要链接",
        ),
        "phone_away": ('the phone of "{id}" is not connected', "“{id}”的手机未连接"),
        "phone_link_void": (
            "this link has been used or is too old; ask for another one",
            "此链接已被使用或已过期；请索取新的链接",
        ),
        "phone_elsewhere": (
            "another phone has taken over; this one hears nothing any more",
            "另一部手机已接替；本机不再收听",
        ),
        "phone_gone": ("this host is no longer there; ask for another link", "该主播已不存在；请索取新的链接"),
        "phone_message": ("{place}: {reason}", "{place}：{reason}"),
        "phone_online": ("{id}: the phone listens", "{id}：手机开始收听"),
        "phone_offline": ("{id}: the phone is gone", "{id}：手机已断开"),
        "phone_called": ("{id}: calls", "{id}：正在呼叫"),
        "phone_acknowledged": ("{id}: heard it", "{id}：已确认听到"),
    }
)
