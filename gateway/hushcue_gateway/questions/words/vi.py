"""How Vietnamese asks: question words in place, "có … không", and slang without accents ("bn z shop", "ko ạ")."""

from ..lexicon import lexicon

_NO = r"(?:không|ko|k|kg|kh|khg|hông|hong|hok|hk|hem|khum|khong|hôn|hơm|kô|kông|khôg|0)"

VIETNAMESE = lexicon(
    "vi",
    greetings=(
        r"alo|chị|chị ơi|shop|shop ơi|sốp|sop|ơi|em|em ơi|anh|anh ơi|bạn|bạn ơi|ad|ad ơi|c|c ơi|a|e|ê|hi|"
        r"hello|dạ|ạ|cô|chú|cho em hỏi|"
        r"cho hỏi|chào shop|chào bạn|mẫu này|cái này|áo này|váy này|quần này|đầm này|bộ này|món này|sản "
        r"phẩm này|thế|vậy|còn|mà|nhưng|và|thì|này|con này|mã này|nay"
    ),
    callings=(
        r"ạ|a|ah|à|vậy|v|z|zậy|dậy|thế|shop|sốp|sop|chị|c|em|e|anh|bạn|ad|nhỉ|ta|ha|hả|nha|nhé|ơi|shop ơi|"
        r"chị ơi|em ơi|bạn ơi|mn|mọi người|"
        r"cô|chú|admin|vạy|vay|nè|đây|hen|hén|luôn|b|s|bác|rồi|r|đó|hở|cưng|nàng"
    ),
    accents_may_lack=True,
    certain=[
        r"\b(?:là|gọi là|tên) gì>",
        r"\bbao nhi[êe]u\b|\b(?:bn|bnhiu|bnhieu|bao nhiu|bao nhu|bnh|bao nhieu|bn tiền|bn k|bnh tiền|nhiu|"
        r"nhiêu)\b(?! (?:cũng|đó|đây))",
        rf"\w+ {_NO}>",
        rf"\b(?:được|dc|đc|đúng|phải|chứ|ổn|còn|đẹp|thật|xong|sao) {_NO}\b(?=[^|]{{0,6}}\|)",
        r"\w+ (?:chưa|chua)>|\b(?:hả|hở|hử|nhỉ|chăng|hén|phỏng)>|\b(?:đúng|phải) (?:ko|không|k|hông|hem)\b",
        r"<có phải\b|<liệu\b|<chẳng lẽ\b|<phải chăng\b|<bộ \w+ \w+ (?:à|hả|sao)>|\bhay (?:không|ko|k|chưa|sao|là)>",
        r"\b(?:cho (?:em|mình|e|m|tôi|chị|c|mk)? ?(?:hỏi|xin giá|xin bảng giá|biết giá|xin ib giá)|xin "
        r"(?:giá|bảng giá|bảng size|link|địa chỉ|thông tin|info|tư vấn|mã)|tư vấn (?:giúp|cho|size|em|"
        r"mình|với)|muốn hỏi|hỏi (?:xíu|chút|tí|giá|size)|thắc mắc)\b|<(?:giá|gia)>|\bgiá (?:sao|ntn|s)\b",
    ],
    wh=[
        r"\b(?:khi nào|bao giờ|bao lâu|lúc nào|chừng nào|hồi nào|bữa nào|hôm nào|ngày nào|tháng mấy|bao "
        r"xa|bao lớn|bao nhiêu tuổi)\b(?! (?:cũng|mà|thì|tôi|anh))",
        r"\b(?:ở đâu|chỗ nào|đâu (?:ạ|vậy|shop|thế|z|v|rồi|ta|nhỉ)|tại đâu|từ đâu|đi đâu|nơi nào|nơi đâu|"
        r"đâu rồi)\b(?! (?:cũng|đó))",
        r"\b(?:tại sao|vì sao|làm sao|ra sao|sao (?:ạ|vậy|thế|shop|z|v|chị|để|mà|không|ko|lại|anh|em|bạn|"
        r"mình|tôi|cậu)|như thế nào|thế nào|ntn|nthe nao|kiểu gì|cách nào|sao ta|sao h)\b(?! cũng)",
        r"\b(?:à|ư)>|<bạn có (?:thể|thực|chắc|muốn|biết|nghĩ|phải|thích|cần)\b|\bai (?:đã|là|sẽ|đang|"
        r"quyết|có)\b|<(?:bạn|em|anh|chị|shop|cậu)\b[^|,]{2,30} hay (?!là|không)\w+",
        r"\b(?:mấy|may)\b (?:tiền|k|giờ|ngày|màu|cái|size|cân|ký|kg|tuổi|mét|m|lít|ml|g|tháng|năm|loại|"
        r"chiếc|người|lớp|phần|lần|mẫu|món|hộp|gói|suất|h|bạn đã|đứa|phút|ngàn|nghìn|trăm)\b|\b(?:size|"
        r"giờ|số|giá|thứ|tầng|lớp|ngày|mã|cỡ|đời|mức) mấy\b|\bmấy>",
        r"(?<!không có )(?<!chẳng có )\b(?:gì|j|gi|ji|rì)\b(?! (?:cũng|đó|đâu|hết|cả|nữa|đấy|khác ngoài|mà))",
        r"\bnào\b(?! (?:cũng|đó|đấy|mà|khác|,))(?<!đi nào)(?<!\| nào)",
        r"\bđâu>|\bđâu là\b|<đâu\b(?! (?:có|phải|đó))",
        r"<ai\b(?! (?:cũng|đó|mua|chốt|thích|xem|ở|cần|muốn|rồi|mà))|\b(?:của|là|với|cho|bởi|gặp|thấy|và) "
        r"ai\b(?! (?:cũng|đó))|\bai (?:vậy|thế|đấy|đó|là)\b",
        r"<sao\b|\bsao>",
    ],
    known=[
        r"\b(?:không biết|chẳng biết|biết|hiểu|nhớ|quên|nói|kể|bảo|chả biết|không rõ|xem|giải thích|cho "
        r"thấy|quan tâm|quyết định|tưởng tượng|dù|bất cứ|bất kỳ|bất kể|thấy|hỏi|gọi|giải thích)\b[^|]{0,24} "
        r"(?:gì|nào|ai|đâu|tại sao|vì sao|sao|khi nào|bao giờ|bao lâu|thế nào|bao nhiêu)\b",
        r"\b(?:không|chẳng|chả|chưa|đừng)\b[^|]{0,40} (?:gì|đâu|ai|nào|bao giờ)\b|<(?:tôi|tớ|mẹ|anh ấy|cô "
        r"ấy|chúng tôi) (?:hỏi|biết|không biết)\b|[^|]{130,}",
    ],
    masked=[
        r"\b(?:như|được) (?:vậy|thế)\b|\b(?:không|ko|k|chẳng) (?:sao|có gì|bao giờ|ai|đâu|gì|thể nào|nơi "
        r"nào|một ai)\b(?! (?:vậy|thế))|\bchẳng bao giờ\b|\bgì cũng\b|\bai cũng\b|\bnào cũng\b|\bđâu "
        r"cũng\b|\bngôi sao\b|\bsao cũng\b|\blúc nào cũng\b|\bchưa bao giờ\b|\bbao giờ hết\b|\bbất cứ "
        r"(?:ai|khi nào|lúc nào|điều gì|nơi nào|thứ gì|cái gì)\b|\bbất kỳ \w+ nào\b|"
        r"\b(?:cái )?gì đó\b|\bai đó\b|\bđâu đó\b|\bnào đó\b|\bmấy (?:bạn|chị|em|anh|mom|mẹ|nàng|bé|mí|bà|"
        r"cô)\b|\bđi nào\b|\bsao mà (?:đẹp|xinh|dễ thương|rẻ)\b|\bsao (?:đẹp|xinh|rẻ|dễ thương)\b|\bbiết "
        r"bao\b|\bđâu có\b|\bhay gì (?:đâu|đó)\b|\bcó gì đâu\b|\bkhông (?:những|chỉ|phải là)\b|\bđẹp gì "
        r"đâu\b",
    ],
    half=[
        r"<(?:có(?! (?:rất|một|nhiều|thể|lẽ|vẻ))|còn|ship|mặc|được|freeship|free|xài|dùng)\b|\b(?:bầu|nặng|cao) \d",
        r"\b(?:sao|với|được|hông|đc|dc|vậy|thế)>| hay (?!quá|lắm|ho|nha)\w+|\b\d+ ?(?:kg|ký|ky|k) (?:mặc|"
        r"mac|đc|được|size|vừa)\b|\b1m\d+\b|\b\d{2} ?(?:kg|ký|ky)\b",
    ],
    slight=[r"\b(?:ạ|shop|với|giúp|dùm)>", r"\bib\b|\binbox\b"],
    ask=[
        r"\b(?:cho xem|xem (?:lại|kỹ|gần|thử|mẫu|hàng|áo|mặt|chất)|mặc thử|thử (?:áo|màu|đồ|lên)|giới "
        r"thiệu|review|báo giá|nói lại|nhắc lại|quay lại|check|tư vấn|cho em|lên đồ|đọc|đưa|chụp|gửi|zoom|"
        r"show|soi|test|so sánh|nói về|nói kỹ|hướng dẫn|ib|inbox)\b",
    ],
    praise=[
        r"\b(?:rồi|nhanh|mát|vừa in|uy tín|đắt hàng|đẹp|xinh|thích|ưng|tuyệt|xịn|tốt|ok|ổn|dễ thương|quá|"
        r"lắm|cute|hay|rẻ|mê|yêu|hài lòng|chất lượng|ngon|hihi|haha|ủng hộ|cảm ơn|thơm|đỉnh)\b"
    ],
    done=[
        r"\b(?:đã (?:mua|chốt|đặt|nhận|lấy|thanh toán|ck|theo dõi|follow)|mua (?:rồi|r)|chốt|đặt (?:rồi|r|"
        r"đơn)|nhận (?:được|hàng) (?:rồi|r)|lấy (?:mã|1|2|một|size|em|cho|màu|cái)|(?:em|e|mình|tôi|chị|"
        r"c) (?:lấy|mua|đặt|chốt|mặc|xài|dùng|là|thích|muốn|cũng)|lên đơn|vào đơn|share|chấm)\b"
    ],
    votes=(
        "khi cái này bao nhiêu không ko k được shop ơi giá ship mặc màu size mấy gì nào đâu sao vậy đẹp "
        "quá rồi chưa nhiu chất bn đc kg cao nặng bảo hành chốt đơn thử hả nhỉ tư vấn loại người tôi một"
    ),
)
