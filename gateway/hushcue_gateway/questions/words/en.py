"""How English asks: inversion and wh-words at the beginning of a sentence; shoppers leave verbs out."""

from ..lexicon import lexicon

_WHO = r"(?:i|u|you|ya|he|she|it|we|they|this|that|these|those|there|one|someone|anyone|anybody|everyone|any|all)"
_WHOSE = r"(?:the|my|your|ur|his|her|its|our|their|an?)"
_BE = r"(?:is|are|was|were|isn'?t|aren'?t|wasn'?t|weren'?t)"
_AUX = (
    r"(?:is|are|r|was|were|am|do|does|did|can|could|will|would|should|shall|may|has|have|had|must|isn'?t|aren'?t|"
    r"don'?t|doesn'?t|didn'?t|can'?t|couldn'?t|won'?t|wouldn'?t|shouldn'?t)"
)

ENGLISH = lexicon(
    "en",
    greetings=(
        r"hi+|hey+|hello|helo|hii|yo|ok|okay|so|and|but|oh|um+|uh|well|sis|sister|dear|host|babe|hun|girl|bro|guys|"
        r"ma'?am|miss|sir|admin|please|pls|plz|sorry|excuse me|quick question|question|btw|by the way|also|then|wait|"
        r"just wondering|good (?:morning|evening|afternoon)|for (?:this|that) one|about (?:this|that)"
    ),
    callings=(
        r"please|pls|plz|sis|dear|host|babe|hun|girl|bro|ma'?am|miss|sir|admin|thanks|thank you|thx|ty|now|right now|"
        r"in store|here|today|then|again|though|tho|lol|guys"
    ),
    certain=[
        r"<(?:can|could|does|did|would|should|shall) (?!(?:not|be|love|never|care|also|have been)\b)\w+",
        rf"<{_BE} (?:{_WHO}|{_WHOSE}|\w+)\b",
        r"<(?:do|did|don'?t) (?:i|u|you|ya|he|she|we|they|these|those|any|people|all|most|its|ur)\b",
        rf"<(?:doesn'?t|didn'?t|couldn'?t|wouldn'?t|shouldn'?t|won'?t|haven'?t|hasn'?t) (?:{_WHO}|{_WHOSE})\b",
        r"<can'?t (?:i|u|you|he|she|it|we|they|this|that|the)\b",
        rf"<(?:will|has|must|am) (?:{_WHO}|{_WHOSE}|be)\b",
        r"<(?:have|may|might) (?:i|u|you|we|they|he|she|any|these|those)\b(?! never| all)",
        r"\bhow ?much\b(?! (?:i|we|he|she|they|you|it (?:means|hurts)|fun|love)\b)",
        r"\b(?:any|some) ?(?:one|body) (?:else )?(?:know|knows|tried|try|bought|have|has|here)\b",
        r"<(?:what|which|how|where|when|why|who) about\b|<how come\b|<why not\b",
        r", (?:isn'?t|aren'?t|wasn'?t|weren'?t|don'?t|doesn'?t|didn'?t|can'?t|won'?t|hasn'?t|haven'?t|"
        r"right|is|do|are|"
        r"will|did|does|shall) ?(?:it|he|she|you|we|they|this|that|there|i)?>",
        r"\bor not>|\bor no>|\bor what>|\byes or no\b|, (?:right|correct|huh|eh|yeah|no|yes)>|\bhuh>",
        r"\bwhat(?:'s| is|s)? the (?:price|cost|size|material|fabric|colou?rs?|length|weight|difference|"
        r"code|total)\b",
        r"\b(?:whats|what'?s|wats|wat|wut|hows|how's|wheres|where's|whens|when's|whos|who's) (?:the|in|it|"
        r"this|that|up)\b",
        r"\b(?:may|can|could) i (?:know|ask|get|have|see|use|wear|pay|order|buy|return)\b",
        r"\bi (?:wonder|was wondering) (?:if|what|how|when|where|whether|why|who|which)\b",
        r"\b(?:want to|wanna|like to|need to) (?:know|ask) (?:if|what|how|when|where|whether|about|the)\b",
        r"<(?:wondering|curious|asking) (?:if|what|how|about|whether|for)\b",
        r", ?(?:do|does|is|are|can|could|will|would) (?:you|u|it|this|that|i|they|we|there)\b|<got (?!my|"
        r"mine|the|it|one|an?|two|some|them|this|that|here|home|so)\w+",
        r"\b(?:just )?wondering (?:if|what|how|when|where|whether)\b",
        r"<(?:still|available in|comes? in|ships? to|works? (?:for|on|with)|safe for|suitable for|good for) \w+",
        r"<any (?!way|how|thing|time|day|one\b|body\b|where|more|but|of|idiot|fool)\w+(?: \w+){0,5}>",
        r"<u (?:have|got|sell|ship|accept)\b|<you (?:have|got|guys have|sell|ship|accept) (?:any|it|this|"
        r"in|to|size)\b",
        r"\bwhen (?:restock|shipping|delivery|arrive|arrives|back in stock|available)\b",
    ],
    wh=[
        r"\b(?:in|of|for|to|with|by|not|into|on|from) (?:what|which|how many|whom)\b(?: \w+){0,4}>",
        r"<(?:what|wat|wut)(?! (?:an?|i|u|you|we|he|she|they|it|matters|happened was|the (?:hell|heck|fuck))\b)\b",
        r"<what (?:i|you|u|he|she|we|they|it) (?:say|said|mean|do|does|did|sell|selling|wear|wearing|doing)>",
        r"<(?:where|wheres|wher)(?! (?:there|i|you|he|she|we|they|it)\b)\b",
        rf"<when {_AUX}\b|<when>|<when (?:restock|next|back|ship|shipping|live|sale|available|u|you "
        rf"(?:going|gonna))\b",
        r"<who(?!ever)\b|<whose\b|<whom\b",
        r"<which(?! (?:is|was|are|means|i|makes)\b)\b|<which is (?:the )?(?:better|best|more|bigger|"
        r"smaller|cheaper)\b",
        r"<why(?! (?:i|he|she|they|not just)\b)\b",
        rf"<(?:how|hw) (?:many|long|old|often|far|big|tall|soon|fast|to|about|{_AUX})\b(?! (?:cute|nice|sweet))",
        r"<how \w+ (?:is|are|was|were|do|does|did|can|will|should|would|u)\b|<how>|<how (?:cod|order|buy|"
        r"pay|use|wash|size)\b",
        rf"\b(?:how (?:many|long|old|often|far|big|tall)|what (?:size|sizes|colou?rs?|time|kind|type|material|brand)|"
        rf"where|which (?:one|size|colou?r|shade)|why|when|how|what|who) (?:is|are|do|does|did|can|will|"
        rf"should|would) "
        rf"(?:{_WHO}|{_WHOSE})\b",
        r"\b(?:from|to|in|for|with|at|of|on|by|about) (?:what|which|where|whom|who|how many) \w+>",
        r"<(?:for|with|from|to|at|by|in|on) (?:what|which|whom|whose|how (?:many|long|much))\b",
        r"\b(?:where|for what|how many|how long|which one|what size|what colou?r|what for|from where|why|how)>",
    ],
    known=[
        r"\b(?:know|knows|knew|known|understand|understood|see|saw|told|tells|explain(?:ed)?|show(?:ed|s|"
        r"n)?|remember|"
        r"forgot|forget|idea|learn(?:ed)?|matter|matters|care|sure|wonders?|reason|that is|that's|this is|"
        r"decide|realize|"
        r"figure|guess|believe|imagine|depends?|asked|regardless|tell me|find out|heard|explains)\b[^|]{0,20} "
        r"(?:what|where|when|which|who|whose|why|how)\b",
        r"\b(?:is|was|are|were|of|about|on|in|from) (?:what|how|why|where|who|when) (?:i|you|he|she|it|we|they)\b",
        r"<(?:do|did) (?:it|this|that|the|your)\b|<have (?:a|the|fun)\b",
    ],
    masked=[
        r"\bhow (?:cute|nice|pretty|beautiful|lovely|sweet|cool|amazing|gorgeous|funny|sad|adorable|stunning)"
        r"(?: (?:is|are) (?:this|that|it|she|he|you|these|those))?\b",
        r"\bwhat an? (?!size|price|deal is|colou?r)\w+",
        r"\bwhat(?:ever| ?so ?ever)\b|\bno matter (?:what|how|who|where|when)\b|\bso ?what>|\bguess "
        r"what\b|\bwhat not\b",
        r"\bthat'?s (?:why|how|what)\b|\bsome ?how\b|\bno wonder\b|\bany ?(?:way|how)s?\b|\bhow dare\b",
        r"<who (?:cares|knew|else)\b|\bcan'?t (?:wait|believe|stop|even|get enough)\b|\bwho'?s? (?:is )?watching\b",
        r"<why (?:so|are you so|is (?:she|he|it) so) (?:cute|pretty|beautiful|good)\b|\bhow do you do\b|"
        r"\bwhat'?s ?up>",
        r"<is (?:so|very|the best|amazing|beautiful|good|great|nice|perfect)\b|<are (?:so|amazing|the best)\b",
        r"<(?:would|could) (?:recommend|buy again)\b|<does (?:the job|its job|what it says|wonders)\b|"
        r"<did (?:it|good|not)\b",
    ],
    half=[
        r"<(?:available|authentic|original|legit|waterproof|machine wash|cod|free|refundable|in stock|"
        r"real|genuine)\b",
        r"\b(?:available|possible|included|accepted|refundable|restock)>|<(?:you|u) (?:have|got|sell|ship)\b",
        r"<(?:price|prices|cost|shipping|delivery) (?:of|for|to|on|cost|fee|from)\b|<hm (?:for|is)\b|<got any\b",
        r"<(?:same|only|which|also in|what)\b|\?|<(?:one|1) or (?:two|2)\b| or ",
    ],
    slight=[r"\b(?:please|pls|plz|kindly)\b", r"<(?:for|about|of|and|in)\b"],
    ask=[
        r"\b(?:tell|show|let) (?:me|us) (?:the|know|again|more|what|how|a|in|its)?\b",
        r"\b(?:need|want) (?:the|to see|more|info|details?)\b|<(?:pm|dm|send|drop|show|say|repeat|try|pin|"
        r"link|info)\b",
        r"\b(?:price|link|size chart|details?|info|measurements?|closer look|back view) (?:please|pls|plz|"
        r"again|of|for)\b",
    ],
    praise=[
        r"\b(?:love|loving|loved|amazing|beautiful|gorgeous|great|best|perfect|cute|pretty|nice|awesome|"
        r"excellent|good|"
        r"stunning|happy|favou?rite|obsessed|wow|cheap|expensive|true to size|fits? (?:me )?(?:well|great|"
        r"perfectly))\b"
    ],
    done=[
        r"\b(?:bought|ordered|purchased|paid|received|arrived|got (?:mine|it|my|one|two|both|the)|got the|"
        r"checked out|"
        r"just got|i (?:have|wear|am|take|will|want|need|got|use|used|live|like|already|'ll|'m|think|"
        r"hope)|i'?m|i'?ll|"
        r"my (?:order|size|wife|mom|mum|sister|package|parcel)|added to cart|followed|shared|mine)\b"
    ],
    votes=(
        "the is are was were you your this that what how much does do did can will would have has it its "
        "for with of and to "
        "in on my me i we they price please pls when where which who why size available love from any not be so but "
        "just there here good nice buy order ship shipping link colour color many need want know if or"
    ),
)
