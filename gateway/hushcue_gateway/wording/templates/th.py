"""What a back office says in Thai; นะคะ would give the speaker a sex, นะ does not."""

from __future__ import annotations

from ..line import Pack, Template

CUES = {
    "stock_low": (
        Template("{it} เหลือแค่ {stock:ชิ้น} แล้ว ชวนลูกค้ารีบกดสั่งเลยนะ", least={"stock": 1}),
        Template(
            "{it} เหลือ {stock:ชิ้น} อีกประมาณ {minutes_left:นาที} น่าจะหมด ช่วยดันหน่อยนะ",
            least={"stock": 1, "minutes_left": 1},
        ),
        Template("{it} ใกล้หมดแล้ว เหลือ {stock:ชิ้น} สุดท้าย", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it} หมดแล้ว ไปต่อที่ {next} เลยนะ"),
        Template("{it} ของหมดแล้ว ลองพูดถึง {next} ต่อได้เลย"),
        Template("{it} หมดแล้ว ไม่ต้องขายต่อ ไปชิ้นถัดไปได้เลยนะ", rank=1),
        Template("{it} ขายหมดแล้ว ไปชิ้นถัดไปได้เลย", rank=1),
    ),
    "viewers_peak": (
        Template("ตอนนี้มีคนดู {viewers>คน} สูงสุดของไลฟ์นี้ ปล่อยโปรเด็ดได้เลย", least={"viewers": 2}),
        Template("คนดูขึ้นไปถึง {viewers>คน} แล้ว ทักทายคนที่เพิ่งเข้ามาหน่อยนะ", least={"viewers": 2}),
        Template("คนดูเยอะที่สุดแล้ว {viewers>คน} เหมาะกับตัวขายดีเลย", least={"viewers": 2}),
    ),
    "slow_product": (
        Template("{it} คนกดดูเยอะแต่สั่งน้อย ช่วยอธิบายรายละเอียดเพิ่มหน่อยนะ"),
        Template("{it} มี {clicks>คลิก} แต่สั่งแค่ {orders:ออเดอร์} ช่วยตอบข้อสงสัยหน่อยนะ", least={"orders": 1}),
        Template("หลายคนดู {it} แต่ยังไม่สั่ง ลองพูดเรื่องราคาและการเปลี่ยนคืนนะ"),
    ),
    "comment_spike": (
        Template("คอมเมนต์กำลังคึกคัก นาทีละ {per_min>ข้อความ} ลองดูหน่อยนะ", least={"per_min": 2}),
        Template("คอมเมนต์เข้ามาเยอะเลย คุยกับลูกค้าหน่อยนะ"),
    ),
    "question": (
        Template("มี {users:คน} ถามเรื่อง{topic}ของ {it} ช่วยอธิบายหน่อยนะ", least={"users": 2}),
        Template("หลายคนถามเรื่อง{topic}ของ {it} ช่วยพูดอีกรอบนะ", least={"users": 3}),
        Template("มี {users:คน} ถามเรื่อง{topic} ช่วยอธิบายหน่อยนะ", least={"users": 2}, rank=1),
        Template("หลายคนถามเรื่อง{topic} ช่วยพูดอีกรอบนะ", least={"users": 3}, rank=1),
        Template("มี {users:คน} ถามเรื่องเดียวกัน ลองดูคอมเมนต์หน่อยนะ", least={"users": 2}, rank=2),
    ),
    "order_surge": (
        Template("{it} ขายดีมาก {orders:ออเดอร์} ใน {minutes:นาที} ไปต่อเลย", least={"orders": 2, "minutes": 1}),
        Template("{it} กำลังขายดี เน้นต่ออีกนิดนะ"),
        Template("ได้ {orders:ออเดอร์} ใน {minutes:นาที} จังหวะดีมาก ไปต่อเลย", least={"orders": 2, "minutes": 1}, rank=1),
        Template("ออเดอร์เข้าเร็วมาก จังหวะดีแล้ว ไปต่อเลย", rank=1),
    ),
    "order_slump": (
        Template(
            "{minutes:นาที} ที่ผ่านมาได้ {orders:ออเดอร์} ปกติประมาณ {usual:} ลองเปลี่ยนมุมเล่าดูนะ",
            least={"orders": 1, "usual": 2},
        ),
        Template("ออเดอร์ช้าลงหน่อย ไม่ต้องรีบ พูดถึงโปรอีกรอบได้เลย"),
    ),
    "deadline": (
        Template("โปรของ {it} เหลืออีก {seconds_left~} เตือนลูกค้าหน่อยนะ", least={"seconds_left": 6}),
        Template("อีก {seconds_left~} โปร {it} จะหมดแล้ว เรียกรอบสุดท้ายนะ", least={"seconds_left": 6}),
    ),
    "source_stale": (Template("{src} ไม่ส่งข้อมูลมา {silent_s~} แล้ว ตัวเลขบนบอร์ดอาจไม่อัปเดต", least={"silent_s": 1}),),
}

CARDS = {
    "stock_low": (
        Template("{it} เหลือแค่ {stock:ชิ้น} ถ้าขายเร็วแบบนี้อีกประมาณ {minutes_left:นาที} ใครชอบกดสั่งได้เลย", least={"stock": 1}),
        Template("{it} เหลือแค่ {stock:ชิ้น} ใครชอบกดสั่งได้เลย", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it} หมดแล้ว ใครสั่งไม่ทันไม่ต้องเสียใจ ต่อไปคือ {next}"),
        Template("{it} หมดแล้ว ใครสั่งไม่ทันไม่ต้องเสียใจ ไปดูชิ้นถัดไปกัน"),
    ),
    "viewers_peak": (
        Template("ตอนนี้มีคนดู {viewers>คน} สูงสุดของไลฟ์นี้ (ก่อนหน้านี้ {was:}) ทักทายคนที่เพิ่งเข้ามาและชวนกดติดตาม", least={"was": 1}),
        Template("ตอนนี้มีคนดู {viewers>คน} สูงสุดของไลฟ์นี้ ทักทายคนที่เพิ่งเข้ามาและชวนกดติดตาม"),
    ),
    "slow_product": (
        Template(
            "{it} ช่วง {minutes:นาที} ที่ผ่านมา: {clicks:คลิก} {orders:ออเดอร์} คิดเป็น {cvr} ของคลิก (ปกติ {usual_cvr}) ลองพูดเรื่อง: รายละเอียดและวิธีใช้ ราคาและโปร การส่งและการเปลี่ยนคืน"
        ),
    ),
    "comment_spike": (
        Template("คอมเมนต์นาทีละ {per_min:ข้อความ} ปกติประมาณ {usual_per_min:} ลองอ่านออกเสียงสักสองสามข้อความแล้วตอบ"),
    ),
    "question": (
        Template("{users:คน} ถามเรื่อง{topic}ของ {it} ตอบให้ละเอียด แล้วถามว่าเข้าใจไหม"),
        Template("{users:คน} ถามเรื่อง{topic} ตอบให้ละเอียด แล้วถามว่าเข้าใจไหม"),
    ),
    "order_surge": (
        Template("{it}: {orders:ออเดอร์} ใน {minutes:นาที} ที่ผ่านมา เป็น {times} เท่าของก่อนหน้า ขอบคุณคนที่สั่งแล้วชวนคนอื่นด้วย"),
        Template("{orders:ออเดอร์} ใน {minutes:นาที} ที่ผ่านมา เป็น {times} เท่าของก่อนหน้า ขอบคุณคนที่สั่งแล้วชวนคนอื่นด้วย"),
    ),
    "order_slump": (
        Template(
            "{orders:ออเดอร์} ใน {minutes:นาที} ที่ผ่านมา ปกติประมาณ {usual:} ลองพูดถึงโปรอีกรอบ เปลี่ยนจุดขาย หรือตอบคำถามก่อน"
        ),
    ),
    "deadline": (Template("โปรของ {it} เหลืออีก {seconds_left~} ใครอยากได้สั่งตอนนี้เลย"),),
    "source_stale": (Template("{src} ไม่ส่งข้อมูลมา {silent_s~} แล้ว ตรวจสอบการเชื่อมต่อ ระหว่างนี้อย่าใช้ตัวเลขบนบอร์ด"),),
}

TOPICS = {
    "price": "ราคา", "discount": "ส่วนลด", "size": "ไซซ์", "colour": "สี", "material": "เนื้อผ้า",
    "quality": "คุณภาพ", "stock": "สต็อก", "shipping": "การส่ง", "payment": "การจ่ายเงิน",
    "returns": "การเปลี่ยนคืนและประกัน", "authenticity": "ของแท้", "how_to_buy": "วิธีสั่ง",
    "use": "วิธีใช้", "suits": "เหมาะกับใคร", "contents": "ขนาดและส่วนผสม", "expiry": "วันหมดอายุ",
    "gift": "ของแถม", "show_it": "การใส่ให้ดู", "difference": "ความแตกต่าง",
}  # fmt: skip

PACK = Pack(
    language="th",
    voice_language="th",
    slot="ตะกร้าที่ {n}",
    slot_spoken="ตะกร้าที่{n}",
    over="กว่า {n} {noun}",
    group=",",
    scripts=("THAI",),
    chars_per_s=13.0,
    cues=CUES,
    cards=CARDS,
    topics={topic: (name, name) for topic, name in TOPICS.items()},
)
