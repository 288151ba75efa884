"""What a back office says in Indonesian; "kak" to the host, as everybody there does."""

from __future__ import annotations

from ..line import Pack, Template

CUES = {
    "stock_low": (
        Template("{it} tinggal {stock:}, kak. Ajak buruan checkout, ya.", least={"stock": 1}),
        Template(
            "{it} sisa {stock:}, {minutes_left:menit} lagi bisa habis. Dorong, ya.",
            least={"stock": 1, "minutes_left": 1},
        ),
        Template("Kak, {it} hampir habis, sisa {stock:} saja.", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it} sudah habis, kak. Lanjut ke {next}, ya."),
        Template("Stok {it} kosong. Boleh pindah ke {next}."),
        Template("{it} habis, jangan ditawarkan lagi. Lanjut berikutnya, ya.", rank=1),
        Template("{it} sudah habis, kak. Boleh lanjut ke produk berikutnya.", rank=1),
    ),
    "viewers_peak": (
        Template(
            "Rekor baru, {viewers>orang} nonton. Keluarin promonya, kak.",
            least={"viewers": 2},
        ),
        Template("Ada {viewers>orang} di live, paling ramai. Sapa yang baru masuk, ya.", least={"viewers": 2}),
        Template("Live lagi ramai, {viewers>orang}. Pas buat produk andalan.", least={"viewers": 2}),
    ),
    "slow_product": (
        Template("{it} banyak diklik, tapi sedikit yang beli. Jelaskan lagi, ya."),
        Template(
            "{it}, {clicks>klik} tapi baru {orders:pesanan}. Jawab keraguannya, ya.",
            least={"orders": 1},
        ),
        Template("Banyak yang lihat {it} tapi belum beli. Bahas harga dan retur, ya."),
    ),
    "comment_spike": (
        Template("Komentar lagi ramai, {per_min>komentar} per menit. Coba dilihat, kak.", least={"per_min": 2}),
        Template("Komentarnya mendadak ramai. Ajak ngobrol dulu, ya."),
    ),
    "question": (
        Template("{users:orang} tanya soal {topic} {it}. Tolong dijelaskan, kak.", least={"users": 2}),
        Template("Banyak yang tanya {topic} {it}. Jelaskan lagi, ya.", least={"users": 3}),
        Template("{users:orang} tanya soal {topic}. Tolong dijelaskan, kak.", least={"users": 2}, rank=1),
        Template("Banyak yang tanya soal {topic}. Ulangi lagi, ya.", least={"users": 3}, rank=1),
        Template("{users:orang} menanyakan hal yang sama. Coba lihat komentar, kak.", least={"users": 2}, rank=2),
    ),
    "order_surge": (
        Template(
            "{it} laris, {orders:pesanan} dalam {minutes:menit}. Lanjutkan, kak.", least={"orders": 2, "minutes": 1}
        ),
        Template("{it} lagi laris banget. Tahan di sini, ajak beli sekali lagi."),
        Template(
            "{orders:pesanan} dalam {minutes:menit}. Bagus banget, lanjutkan.",
            least={"orders": 2, "minutes": 1},
            rank=1,
        ),
        Template("Pesanan lagi deras. Bagus banget, lanjutkan.", rank=1),
    ),
    "order_slump": (
        Template(
            "{minutes:menit} baru {orders:pesanan}, biasanya {usual:}. Coba cara lain, ya.",
            least={"orders": 1, "usual": 2},
        ),
        Template("Pesanan agak melambat. Santai saja, ingatkan lagi promonya."),
    ),
    "deadline": (
        Template("Promo {it} tinggal {seconds_left~} lagi. Ingatkan mereka, kak.", least={"seconds_left": 6}),
        Template("{seconds_left~} lagi promo {it} habis. Ingatkan terakhir, ya.", least={"seconds_left": 6}),
    ),
    "source_stale": (
        Template("{src} tidak mengirim data selama {silent_s~}. Angkanya mungkin sudah lama.", least={"silent_s": 1}),
    ),
}

CARDS = {
    "stock_low": (
        Template(
            "{it} tinggal {stock:}, dengan kecepatan ini kira-kira {minutes_left:menit}. Yang suka, langsung checkout sekarang.",
            least={"stock": 1},
        ),
        Template("{it} tinggal {stock:}. Yang suka, langsung checkout sekarang.", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it} sudah habis. Yang belum kebagian tenang dulu, berikutnya {next}."),
        Template("{it} sudah habis. Yang belum kebagian tenang dulu, kita lihat produk berikutnya."),
    ),
    "viewers_peak": (
        Template(
            "Ada {viewers>orang} di live, paling tinggi sejauh ini (sebelumnya {was:}). Sapa yang baru masuk dan ajak follow.",
            least={"was": 1},
        ),
        Template("Ada {viewers>orang} di live, paling tinggi sejauh ini. Sapa yang baru masuk dan ajak follow."),
    ),
    "slow_product": (
        Template(
            "{it}, {minutes:menit} terakhir: {clicks:klik}, {orders:pesanan}, {cvr} dari klik (biasanya {usual_cvr}). Bisa dibahas: detail dan cara pakai, harga dan promo, pengiriman dan retur."
        ),
    ),
    "comment_spike": (
        Template("{per_min:komentar} per menit, biasanya sekitar {usual_per_min:}. Bacakan beberapa dan jawab."),
    ),
    "question": (
        Template("{users:orang} tanya soal {topic} {it}. Jawab dengan lengkap, lalu pastikan sudah jelas."),
        Template("{users:orang} tanya soal {topic}. Jawab dengan lengkap, lalu pastikan sudah jelas."),
    ),
    "order_surge": (
        Template(
            "{it}: {orders:pesanan} dalam {minutes:menit} terakhir, {times} kali lipat dari sebelumnya. Ucapkan terima kasih dan ajak yang lain ikut."
        ),
        Template(
            "{orders:pesanan} dalam {minutes:menit} terakhir, {times} kali lipat dari sebelumnya. Ucapkan terima kasih dan ajak yang lain ikut."
        ),
    ),
    "order_slump": (
        Template(
            "{orders:pesanan} dalam {minutes:menit} terakhir, biasanya sekitar {usual:}. Ingatkan promo, coba sisi lain, atau jawab pertanyaan dulu."
        ),
    ),
    "deadline": (Template("Promo {it} berakhir {seconds_left~} lagi. Yang mau, checkout sekarang."),),
    "source_stale": (
        Template(
            "{src} tidak mengirim data selama {silent_s~}. Periksa koneksinya; sebelum pulih, jangan pakai angka di papan."
        ),
    ),
}

TOPICS = {
    "price": "harga", "discount": "diskon", "size": "ukuran", "colour": "warna",
    "material": "bahan", "quality": "kualitas", "stock": "stok", "shipping": "pengiriman",
    "payment": "pembayaran", "returns": "retur dan garansi", "authenticity": "keaslian",
    "how_to_buy": "cara beli", "use": "cara pakai", "suits": "cocok untuk siapa",
    "contents": "isi dan kandungan", "expiry": "kedaluwarsa", "gift": "hadiah",
    "show_it": "tampilan saat dipakai", "difference": "perbedaan",
}  # fmt: skip

PACK = Pack(
    language="id",
    voice_language="id",
    slot="etalase {n}",
    over="lebih dari {n} {noun}",
    group=".",
    chars_per_s=15.5,
    cues=CUES,
    cards=CARDS,
    topics={topic: (name, name) for topic, name in TOPICS.items()},
)
