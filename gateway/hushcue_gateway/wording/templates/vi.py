"""What a back office says in Vietnamese; "nha" and "nhé" make it kind."""

from __future__ import annotations

from ..line import Pack, Template

CUES = {
    "stock_low": (
        Template("{it} chỉ còn {stock:cái}, nhắc mọi người chốt đơn nhanh nhé.", least={"stock": 1}),
        Template(
            "{it} còn {stock:cái}, khoảng {minutes_left:phút} nữa là hết, giục thêm nhé.",
            least={"stock": 1, "minutes_left": 1},
        ),
        Template("{it} sắp hết hàng rồi, còn đúng {stock:cái} thôi.", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it} hết hàng rồi, mình chuyển sang {next} nhé."),
        Template("{it} bán hết rồi, giới thiệu {next} đi."),
        Template("{it} hết hàng rồi, đừng chốt nữa, qua sản phẩm tiếp theo nhé.", rank=1),
        Template("{it} bán hết rồi, mình qua sản phẩm tiếp theo nhé.", rank=1),
    ),
    "viewers_peak": (
        Template("Đang có {viewers>người} xem, cao nhất từ đầu buổi, tung ưu đãi ra đi.", least={"viewers": 2}),
        Template("Vừa lên {viewers>người} xem, chào các bạn mới vào nhé.", least={"viewers": 2}),
        Template("Phòng đang đông nhất, {viewers>người}, giới thiệu món chủ lực nhé.", least={"viewers": 2}),
    ),
    "slow_product": (
        Template("{it} nhiều người bấm xem mà ít người mua, giải thích thêm chi tiết nhé."),
        Template(
            "{it} có {clicks>lượt bấm} mà mới {orders:đơn}, giải đáp băn khoăn nhé.",
            least={"orders": 1},
        ),
        Template("Nhiều người xem {it} mà chưa mua, nói thêm về giá và đổi trả nhé."),
    ),
    "comment_spike": (
        Template("Bình luận đang sôi nổi, {per_min>bình luận} mỗi phút, ngó qua chút nhé.", least={"per_min": 2}),
        Template("Bình luận tăng nhanh lắm, trò chuyện với mọi người chút nhé."),
    ),
    "question": (
        Template("Có {users:người} hỏi về {topic} của {it}, giải thích giúp nhé.", least={"users": 2}),
        Template("Nhiều bạn hỏi {topic} của {it}, nói lại giúp nhé.", least={"users": 3}),
        Template("Có {users:người} hỏi về {topic}, giải thích giúp nhé.", least={"users": 2}, rank=1),
        Template("Nhiều bạn hỏi về {topic}, nói lại giúp nhé.", least={"users": 3}, rank=1),
        Template("Có {users:người} hỏi cùng một câu, xem bình luận giúp nhé.", least={"users": 2}, rank=2),
    ),
    "order_surge": (
        Template("{it} đang chạy, {orders:đơn} trong {minutes:phút}, giữ nhịp nhé.", least={"orders": 2, "minutes": 1}),
        Template("{it} bán chạy lắm, nhắc mọi người chốt thêm nhé."),
        Template(
            "{orders:đơn} trong {minutes:phút}, nhịp rất tốt, tiếp tục nhé.", least={"orders": 2, "minutes": 1}, rank=1
        ),
        Template("Đơn vào nhanh lắm, nhịp rất tốt, tiếp tục nhé.", rank=1),
    ),
    "order_slump": (
        Template(
            "{minutes:phút} vừa rồi mới {orders:đơn}, bình thường khoảng {usual:}, đổi cách nói thử nhé.",
            least={"orders": 1, "usual": 2},
        ),
        Template("Đơn đang chậm lại, cứ bình tĩnh, nhắc lại ưu đãi nhé."),
    ),
    "deadline": (
        Template("Ưu đãi của {it} còn {seconds_left~} nữa là hết, nhắc mọi người nhé.", least={"seconds_left": 6}),
        Template("Còn {seconds_left~} ưu đãi {it} thôi, kêu gọi lần cuối nhé.", least={"seconds_left": 6}),
    ),
    "source_stale": (
        Template("{src} không gửi dữ liệu {silent_s~} rồi, số trên bảng có thể đã cũ.", least={"silent_s": 1}),
    ),
}

CARDS = {
    "stock_low": (
        Template(
            "{it} chỉ còn {stock:cái}, với tốc độ này khoảng {minutes_left:phút} nữa là hết. Bạn nào thích thì chốt đơn ngay nhé.",
            least={"stock": 1},
        ),
        Template("{it} chỉ còn {stock:cái}. Bạn nào thích thì chốt đơn ngay nhé.", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it} đã hết hàng. Bạn nào chưa kịp mua đừng buồn, tiếp theo là {next}."),
        Template("{it} đã hết hàng. Bạn nào chưa kịp mua đừng buồn, mình xem sản phẩm tiếp theo nhé."),
    ),
    "viewers_peak": (
        Template(
            "Đang có {viewers>người} xem, cao nhất từ đầu buổi (trước đó {was:}). Chào các bạn mới vào và mời theo dõi kênh.",
            least={"was": 1},
        ),
        Template("Đang có {viewers>người} xem, cao nhất từ đầu buổi. Chào các bạn mới vào và mời theo dõi kênh."),
    ),
    "slow_product": (
        Template(
            "{it}, {minutes:phút} vừa rồi: {clicks:lượt bấm}, {orders:đơn}, {cvr} lượt bấm (bình thường {usual_cvr}). Có thể nói thêm: chi tiết và cách dùng, giá và ưu đãi, giao hàng và đổi trả."
        ),
    ),
    "comment_spike": (
        Template(
            "{per_min:bình luận} mỗi phút, bình thường khoảng {usual_per_min:}. Đọc vài câu và trả lời mọi người nhé."
        ),
    ),
    "question": (
        Template("{users:người} hỏi về {topic} của {it}. Trả lời thật kỹ, rồi hỏi lại xem mọi người rõ chưa."),
        Template("{users:người} hỏi về {topic}. Trả lời thật kỹ, rồi hỏi lại xem mọi người rõ chưa."),
    ),
    "order_surge": (
        Template(
            "{it}: {orders:đơn} trong {minutes:phút} vừa rồi, gấp {times} lần lúc trước. Cảm ơn các bạn đã mua và mời các bạn khác."
        ),
        Template(
            "{orders:đơn} trong {minutes:phút} vừa rồi, gấp {times} lần lúc trước. Cảm ơn các bạn đã mua và mời các bạn khác."
        ),
    ),
    "order_slump": (
        Template(
            "{orders:đơn} trong {minutes:phút} vừa rồi, bình thường khoảng {usual:}. Nhắc lại ưu đãi, thử điểm khác, hoặc trả lời câu hỏi trước."
        ),
    ),
    "deadline": (Template("Ưu đãi của {it} còn {seconds_left~} nữa là hết. Bạn nào muốn thì chốt ngay nhé."),),
    "source_stale": (
        Template(
            "{src} không gửi dữ liệu {silent_s~} rồi. Kiểm tra kết nối; khi chưa có lại, đừng nói theo số trên bảng."
        ),
    ),
}

TOPICS = {
    "price": "giá", "discount": "giảm giá", "size": "kích cỡ", "colour": "màu sắc",
    "material": "chất liệu", "quality": "chất lượng", "stock": "tồn kho", "shipping": "giao hàng",
    "payment": "thanh toán", "returns": "đổi trả và bảo hành", "authenticity": "hàng chính hãng",
    "how_to_buy": "cách mua", "use": "cách dùng", "suits": "ai dùng hợp", "contents": "thành phần",
    "expiry": "hạn dùng", "gift": "quà tặng", "show_it": "mặc lên người",
    "difference": "sự khác nhau",
}  # fmt: skip

PACK = Pack(
    language="vi",
    voice_language="vi",
    slot="mã số {n}",
    over="hơn {n} {noun}",
    group=".",
    chars_per_s=18.5,
    cues=CUES,
    cards=CARDS,
    topics={topic: (name, name) for topic, name in TOPICS.items()},
)
