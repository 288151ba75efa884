"""What a back office says in Spanish, as in America; "tú" to the host."""

from __future__ import annotations

from ..line import Pack, Template

CUES = {
    "stock_low": (
        Template(
            "{it}, {stock?queda/quedan} solo {stock:f unidad/unidades}. Anímalos a comprar ya.", least={"stock": 1}
        ),
        Template(
            "{it}, {stock?queda/quedan} {stock:}, para unos {minutes_left:minuto/minutos}. Dale un empujón.",
            least={"stock": 1, "minutes_left": 2},
        ),
        Template(
            "Se está acabando: {it}, {stock?última/últimas} {stock:f unidad/unidades}. Avísales.", least={"stock": 1}
        ),
    ),
    "sold_out": (
        Template("{it}, agotado. Sigue con otro: {next}."),
        Template("Ya no hay más: {it}. Mejor muestra este: {next}."),
        Template("{it}, agotado. Ya no lo ofrezcas, pasa al siguiente.", rank=1),
        Template("Se acabó: {it}. Puedes seguir con el siguiente.", rank=1),
    ),
    "viewers_peak": (
        Template(
            "Récord, {viewers>f persona/personas}. Buen momento para la oferta especial.",
            least={"viewers": 2},
        ),
        Template(
            "Hay {viewers>f persona/personas} viendo, lo más alto hasta ahora. Saluda a los que llegan.",
            least={"viewers": 2},
        ),
        Template("La sala está llena, {viewers>f persona/personas}. Saca tu producto estrella.", least={"viewers": 2}),
    ),
    "slow_product": (
        Template("{it}, muchos clics y pocos pedidos. Explica otra vez los detalles."),
        Template(
            "{it}, {clicks>clic/clics} y solo {orders:pedido/pedidos}. Aclara las dudas.",
            least={"orders": 1},
        ),
        Template("{it}, lo miran pero no compran todavía. Habla del precio y los cambios."),
    ),
    "comment_spike": (
        Template(
            "El chat está que arde, {per_min>comentario/comentarios} por minuto. Échale un ojo.", least={"per_min": 2}
        ),
        Template("El chat se prendió. Platica un poco con ellos."),
    ),
    "question": (
        Template("{users:f persona/personas} preguntan por {topic}, {it}. ¿Lo explicas?", least={"users": 2}),
        Template("Varios preguntan por {topic}, {it}. ¿Lo aclaras?", least={"users": 3}),
        Template("{users:f persona/personas} preguntan por {topic}. Explícalo, por favor.", least={"users": 2}, rank=1),
        Template("Varios preguntan por {topic}. Dilo otra vez, por favor.", least={"users": 3}, rank=1),
        Template("{users:f persona/personas} preguntan lo mismo. Mira el chat, por favor.", least={"users": 2}, rank=2),
    ),
    "order_surge": (
        Template(
            "{it} vuela, {orders:pedido/pedidos} en {minutes:minuto/minutos}. Sigue así.",
            least={"orders": 2, "minutes": 1},
        ),
        Template("{it} se vende rapidísimo. Quédate ahí y anímalos un poco más."),
        Template(
            "{orders:pedido/pedidos} en {minutes:minuto/minutos}. Muy buen ritmo, sigue así.",
            least={"orders": 2, "minutes": 1},
            rank=1,
        ),
        Template("Están entrando muchos pedidos. Muy buen ritmo, sigue así.", rank=1),
    ),
    "order_slump": (
        Template(
            "Solo {orders:pedido/pedidos} en {minutes:minuto/minutos}, lo normal son {usual:}. Prueba otro enfoque.",
            least={"orders": 1, "usual": 2},
        ),
        Template("Bajaron los pedidos. Con calma, recuerda la oferta otra vez."),
    ),
    "deadline": (
        Template("{it}, la oferta termina en {seconds_left~}. Avísales ya.", least={"seconds_left": 6}),
        Template("{it}, faltan {seconds_left~} de oferta. Última llamada.", least={"seconds_left": 6}),
    ),
    "source_stale": (
        Template(
            "{src} no manda datos desde hace {silent_s~}. Los números pueden estar viejos.", least={"silent_s": 1}
        ),
    ),
}

CARDS = {
    "stock_low": (
        Template(
            "{it}: {stock?queda/quedan} solo {stock:f unidad/unidades}, a este ritmo unos {minutes_left:minuto/minutos}. Si te gusta, pídelo ahora.",
            least={"stock": 1, "minutes_left": 1},
        ),
        Template(
            "{it}: {stock?queda/quedan} solo {stock:f unidad/unidades}. Si te gusta, pídelo ahora.", least={"stock": 1}
        ),
    ),
    "sold_out": (
        Template("{it}: agotado. Si no lo alcanzaste, no te preocupes, ahora viene otro: {next}."),
        Template("{it}: agotado. Si no lo alcanzaste, no te preocupes: ahora viene el siguiente."),
    ),
    "viewers_peak": (
        Template(
            "Hay {viewers>f persona/personas}, el máximo de este en vivo (antes: {was:}). Da la bienvenida a los nuevos y pídeles que te sigan.",
            least={"was": 1},
        ),
        Template(
            "Hay {viewers>f persona/personas}, el máximo de este en vivo. Da la bienvenida a los nuevos y pídeles que te sigan."
        ),
    ),
    "slow_product": (
        Template(
            "{it}, últimos {minutes:minuto/minutos}: {clicks:clic/clics}, {orders:pedido/pedidos}, {cvr} de los clics (lo normal: {usual_cvr}). Puedes hablar de: detalles y uso, precio y oferta, envío y cambios."
        ),
    ),
    "comment_spike": (
        Template(
            "{per_min:comentario/comentarios} por minuto, lo normal son unos {usual_per_min:}. Lee algunos en voz alta y respóndelos."
        ),
    ),
    "question": (
        Template(
            "{users:f persona/personas} preguntan por {topic} ({it}). Responde con calma y confirma que quedó claro."
        ),
        Template("{users:f persona/personas} preguntan por {topic}. Responde con calma y confirma que quedó claro."),
    ),
    "order_surge": (
        Template(
            "{it}: {orders:pedido/pedidos} en los últimos {minutes:minuto/minutos}, {times} veces el ritmo de antes. Agradece a quienes compraron e invita a los demás."
        ),
        Template(
            "{orders:pedido/pedidos} en los últimos {minutes:minuto/minutos}, {times} veces el ritmo de antes. Agradece a quienes compraron e invita a los demás."
        ),
    ),
    "order_slump": (
        Template(
            "{orders:pedido/pedidos} en los últimos {minutes:minuto/minutos}, lo normal son {usual:}. Recuerda la oferta, prueba otro argumento o responde preguntas."
        ),
    ),
    "deadline": (Template("{it}: la oferta termina en {seconds_left~}. Si lo quieres, pídelo ahora."),),
    "source_stale": (
        Template(
            "{src} no manda datos desde hace {silent_s~}. Revisa la conexión; hasta que vuelva, no te guíes por los números del tablero."
        ),
    ),
}

TOPICS = {
    "price": "el precio", "discount": "los descuentos", "size": "las tallas",
    "colour": "los colores", "material": "el material", "quality": "la calidad",
    "stock": "las existencias", "shipping": "el envío", "payment": "las formas de pago",
    "returns": "los cambios y la garantía", "authenticity": "si es original",
    "how_to_buy": "cómo comprar", "use": "cómo se usa", "suits": "a quién le queda",
    "contents": "qué contiene", "expiry": "la caducidad", "gift": "los regalos",
    "show_it": "cómo se ve puesto", "difference": "las diferencias",
}  # fmt: skip

PACK = Pack(
    language="es",
    voice_language="es",
    slot="producto {n}",
    over="más de {n} {noun}",
    group=".",
    chars_per_s=16.0,
    cues=CUES,
    cards=CARDS,
    topics={topic: (name, name) for topic, name in TOPICS.items()},
)
