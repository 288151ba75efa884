"""What a back office says in Brazilian Portuguese."""

from __future__ import annotations

from ..line import Pack, Template

CUES = {
    "stock_low": (
        Template(
            "{it}, só {stock?resta/restam} {stock:f unidade/unidades}. Chama o pessoal pra comprar.",
            least={"stock": 1},
        ),
        Template(
            "{it}, {stock?resta/restam} {stock:}, acaba em uns {minutes_left:minuto/minutos}. Dá uma força.",
            least={"stock": 1, "minutes_left": 2},
        ),
        Template(
            "Tá acabando: {it}, {stock?última/últimas} {stock:f unidade/unidades}. Avisa o pessoal.", least={"stock": 1}
        ),
    ),
    "sold_out": (
        Template("{it} esgotou. Pode passar pro próximo: {next}."),
        Template("Acabou o estoque, {it}. Que tal agora {next}?"),
        Template("{it} esgotou. Não oferece mais, vai pro próximo.", rank=1),
        Template("Acabou, {it}. Pode ir pro próximo.", rank=1),
    ),
    "viewers_peak": (
        Template(
            "Recorde da live, {viewers>f pessoa/pessoas} assistindo. Boa hora pra soltar a oferta.",
            least={"viewers": 2},
        ),
        Template(
            "Tem {viewers>f pessoa/pessoas} na live, o máximo até agora. Saúda quem chegou.",
            least={"viewers": 2},
        ),
        Template("A sala tá cheia, {viewers>f pessoa/pessoas}. Mostra o carro-chefe.", least={"viewers": 2}),
    ),
    "slow_product": (
        Template("{it}, muito clique e pouco pedido. Explica os detalhes de novo."),
        Template(
            "{it}, {clicks>clique/cliques} e só {orders:pedido/pedidos}. Tira as dúvidas.",
            least={"orders": 1},
        ),
        Template("{it}, o pessoal olha e ainda não compra. Fala do preço e da troca."),
    ),
    "comment_spike": (
        Template(
            "O chat tá bombando, {per_min>comentário/comentários} por minuto. Dá uma olhada.", least={"per_min": 2}
        ),
        Template("O chat esquentou. Conversa um pouquinho com o pessoal."),
    ),
    "question": (
        Template("{users:f pessoa/pessoas} perguntando sobre {topic}, {it}. Explica aí.", least={"users": 2}),
        Template("Várias perguntas sobre {topic}, {it}. Pode explicar?", least={"users": 3}),
        Template("{users:f pessoa/pessoas} perguntando sobre {topic}. Explica, por favor.", least={"users": 2}, rank=1),
        Template("Várias pessoas perguntando sobre {topic}. Fala de novo, por favor.", least={"users": 3}, rank=1),
        Template("{users:f pessoa/pessoas} com a mesma pergunta. Dá uma olhada no chat.", least={"users": 2}, rank=2),
    ),
    "order_surge": (
        Template(
            "{it} tá voando, {orders:pedido/pedidos} em {minutes:minuto/minutos}. Continua assim.",
            least={"orders": 2, "minutes": 1},
        ),
        Template("{it} tá vendendo rápido. Fica nele e chama mais um pouco."),
        Template(
            "{orders:pedido/pedidos} em {minutes:minuto/minutos}. Ritmo ótimo, continua assim.",
            least={"orders": 2, "minutes": 1},
            rank=1,
        ),
        Template("Tá entrando muito pedido. Ritmo ótimo, continua assim.", rank=1),
    ),
    "order_slump": (
        Template(
            "Só {orders:pedido/pedidos} em {minutes:minuto/minutos}, o normal é {usual:}. Tenta outro caminho.",
            least={"orders": 1, "usual": 2},
        ),
        Template("Os pedidos diminuíram. Com calma, lembra da oferta de novo."),
    ),
    "deadline": (
        Template("{it}, a oferta termina em {seconds_left~}. Avisa o pessoal.", least={"seconds_left": 6}),
        Template("{it}, faltam {seconds_left~} de oferta. Última chamada.", least={"seconds_left": 6}),
    ),
    "source_stale": (
        Template("{src} não manda dados há {silent_s~}. Os números podem estar velhos.", least={"silent_s": 1}),
    ),
}

CARDS = {
    "stock_low": (
        Template(
            "{it}: só {stock?resta/restam} {stock:f unidade/unidades}, nesse ritmo uns {minutes_left:minuto/minutos}. Se você gostou, peça agora.",
            least={"stock": 1, "minutes_left": 1},
        ),
        Template(
            "{it}: só {stock?resta/restam} {stock:f unidade/unidades}. Se você gostou, peça agora.", least={"stock": 1}
        ),
    ),
    "sold_out": (
        Template("{it} esgotou. Se não deu tempo, fica tranquilo: agora vem {next}."),
        Template("{it} esgotou. Se não deu tempo, fica tranquilo: agora vem o próximo."),
    ),
    "viewers_peak": (
        Template(
            "Tem {viewers>f pessoa/pessoas} aqui, o máximo da live (antes: {was:}). Dá boas-vindas pra quem chegou e pede pra seguir.",
            least={"was": 1},
        ),
        Template(
            "Tem {viewers>f pessoa/pessoas} aqui, o máximo da live. Dá boas-vindas pra quem chegou e pede pra seguir."
        ),
    ),
    "slow_product": (
        Template(
            "{it}, últimos {minutes:minuto/minutos}: {clicks:clique/cliques}, {orders:pedido/pedidos}, {cvr} dos cliques (normal: {usual_cvr}). Pode falar de: detalhes e uso, preço e oferta, entrega e troca."
        ),
    ),
    "comment_spike": (
        Template(
            "{per_min:comentário/comentários} por minuto, o normal é {usual_per_min:}. Lê alguns em voz alta e responde."
        ),
    ),
    "question": (
        Template(
            "{users:f pessoa/pessoas} perguntando sobre {topic} ({it}). Responde com calma e confere se ficou claro."
        ),
        Template("{users:f pessoa/pessoas} perguntando sobre {topic}. Responde com calma e confere se ficou claro."),
    ),
    "order_surge": (
        Template(
            "{it}: {orders:pedido/pedidos} nos últimos {minutes:minuto/minutos}, {times} vezes o ritmo de antes. Agradece quem comprou e chama os outros."
        ),
        Template(
            "{orders:pedido/pedidos} nos últimos {minutes:minuto/minutos}, {times} vezes o ritmo de antes. Agradece quem comprou e chama os outros."
        ),
    ),
    "order_slump": (
        Template(
            "{orders:pedido/pedidos} nos últimos {minutes:minuto/minutos}, o normal é {usual:}. Lembra da oferta, tenta outro argumento ou responde perguntas."
        ),
    ),
    "deadline": (Template("{it}: a oferta termina em {seconds_left~}. Se você quer, peça agora."),),
    "source_stale": (
        Template(
            "{src} não manda dados há {silent_s~}. Confere a conexão; até voltar, não vá pelos números do painel."
        ),
    ),
}

TOPICS = {
    "price": "o preço", "discount": "o desconto", "size": "o tamanho", "colour": "as cores",
    "material": "o material", "quality": "a qualidade", "stock": "o estoque", "shipping": "o frete",
    "payment": "o pagamento", "returns": "a troca e a garantia", "authenticity": "se é original",
    "how_to_buy": "como comprar", "use": "como usar", "suits": "pra quem serve",
    "contents": "o que vem dentro", "expiry": "a validade", "gift": "o brinde",
    "show_it": "como fica no corpo", "difference": "a diferença entre eles",
}  # fmt: skip

PACK = Pack(
    language="pt",
    voice_language="pt-BR",
    slot="produto {n}",
    over="mais de {n} {noun}",
    group=".",
    chars_per_s=15.5,
    cues=CUES,
    cards=CARDS,
    topics={topic: (name, name) for topic, name in TOPICS.items()},
)
