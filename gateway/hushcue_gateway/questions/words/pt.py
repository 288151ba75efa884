"""How Portuguese asks: question words at the beginning; "tem", "dá pra", "será que"; much is said as a statement."""

from ..lexicon import lexicon

_NICE = (
    r"(?:lind|bonit|bel|boa|bom|fof|maravilhos|perfeit|chiqu|gostos|car|barat|legal|legais|dem|pena|"
    r"delícia|delicia|alegria|"
    r"amor|saudade|vergonha|sorte|horror|susto|top|luxo|bela|triste|engraçad|incrível|estranh|tudo|"
    r"show)(?:[oae]s?|inh[oa]s?)?\b"
)
_TELL = (
    r"(?:sei|sabe[mrs]?|sabia[m]?|sabemos|soube|diga|dizer|disse|diz|entend\w+|lembr\w+|import[ae]|"
    r"ideia de|imagin\w+|explic\w+|depende d[eoa]|perguntou|perguntei|ver|vi|viu|esquec\w+|aprend\w+|"
    r"ensin\w+|mostr\w+|descobr\w+|certeza de|dúvida|conte|contou|isso é|era|assim)"
)

PORTUGUESE = lexicon(
    "pt",
    greetings=(
        r"oi+e?|olá|ola|opa|bom dia|boa tarde|boa noite|amiga|amigas|amor|linda|gata|flor|moça|moca|"
        r"meninas|gente|querida|"
        r"e|mas|então|entao|uma pergunta|uma dúvida|uma duvida|pergunta|dúvida|duvida|por favor|pfv|pfvr|"
        r"por gentileza|desculpa|desculpe|com licença|ei|ok|"
        r"bom|só|so|esse|essa|este|esta|o|a|os|as|ah|agora|sim|não,|nossa"
    ),
    callings=(
        r"por favor|pfv|pfvr|pf|por gentileza|amiga|amor|linda|gata|flor|moça|moca|meninas|gente|querida|"
        r"obrigad[oa]|please|hoje|agora|aí|ai|bb|mana|miga|vc|moço"
    ),
    certain=[
        r"<ainda (?:tem|têm|há|vende|vendem|entrega\w*)\b|<v[ãa]o repor\b|<vai (?:ter|voltar|repor)\b",
        r"\bquant[oa]s? (?:custa|custam|é|e|fica|ta|tá|sai|está|esta|são|sao|vale|pesa|mede|tempo|dias|"
        r"dura|demora|vem|tem|cobra|cm|kg|o|a|que|cada|de|peças|unidades|ml|cores|anos|vezes|você|vc)\b",
        r"<quanto>|\bquanto>|\bpor quanto\b|\bqto\b|\bqnto\b|\bqt (?:custa|é|ta|e)\b|\bcad[êe]\b",
        r"\bser[áa] que\b|\btem como\b|(?<!não )\bd[áa] (?:pra|para|p) \w+|\bé verdade que\b|<por acaso\b",
        r"<(?:pode|podem|poderia|poderiam|consegue|conseguem|posso|podemos|deveria|devo|devemos|devia) \w+",
        r"\balgu[ée]m (?:sabe|aqui|já|ja|comprou|tem|me|pode|conhece|usa|viu|mais|a[íi])\b",
        r"<(?:sabe|sabem|você sabe|vc sabe|vcs sabem) (?:se|quant|onde|como|qual|quando|que|o|a|quem|"
        r"falar|nadar|dirigir|cozinhar)\b",
        r"<(?:você|voce|vocês|voces|vc|vcs|ce|cê|tu) (?:já|ja|envia\w*|entrega\w*|aceita\w*|vende\w*|"
        r"manda\w*|faz|fazem|têm|tem|tens|gosta\w*|quer|queres|conhece|pode|poderia|pod\w+|sabe|acha|"
        r"acredita|consegue|gostaria|viu|ouviu|lembra|entende|entendeu|fala|mora|precisa|vai|vão|vende)\b",
        r"<(?:gostaria de|queria|quero|gostaria) (?:saber|perguntar)\b|<(?:queres|gostas|sabes|tens|podes|"
        r"conheces|lembras|viste)\b",
        r", ?(?:n[ée]|não|não é|não é mesmo|certo|não foi|não acha|hein|verdade|não é verdade|está bem|tá|ok)>",
        r"\b(?:ou n[ãa]o|né|hein)>",
        r"<(?:faz|fazem|envia|enviam|entregam|aceita|aceitam|manda|mandam|vende|vendem|parcela|parcelam) ",
        r"<já (?:esteve|viu|foi|leu|comeu|comprou|provou|ouviu|chegou|tem previs|acabou)\b|<tem "
        r"(?:certeza|algum|alguma|alguém|previsão|previsao|desconto|frete|garantia|loja|estoque|outra|"
        r"outras|mais|tamanho|no|na|em|do|da|para|pra|de)\b",
    ],
    wh=[
        r"<já (?:\w+st[ei]s?|ouviu|viu|foi|esteve)\b|\bquem será\b|<(?:isso|isto|esse|essa|este|é|você|"
        r"vc)\b[^|,]{1,30} ou (?!não)\w+",
        r"<(?:você|vocês|vc|vcs|o senhor|a senhora) (?:está|estão|realmente|ainda|também|não (?:quer|vai|"
        r"acha|tem|sabe)|\w+(?:ou|eu|iu))\b(?=[^|,]{0,40}\|)",
        r"<(?:qual|quais|onde|aonde|quem)\b(?! quiser)",
        r"<(?:o que|oq|oque|o q)\b(?! (?:eu|ele|ela|nós|me|mais (?:gost|quer)|importa|aconteceu (?:foi|com)))",
        r"<como (?!eu (?:am|quer|gost|disse)|sempre|assim|você é lind|é (?:lind|bom|boa)|(?:um|uma|o|a) )\w+",
        r"<quando (?!eu|ele|ela|nós|criança|era|chegou|vi|o |a |\w+ (?:era|foi|chegou|estava|tinha)\b)[^|,"
        r"]{2,44}\||<quando (?:ele|ela|você|o|a|vocês|vc) \w+(?: \w+){0,4}>(?<!,.)",
        r"<(?:por que|pq|pque|porquê|porque (?:não|você|vc|é|está|tem|ele|ela))\b",
        r"<(?:que|q) (?:horas?|cor|cores|tamanho|tamanhos|material|tecido|marca|dia|dias|número|numero|"
        r"tipo|medida|preço|preco|modelo|valor|loja|idade|altura|tom|horas|é|são|significa|tal|língua|"
        r"livro|carro|comida|tempo|ano|mês|parte|coisa)\b",
        r"<(?:de|a|em|com|para|pra|por|até|desde|no|na) (?:que|quem|qual|quais|onde|quando|"
        r"quant[oa]s?)\b(?! (?:eu|seja))",
        r"\b(?:quantos|quantas|onde|quê|qual|quando|por quê|pq|como|quem)>",
        r"\bonde (?:é|fica|está|tá|ta|compro|vocês|você|vc|ficam|estão|eu)\b|<[^|,]{0,24}\bqual (?:o|a|é|"
        r"e|seria|tamanho|cor|valor)\b|<quant[oa]s? \w+|\bquem (?:é|são|foi)\b",
    ],
    known=[
        rf"\b{_TELL} (?:muito bem |bem |nada |\w+ )?(?:a |de |em |com |por |para )?(?:o que|oq|qual|quanto|"
        rf"quanta|como|onde|quem|quando|que)\b",
        r"<o que [^|,]{2,40} (?:é|era|foi|são) ",
    ],
    masked=[
        rf"<(?:que|q|ai que|nossa que) {_NICE}|\bcomo (?:é|são|está|tá|você é) (?:lind|bon|bel|fof|"
        rf"maravilh)\w*|\bcomo sempre\b|\btanto quanto\b|\bquanto (?:mais|menos|antes|a)\b|\bo quanto\b|"
        rf"\bnão (?:tem|há) de (?:quê|que)\b|\bnão sei (?:o que|como|quem|onde|por que|se|quando|qual|"
        rf"quanto)\b|"
        r"<pode ser\b|<posso (?:confirmar|dizer|garantir)\b|<tem gente\b|<tem que\b|<queria (?:tanto|"
        r"muito)\b|\bquanto é (?:lind|bom)\w*|<quem (?:ama|gostou|quer|curtiu|aí|concorda)\b",
    ],
    half=[
        r"<(?:tem|têm|é|são|serve|servem|vem|fica|chega|chegam|funciona|inclui|acompanha|desbota|encolhe|"
        r"aguenta|dura|cabe|vai|está|ta|tá|ainda|já|ja|também|tbm|também tem|estica|mancha|gruda|sai|"
        r"precisa|veste|amassa|existe|há|rola|troca|usa|lava|"
        r"entregam|seria|pega|esquenta|marca|leva|entrega|haverá|vai ter|vão|vao|faz|os|as|esse|essa|ele|ela|eles)\b",
        r"<e (?:em|o|a|os|as|de|para|pra|no|na) \w+>|<preço (?:do|da|de|por)\b|<frete (?:para|pra|grátis)\b",
        r"\b(?:disponível|disponivel|também|tb|tbm|ainda|ou não|original|ou)>| ou (?:é|só|so|não|em|a|o|"
        r"no)\b|<se (?:eu|não)\b|<(?:eu )?(?:peso|tenho|uso|visto|calço|meço)\b.*\d",
    ],
    slight=[r"\b(?:por favor|pfvr?|por gentileza)\b", r"<(?:para|pra|em|de|no)\b"],
    ask=[
        r"\b(?:mostra|mostre|mostrar|fala|fale|diz|diga|passa|passe|repete|repita|manda|manda o|informa|"
        r"info|informações|link|explica|explique|prova|experimenta|veste|detalhes|fala o|coloca|bota)\b",
    ],
    praise=[
        r"\b(?:lind[oa]s?|ame[i]|amo|amando|maravilhos[oa]s?|perfeit[oa]s?|ótim[oa]s?|otim[oa]|bo[am]|"
        r"excelente|melhor|top|fof[oa]s?|recomendo|gostei|adorei|adoro|barat[oa]s?|bel[oa]s?|feliz|chique|"
        r"muito|super|show|parabéns|arrasou)\b"
    ],
    done=[
        r"\b(?:comprei|pedi|já (?:comprei|pedi|paguei|recebi|tenho|garanti)|recebi|chegou|eu (?:quero|"
        r"tenho|sou|uso|amo)|quero (?:uma?|dois|duas|o|a|esse|essa)|meu (?:pedido|pacote)|garanti|"
        r"compartilhei|segui)\b"
    ],
    votes=(
        "cade quantos quantas vos nos foi era tinha estava ha nunca tudo coisa fazer desbota valor "
        "aceita parcela alguem fala mostra gravida o os as um uma que de em e é para pra por com como "
        "quanto custa preco tamanho tem vem oi onde qual quando esse essa "
        "isso muito me te se meu minha seu sua nao sim do da dos das no na mas obrigada obrigado amiga "
        "voce voces vc vcs eu ele ela "
        "pode posso quero fica ta frete entrega cor cores moca pfv ainda chega ja tambem serve lindo "
        "linda sao esta foi ao"
    ),
)
