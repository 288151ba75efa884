"""What a back office says in English."""

from __future__ import annotations

from ..line import Pack, Template

CUES = {
    "stock_low": (
        Template("{it}, only {stock:} left. Nudge them to order now.", least={"stock": 1}),
        Template(
            "{it}, {stock:} left, gone in about {minutes_left:minute/minutes}. Push it.",
            least={"stock": 1, "minutes_left": 1},
        ),
        Template("{it} is running low, just {stock:} left. Time for a last call.", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it} is sold out. Let's move on to {next}."),
        Template("That's it for {it}, all gone. How about {next}?"),
        Template("{it} is sold out. Stop pushing it and move on.", rank=1),
        Template("{it} is all gone. You can go to the next one.", rank=1),
    ),
    "viewers_peak": (
        Template("New high, {viewers>viewer/viewers}. Great moment for the special offer.", least={"viewers": 2}),
        Template("{viewers>person/people} watching, the most so far. Say hi to the newcomers.", least={"viewers": 2}),
        Template("The room is full, {viewers>viewer/viewers}. Bring out your best seller.", least={"viewers": 2}),
    ),
    "slow_product": (
        Template("{it} gets lots of clicks but few orders. Walk them through the details again."),
        Template(
            "{it}, {clicks>click/clicks} but only {orders:order/orders}. Ease their doubts.",
            least={"orders": 1},
        ),
        Template("People open {it} but don't buy yet. Maybe cover price and returns."),
    ),
    "comment_spike": (
        Template("Chat is flying, {per_min>comment/comments} a minute. Have a look.", least={"per_min": 2}),
        Template("Chat just took off. Jump in and chat with them."),
    ),
    "question": (
        Template("{users:viewer/viewers} are asking about {topic} for {it}. Please cover it.", least={"users": 2}),
        Template("Several people want to know about {topic} for {it}. Can you explain?", least={"users": 3}),
        Template("{users:viewer/viewers} are asking about {topic}. Please cover it.", least={"users": 2}, rank=1),
        Template("Several people are asking about {topic}. Once more, please.", least={"users": 3}, rank=1),
        Template(
            "{users:viewer/viewers} are asking the same thing. Have a look at the chat.", least={"users": 2}, rank=2
        ),
    ),
    "order_surge": (
        Template(
            "{it} is hot, {orders:order/orders} in {minutes:minute/minutes}. Keep it going.",
            least={"orders": 2, "minutes": 1},
        ),
        Template("{it} is selling fast. Stay on it and nudge once more."),
        Template(
            "{orders:order/orders} in {minutes:minute/minutes}. Great pace, keep going.",
            least={"orders": 2, "minutes": 1},
            rank=1,
        ),
        Template("Orders are coming in fast. Great pace, keep going.", rank=1),
    ),
    "order_slump": (
        Template(
            "Only {orders:order/orders} in {minutes:minute/minutes}, usually about {usual:}. Try a new angle.",
            least={"orders": 1, "usual": 2},
        ),
        Template("Orders have slowed down. No rush, just mention the offer again."),
    ),
    "deadline": (
        Template("The offer on {it} ends in {seconds_left~}. Remind them now.", least={"seconds_left": 6}),
        Template("{seconds_left~} left on the offer for {it}. Last call.", least={"seconds_left": 6}),
    ),
    "source_stale": (
        Template("Nothing from {src} for {silent_s~}. The numbers on the board may be old.", least={"silent_s": 1}),
    ),
}

CARDS = {
    "stock_low": (
        Template(
            "Only {stock:} left of {it}, about {minutes_left:minute/minutes} at this pace. If you like it, order now.",
            least={"stock": 1},
        ),
        Template("Only {stock:} left of {it}. If you like it, order now.", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it} is sold out. If you missed it, don't worry: next up is {next}."),
        Template("{it} is sold out. If you missed it, don't worry: here comes the next one."),
    ),
    "viewers_peak": (
        Template(
            "{viewers>person/people} are here, the most of this show (before: {was:}). Welcome the newcomers and ask them to follow.",
            least={"was": 1},
        ),
        Template(
            "{viewers>person/people} are here, the most of this show. Welcome the newcomers and ask them to follow."
        ),
    ),
    "slow_product": (
        Template(
            "{it}, last {minutes:minute/minutes}: {clicks:click/clicks}, {orders:order/orders}, {cvr} of clicks (usually {usual_cvr}). You could cover: details and use, price and offer, delivery and returns."
        ),
    ),
    "comment_spike": (
        Template(
            "{per_min:comment/comments} a minute now, usually about {usual_per_min:}. Read a few aloud and answer them."
        ),
    ),
    "question": (
        Template(
            "{users:viewer/viewers} are asking about {topic} for {it}. Answer it fully, then check that it was clear."
        ),
        Template("{users:viewer/viewers} are asking about {topic}. Answer it fully, then check that it was clear."),
    ),
    "order_surge": (
        Template(
            "{it}: {orders:order/orders} in the last {minutes:minute/minutes}, {times} times the pace before. Thank the buyers and invite the others to join in."
        ),
        Template(
            "{orders:order/orders} in the last {minutes:minute/minutes}, {times} times the pace before. Thank the buyers and invite the others to join in."
        ),
    ),
    "order_slump": (
        Template(
            "{orders:order/orders} in the last {minutes:minute/minutes}, usually about {usual:}. Mention the offer again, try another selling point, or take some questions."
        ),
    ),
    "deadline": (Template("The offer on {it} ends in {seconds_left~}. If you want it, order now."),),
    "source_stale": (
        Template(
            "Nothing from {src} for {silent_s~}. Check the connection; until it is back, do not go by the numbers on the board."
        ),
    ),
}

TOPICS = {
    "price": "the price", "discount": "discounts", "size": "sizes", "colour": "colours",
    "material": "the material", "quality": "the quality", "stock": "stock", "shipping": "shipping",
    "payment": "payment", "returns": "returns and warranty", "authenticity": "authenticity",
    "how_to_buy": "how to order", "use": "how to use it", "suits": "who it suits",
    "contents": "what's in it", "expiry": "shelf life", "gift": "gifts",
    "show_it": "how it looks on", "difference": "the differences",
}  # fmt: skip

PACK = Pack(
    language="en",
    voice_language="en",
    slot="link {n}",
    over="over {n} {noun}",
    group=",",
    chars_per_s=16.5,
    cues=CUES,
    cards=CARDS,
    topics={topic: (name, name) for topic, name in TOPICS.items()},
)
