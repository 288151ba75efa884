"""How Spanish asks: question words bear accents, which viewers leave out; yes or no is asked like a statement."""

from ..lexicon import lexicon

_NICE = (
    r"(?:lind|bonit|hermos|bell|buen|mal|ric|chul|divin|precios|guap|fe|car|tiern|barat|gran|bárbar|maravillos|"
    r"espantos|loc|tont|estupid|rar|divertid|delicios|elegant|increíbl|triste|horribl|emocionant|"
    r"grand|fuert|genial|bien|padre|cool)"
    r"(?:[oae]s?)?\b"
)
_TELL = (
    r"(?:no )?(?:dile|cu[eé]nt\w+|sé|se|sabe[sn]?|sab[íi]a[sn]?|saber|sabemos|dime|di|dijo|dice|decir|"
    r"entiend[oea]n?|entender|recuerd[oa]s?|recordar|import[ae]|idea de|imagin[ao]s?|explic\w+|"
    r"depende de|preguntó|preguntaron|ver|vi|vio|olvid\w+|acuerdo de|aprend\w+|enseñ\w+|mostr\w+|"
    r"descubr\w+|segur[oa] de|duda|cuenta de|claro|eso es)"
)

SPANISH = lexicon(
    "es",
    greetings=(
        r"hola+|holi|buenas(?: tardes| noches)?|buenos días|buenos dias|buen día|buen dia|disculpa|"
        r"disculpe|disculpen|"
        r"perdón|perdon|oye|oigan|oiga|amiga|amigas|amigo|reina|linda|bella|nena|chica|chicas|y|pero|"
        r"entonces|una pregunta|"
        r"una duda|pregunta|duda|consulta|por favor|porfa|xfa|gracias|ey|hey|bueno|señorita|señora|mi "
        r"amor|ahora|a ver|"
        r"ok|sí|si,|no,|eh|ah|oh|este|esta|ese|esa|el|la|los|las|de|del"
    ),
    callings=(
        r"por favor|porfa(?:vor|vis)?|xfa|gracias|amiga|amigas|amigo|reina|linda|bella|nena|chica|chicas|señorita|"
        r"saludos|mi amor|ahí|ahi|ahora|hoy|bebé|plis|please|guapa"
    ),
    certain=[
        r"<(?:todav[íi]a|a[úu]n) (?:hay|tienen|quedan?)\b|<(?:van a|volver[áa]n a) (?:reponer|traer|tener|"
        r"haber|vender)\b",
        r"\bcu[aá]nt[oa]s? (?:cuesta|cuestan|sale|salen|vale|valen|es|son|está|esta|están|mide|miden|pesa|"
        r"tarda|dura|trae|"
        r"cobra|queda|cobran|hay|hace|tiempo|demora|días|dias|talla|tallas|colores|llevas|tienes|tienen|"
        r"falta|faltan|puedo|gast)\w*",
        r"\ba c[oó]mo\b(?! (?:dé|de lugar))|\ben cu[aá]nto\b|<cu[aá]nt[oa]s?>|\bcu[aá]nto>|\bpor "
        r"cu[aá]nto\b|\bcuanto\b",
        r"<(?:puedes?|puede|pueden|podrías?|podría|podrian|podrías|podrias|podria|podemos|podrán|me "
        r"puede[sn]?|me podr[íi]as?|me podr[íi]an|nos puede[sn]?|se puede[n]?|lo puedo|la puedo|puedo) \w+",
        r"\balgui[eé]n (?:sabe|ha|que|lo|la|tiene|me|compró|compro|puede|conoce|más|mas)\b",
        r"<(?:sabes|saben|sabe|sabéis) (?:si|cu|d[oó]nde|c[oó]mo|qu|algo|el|la|hablar|tocar|nadar|conducir)",
        r"<(?:te|le|les|os) (?:gusta|gustan|gustaría|gustó|parece|importa|molesta|duele|acuerdas|apetece|"
        r"queda|sientes|vas)\b",
        r"<(?:estás|estas bien|vas|has|habéis|quieres|quieren|crees|conoces|viste|vives|necesitas|piensas|recuerdas|"
        r"entiendes|oíste|oyes|ves|vienes|comiste|hiciste|dijiste|fuiste|hablas|juegas|bebes|fumas|tomas|"
        r"leíste|estuviste|"
        r"estaba[sn]|tenías|deberíamos|debería|debo|acaso|será que|es verdad|es cierto|hay algún|hay "
        r"alguna|hay algun|hay alguien|"
        r"hay algo|ya has|no (?:crees|es verdad|has|sabes))\b",
        r", (?:verdad|no|cierto|eh|vale|no es así|o no|no crees|no es cierto)>",
        r"\b(?:quería|quiero|quisiera|me gustaría|necesito|queria|podría) (?:saber (?:si|qu|cu|c[oó]mo|"
        r"d[oó]nde)\w*|preguntar|consultar)\b|<(?:consulto|pregunto)\b",
        r"<(?:tienen|hacen|hacéis|envían|envian|mandan|venden|aceptan|manejan|reciben|llegan|hay envío|"
        r"hay envio|entregan|despachan) ",
    ],
    wh=[
        r"\bsaber (?:el|la|las|los) (?:precio|talla|tallas|medidas?|color|colores|costo|env[íi]o|link|"
        r"material|tela)\b",
        r"<\w+ (?:usted|ustedes|alguien|alguno|alguna vez|\w+ alguna vez)\b|<te \w{2,}(?:as|es|ás|és)\b|"
        r"<\w{3,}(?:áis|éis)\b",
        r"<(?:es|son|está|están|fue|era|ha|han|puede|será|quiere|tiene|sabe|estuvo|volverá) (?:esto|eso|"
        r"él|ella|ellos|ellas|tu|ese|aquel)\b",
        r"<(?:ya|todav[íi]a|tambi[ée]n|a[úu]n|no|y) (?:has|est[áa]s|hablas|vas|eres|puedes verme|quieres|"
        r"crees|piensas|recuerdas)\b",
        r"<(?:es|son|quieres|prefieres|este|esta) [^|,]{2,30} o (?!no\b)\w+",
        rf"\bqué\b(?! (?:{_NICE}|pena|lástima|risa|susto|emoción|asco|horror|maravilla|belleza|suerte|"
        rf"vergüenza|rollo|alegría|"
        r"gusto|calor|frío|ganas|va|día más|\w+ (?:más|tan)\b))",
        r"\b(?:cuál|cuáles|cuánto|cuánta|cuántos|cuántas|dónde|adónde|quién|quiénes|cuándo)\b|\bcómo\b(?! "
        r"(?:me gusta|mola|odio|no))",
        r"<(?:a|de|en|con|para|por|desde|hasta) (?:qu[eé]|qui[eé]n|qui[eé]nes|cu[aá]l|cu[aá]les|d[oó]nde|"
        r"cu[aá]ndo|cu[aá]nt[oa]s?)\b(?! (?:est[eé]|sea|venga))",
        r"<(?:cual|cuales|donde|adonde|quien (?:es|tiene|me|sabe|vende)|quienes)\b",
        r"<como (?:se|puedo|hago|hacemos|compro|pido|pago|es|son|esta|está|le|les|llega|lavo|queda|quedan|"
        r"viene|va|seria|sería|ordeno|adquiero|hacer|comprar|pedir|pagar|lo|la|los|las|estas|están|"
        r"funciona|aplico|sé|separo|me (?:queda|llega))\b",
        r"<cuando (?:llega|llegan|sale|salen|hay|vuelve|vuelven|es|son|envian|envían|van|tienen|traen|"
        r"reponen|habra|habrá|vence|vencen|caduca|estara|estará|empieza|termina|acaba|regresa|entregan|"
        r"estaran|restock)\b(?=[^|,]{0,28}\|)",
        r"<(?:que|q|ke) (?:precio|talla|tallas|color|colores|material|medida|medidas|tela|es|son|tal|"
        r"marca|incluye|trae|diferencia|numero|número|tamaño|tiene|hay|hora|dia|dias|contiene|otr[oa]s?|"
        r"model\w+|tip\w+|costo|valor|horario|largo|tono|tonos|significa|haces|hace|pasa|pasó|quieres|"
        r"valor|calidad|capacidad|dura\w*|envi\w+|código|codigo|link|sabor\w*|aroma\w*|edad)\b",
        r"<(?:por ?qu[eé]|xq|pq|porq) (?!favor)\w+",
        r"<cu[aá]nt[oa]s? (?!m[aá]s|antes|menos)\w+|\bque talla\b|\b(?:donde|como|cual|cuando|cuanto|"
        r"quien|por qu[eé]|y eso|que)>",
    ],
    known=[rf"\b{_TELL} (?:\w+ ){{0,3}}(?:a |de |en |con |por |para )?(?:qué|cuál|cuánt|cómo|dónde|quién|cuándo)"],
    masked=[
        rf"\bqu[eé] {_NICE}|\bc[oó]mo me (?:gusta|encanta|sorprende)\w*|\bcu[aá]nto (?:amor|me alegro|te "
        rf"quiero|lo siento|antes)\b|"
        r"\bcomo (?:siempre|dice[ns]?|si|no)\b|\bno hay de qu[eé]\b|\bno sé qué\b|\bno sé cómo\b|<qu[eé] "
        r"(?:pena|lástima|risa|gusto|suerte|maravilla|belleza|emoción|alegr[íi]a|ganas|viva)\b|"
        r"\bcuanto (?:antes|más|mas|menos)\b|\ben cuanto (?:a|l|p|s|t|ll)\w*|\bunos cuantos\b|<puede "
        r"(?:ser|que)\b|<puedo (?:confirmar|decir|recomendar|ver que)\b|\bcómo no\b",
    ],
    half=[
        r"<(?:eres|tiene|tienes|hay|haces|envías|envias|vende|vendes|acepta|aceptas|sirve|sirven|queda|"
        r"quedan|viene|vienen|trae|traen|"
        r"llega|es|son|está|esta|están|incluye|funciona|aguanta|destiñe|encoge|aplica|cabe|va|dura|existe|"
        r"cuenta con|se|lo|la|les|aún|aun|todavía|todavia|ya|también|tambien|entrega|talla|lleva|hace|da|"
        r"tendr[áa]n|habr[áa]|vendr[áa]n|hacen|será|seria|sería|manda)\b",
        r"<y (?:en|el|la|los|las|de|para) \w+>|<precios? (?:de|del|por|en)\b|<env[íi]os? (?:a|para|gratis)\b",
        r"\b(?:disponible|disponibles|o no|tambien|también|todavía)>| o (?:es|son|no|solo|en|la|el)\b|<si "
        r"(?:mido|peso|soy|uso|tengo)\b",
    ],
    slight=[r"\b(?:por favor|porfa\w*|xfa|plis)\b", r"<(?:para|en|de)\b"],
    ask=[
        r"\b(?:muestra|muéstr\w+|muestr[ae]\w*|enseñ[ae]\w*|ense[ñn]a|mostrar|dime|dinos|díganme|digan|"
        r"diga|repite|repit[ea]\w*|pasa|pasen|pasame|pásame|info|información|informacion|precio por|"
        r"precio de|link|manda|detalles|pruébat\w+|probar\w*|probate)\b",
    ],
    praise=[
        r"\b(?:hermos[oa]s?|lind[oa]s?|bonit[oa]s?|encant\w+|excelente|buenísim\w+|buen[oa]|precios[oa]s?|"
        r"perfect[oa]|genial|recomend\w+|gracias por|amo|amé|mejor|feliz|divin[oa]|barat[oa]s?|car[oa]s?|"
        r"bell[oa]s?|gust[oóa]|bien|muy|super|súper)\b"
    ],
    done=[
        r"\b(?:compré|compre|pedí|ya (?:lo|la|los|las)? ?(?:tengo|compré|pedí|pagué|hice|recib\w+)|recibí|"
        r"llegó|me llegó|yo (?:quiero|soy|tengo)|quiero (?:una?|dos|el|la|este|esta|uno)|mi (?:pedido|"
        r"paquete)|compartí|aparta\w*|ordené|me quedo)\b"
    ],
    votes=(
        "has estas eres puedes tienes quieres nos vamos ha he hablas habla todavia tambien estoy estaba "
        "era fue dijo haces sabes alguna alguien nada cuantos cuantas trae vence vienen incluye donde "
        "compro pago envian ya tela es queda el la los las un una unos que de en y es son para por con "
        "como cuanto cuesta precio talla tallas tienen tiene hay envio "
        "envios hola donde cual cuando esta este ese esa muy me te le se lo mi su si del al pero gracias amiga yo "
        "puede puedo pueden quiero hacen mas bien color colores vale sale llega disponible porfa favor "
        "negro rojo azul no usted ella"
    ),
)
