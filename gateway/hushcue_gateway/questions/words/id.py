"""How Indonesian asks: question words anywhere, -kah, and a negation at the end ("bisa cod ga kak")."""

from ..lexicon import lexicon

_NOT = r"(?:ga|gak|gk|g|nggak|ngga|enggak|engga|nggk|ngg|gx|kagak|kaga|tdk|tidak|tak|ndak|gag|gaak)"

INDONESIAN = lexicon(
    "id",
    greetings=(
        r"kak+|ka|kk|kakak|min|mimin|admin|bang|abang|bg|sis|gan|mas|mbak|mba|bun|bunda|bu|pak|say|sayang|"
        r"beb|cici|ci|ce|koh|ko|"
        r"halo|hallo|hai|hi|permisi|maaf|maap|assalamualaikum|ass|eh|oh|tapi|dan|nah|terus|trus|trs|ok|"
        r"oke|oiya|kalo|kalau|klo|klw|"
        r"yg|yang|itu|ini|tu|tuh|nih|ya|untuk|buat|utk|tolong|coba|jadi|lalu"
    ),
    callings=(
        r"kak+|ka|kk|kakak|min|mimin|admin|bang|abang|bg|sis|gan|mas|mbak|mba|bun|bunda|bu|pak|say|sayang|"
        r"beb|cici|ci|ce|koh|ko|"
        r"ya+|yah|yaa|y|sih|dong|donk|nih|ini|itu|tuh|deh|makasih|mksh|thx|sekarang|skrg|hari ini|lagi|mbk"
    ),
    certain=[
        r"\b(?!aku\b|saya\b|gue\b|gw\b|dia\b|kita\b|atau\b|tau\b)\w+ (?:ga|gak|gk|nggak|ngga|enggak|engga)>",
        r"\b(?:(?:kau|kamu|anda|kalian) (?:pernah|sudah|sedang|suka|mau|punya|bisa|tahu|kenal)\b[^|.]{0,40}\|)",
        r"(?<!terlepas dari )(?<!tahu )\b(?:berapa|brapa|brp|brpa|berapaan|brpaan|berpa|beraoa|"
        r"barapa)(?:an|kah)?\b(?! pun)",
        r"\b(?:apakah|adakah|bisakah|bolehkah|haruskah|sudahkah|benarkah|siapakah|kapankah|bagaimanakah|"
        r"dapatkah|maukah|akankah|mungkinkah|"
        r"masihkah|mengapakah|berapakah|manakah|pernahkah|tahukah|bukankah|tidakkah|perlukah|inikah|"
        r"itukah|samakah|cukupkah)\b",
        rf"\b(?:ada|bisa|bs|boleh|blh|ready|redi|masih|msh|cocok|muat|aman|ori|original|awet|luntur|panas|"
        rf"tebal|tipis|dapat|dpt|dapet|cod|diskon|promo|"
        rf"free|gratis|mau|pernah|tau|tahu|kenal|suka|punya|perlu|bakal|nerawang|melar|adem|gerah|kegedean|"
        rf"kekecilan|bagus|enak|jadi|termasuk|sama|beneran|"
        rf"benar|bener|besar|kecil|panjang|berat|pake|pakai|udah|sudah|lembut|gatal|stretch|anti air|"
        rf"waterproof|garansi|bpom|halal|nyaman|kuat|bau|lengket) "
        rf"(?:[^|]{{0,40}} )?{_NOT}>",
        rf"\b(?:atau|apa|ato|atw|atao) {_NOT}\b|\b(?:apa|ato|atau) (?:belum|blm|blom|bukan|bkn)\b|, (?:kan|"
        rf"bukan|bkn|benar|bener)>",
        r"\b(?:sudah|udah|udh|sdh|dah|uda)\b[^|]{0,40}\b(?:belum|blm|blom|blum|belom)>",
        r"\b(?:mau|mo|mw|numpang|ijin|izin|boleh|pengen|ingin|saya) (?:tanya|nanya|bertanya|tnya|nany)\b|"
        r"<(?:tanya|nanya|tnya)\b",
        r"\b(?:ada|itu|ini|bahan|bahannya|warna|warnanya|isinya|isi|merk|merek|ukuran|size|jenis|model|"
        r"motif|rasa|beda|bedanya|pake|pakai|pakainya|kode|kulit|jam|hari|kapan|varian|aroma) (?:apa|"
        r"ap)(?: (?:aja|saja|sih|aj|ya|kak|itu|nih|dong|lagi|ini))*>",
        r"\bapa (?:aja|saja|aj)(?! yang)\b|\bapa (?:sih|bedanya|beda|perbedaan|kabar|bahannya|isinya|"
        r"artinya|itu)\b|\bada (?:apa|yang (?:tau|tahu))\b",
        r"<(?:apa|ap)\b(?! (?:adanya|yang (?:saya|aku|kita|dia|kamu|mereka)|pun|boleh buat|lagi kalau))",
    ],
    wh=[
        r"\b(?!langkah|nikah|menikah|musibah)\w{2,}kah\b",
        r"\b(?:siapa|sapa|siapakah)\b(?! ?(?:pun|saja yang|yang mau))",
        r"\b(?:di ?mana|dmn|dmna|ke ?mana|kmn|dari ?mana|drmn|dimna|yg mana|yang mana|mana)\b(?!-| "
        r"(?:mana|pun|bisa|mungkin|ada yang|tahan))",
        r"\b(?:kapan|kpn|kapankah)\b(?!-| (?:pun|kapan|saja|lagi bisa))",
        r"\b(?:kenapa|knp|knpa|mengapa|napa|ngapa)\b",
        r"\b(?:bagaimana|gimana|gmn|gmna|bgmn|bgmna|gmana|bagaimn)\b(?! pun)|\bcaranya (?:gimana|gmn|"
        r"bagaimana)\b|\bcara (?:order|pesan|beli|pesen|bayar|checkout|co|pake|pakai|klaim|"
        r"pakainya)(?:nya)?\b",
        r"<(?:kok|ko|koq) \w+|\bngapain\b|\bgmn\b",
        r"\b(?:apa|ap)>",
    ],
    known=[
        r"\b(?:tahu|tau|mengerti|paham|ingat|lupa|mengatakan|katakan|bilang|menjelaskan|memberitahu|"
        r"memberi tahu|memahami|peduli|menyadari|yakin|"
        r"memutuskan|belajar|tentang|dengan|mengetahui|tergantung|itulah|inilah|seperti|entah|apapun|"
        r"minta|membayangkan|ceritakan)\b"
        r"[^|]{0,16} (?:apa|siapa|di ?mana|ke ?mana|mana|kapan|kenapa|mengapa|bagaimana|gimana)\b",
    ],
    masked=[
        r"\bapa ?pun\b|\btidak ada apa\b|\b(?:ga|gak|nggak|tidak|gk|g) apa\b(?:[- ]apa\b)?|\bgpp\b|"
        r"\bapa[- ]apa\b|\bsiapa[- ]siapa\b|\b(?:di )?mana[- ]mana\b|\bkapan[- ]kapan\b|"
        r"\bbeberapa\b|\bsiapa ?pun\b|\bkapan ?pun\b|\bdi mana ?pun\b|\bbagaimana ?pun\b|\bapa adanya\b|"
        r"\bbukan apa\b|\bsiapa yang (?:mau|nonton|disini|setuju|suka)\b|\b(?:kenapa|kok) "
        r"(?:se)?(?:cantik|bagus|murah|lucu|keren|gemes)\b|\bgimana (?:ga|gak|nggak) \w+|"
        r"\bkok (?:cantik|bagus|murah|lucu|keren|gemes) (?:banget|bgt)\b|\bapa lagi\b|\bapalagi\b|\bsebagaimana\b",
    ],
    half=[
        r"<(?:ada|bisa|bs|boleh|ready|redi|masih|msh|cocok|muat|aman|dapat|dapet|dpt|free|gratis|ini|"
        r"emang|emangnya|beneran|kirim|ngirim|support|include|tersedia|restock|kalau|apakah|maukah) \w+",
        r"<(?:harga|hrg|harganya|ongkir|stok|stoknya|stock) (?:yang|yg|ke|untuk|buat|nomor|no|masih|nya)\b",
        r"\b(?:kan|yah?|ya kan|dong|kah|belum|blm|tersedia|ready|atau)>",
        r"<(?!aku|saya|gue|gw|dia|kita|ku|udah|masih|kalau|ini|itu|ga\b)\w+ (?:ga|gak|g|gk|nggak|ngga|enggak)\b",
        rf"\w+ {_NOT}>| atau \w+| apa \w+>| bb \d+| tb \d+",
    ],
    slight=[r"\b(?:kak+|min|sis|bang|gan|mbak|bun|dong|tolong|plis|pls|please)>", r"\bya>"],
    ask=[
        r"\b(?:spill|spil|info|lihat|liat|liatin|lihatin|tunjukin|jelasin|jelaskan|coba(?:in|kan)?|review|"
        r"reviewin|sebutin|ulang|ulangi|detail|deketin|dekatin|kasih tau|kasi tau|kasih lihat|pakein|"
        r"bandingin|request|req|pengen liat|minta|mau liat|mau lihat)\b",
    ],
    praise=[
        r"\b(?:adem|banyak|cepat|bagus|cantik|suka|mantap|mantul|keren|lucu|gemes|recommended|rekomen|"
        r"murah|terbaik|oke banget|puas|makasih|terima kasih|cakep|nyaman|pas|worth|best|seneng|senang)\b"
    ],
    done=[
        r"\b(?:udah|sudah|udh|sdh|dah) (?:co|checkout|order|beli|bayar|sampai|nyampe|dateng|datang|pesan|"
        r"follow|dapat|transfer|tf)\b|\b(?:saya|aku|gue|gw|ak) (?:mau|beli|udah|order|ambil|suka|pake|"
        r"pakai|punya|follow)\b|\b(?:barang|paket)(?:nya)? (?:udah|sudah) (?:sampai|nyampe|datang)\b|"
        r"\b(?:co|checkout|keep|fix|otw)\b"
    ],
    votes=(
        "kau anda pernah akan telah seorang sebuah ada adalah mereka kami kita ini itu yang yg berapa "
        "brp apa ada gak ga nggak tidak kak ka kakak min bisa cod warna ukuran bahan harga ongkir stok "
        "stock ready dong ya "
        "sih nih aja saja mau saya aku kamu dia untuk buat dari dan di ke dengan sudah udah belum masih "
        "kalau kalo kok gimana "
        "kapan mana siapa kenapa banyak bagus banget bgt spill beli kirim lagi juga bahannya harganya "
        "warnanya cocok kulit diskon gan bang sis akan adalah tahu"
    ),
)
