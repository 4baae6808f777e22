"""What a site says after an article's last paragraph: follow us, subscribe, read also.

Such lines read like prose and stand in the text's own element. Within a text they may be the text;
after its end they are the site's.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from newscrawl.body.draft import Draft

_WORDS: Final = 40  # words of the longest call
_LABEL: Final = 8  # words of a line that ends in a colon, with nothing after it
_QUOTES: Final = ('"', "“", "„", "«", "»", "‘")
_NETWORKS: Final = (
    r"(?:twitter|facebook|instagram|x|linkedin|tiktok|youtube|telegram|whatsapp|bluesky|threads)"
)
# Calls by language: English; German; French; Spanish and Portuguese; Italian; Dutch and the
# Scandinavian languages; Slavic and other languages.
_CALL: Final = re.compile(
    rf"\b(?:follow (?:us|me|him|her|@?\w+(?: \w+){{0,3}}) on {_NETWORKS}"
    rf"|(?:join|find) us on {_NETWORKS}"
    rf"|join (?:our )?(?:\w+ )?{_NETWORKS} (?:channel|group|community)|subscribe now"
    r"|(?:subscribe|sign up) (?:now |here |today )?(?:to|for) (?:our|the \w+ newsletter)"
    r"|already a (?:subscriber|member)|download (?:the|our) [\w ]{0,40}apps?\b"
    r"|folg(?:en sie|t|e) (?:uns|mir)|abonnier(?:en sie|e|t) (?:jetzt |hier )?(?:unseren|den) "
    r"|newsletter (?:abonnieren|bestellen)|bereits abonnent|hier geht(?:'?s| es) zu[rm]?\b"
    r"|abonnez-vous|suivez[- ](?:nous|notre)|inscrivez-vous|rejoignez[- ](?:nous|notre)|déjà abonné"
    r"|suscríbe?te|suscribite|síguenos|seguinos|únete|inscríbete|nuestro (?:canal|boletín)"
    r"|inscreva-se|siga-nos|nosso canal"
    r"|iscriviti|seguici|nostro canale"
    r"|volg ons|abonneer|schrijf je in|følg os|følg oss|följ oss|prenumerera"
    r"|do subskrypcji|obserwuj nas|zapisz się|подпи(?:шитесь|сывайтесь)|iratkozz fel|abone ol)",
    re.IGNORECASE,
)
_ALSO: Final = re.compile(
    r"^\W{0,3}(?:read (?:more|also|next)|also read|see also|(?:you )?(?:may|might) also like|mira"
    r"|l[ée]a (?:también|además|más)|te puede interesar|lesen sie (?:auch|mehr)|lies auch"
    r"|(?:das (?:thema )?)?könnte (?:sie|dich) auch interessieren|auch (?:interessant|lesenswert)"
    r"|mehr zum thema|weiterlesen|weitere (?:informationen|artikel|beiträge)|siehe auch"
    r"|(?:à )?lire (?:aussi|également)|(?:à )?voir aussi|leggi anche|leia (?:também|mais)"
    r"|lees ook|läs (?:också|även|mer)|les også|læs også|lue (?:myös|lisää)"
    r"|(?:prze)?czytaj (?:także|też|również)|zobacz (?:także|też|również)|читайте также"
    r"|čtěte (?:také|více)|ayrıca okuyun|baca juga|اقرأ أيضا|延伸閱讀|推荐阅读|関連記事|관련 ?기사)"
    r"\s*(?:[:：|–—>→»…-]|$)",
    re.IGNORECASE | re.MULTILINE,
)


def remove_calls(draft: Draft) -> None:
    """Remove calls, and labels of nothing, after the last paragraph of the text."""
    texts, words = draft.texts, draft.facts.words
    for index in np.flatnonzero(draft.kept & ~draft.facts.heads)[:0:-1].tolist():
        if words[index] <= _WORDS and _is_call(texts[index]):
            draft.remove(index, "a call of the site after the text")
        elif words[index] <= _LABEL and texts[index].endswith((":", "：")):
            draft.remove(index, "a label with nothing of the article after it")
        else:
            return


def _is_call(text: str) -> bool:
    """Whether a text calls upon the reader, and is not somebody's speech."""
    return not text.startswith(_QUOTES) and bool(_CALL.search(text) or _ALSO.search(text))
