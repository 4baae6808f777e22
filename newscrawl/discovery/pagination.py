"""Pagination: the links that lead to the other pages of a listing.

A link counts when the page says so (``rel=next``), when its address carries a page number, or when
its whole label is one of the words that sites use for it. A number as label counts only where the
address ends with it: numbers are dates and comment counts as often.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from newscrawl.discovery.shapes import is_numbered_page

_LABEL: Final = re.compile(
    r"(?:next|next page|older|older posts|older entries|older articles|older stories|more stories"
    r"|more articles|load more|show more|nächste|nächste seite|weiter|ältere|ältere artikel"
    r"|ältere beiträge|ältere meldungen|mehr laden|mehr anzeigen|weitere artikel|weitere meldungen"
    r"|suivant|suivante|page suivante|articles précédents|articles plus anciens|plus anciens"
    r"|voir plus|plus d'articles|charger plus|siguiente|página siguiente|anteriores|más noticias"
    r"|cargar más|ver más|successiva|successivo|pagina successiva|precedenti|carica altri"
    r"|próxima|próximo|seguinte|mais notícias|carregar mais|volgende|oudere berichten|meer laden"
    r"|nästa|äldre|visa fler|næste|ældre|neste|eldre|seuraava|vanhemmat|następna|starsze|další"
    r"|starší|következő|înainte|следующая|далее|ещё|показать ещё|наступна|далі|次へ|次のページ"
    r"|もっと見る|下一页|下一頁|更多|다음|더보기|التالي|المزيد)",
    re.I,
)
_NUMBER: Final = re.compile(r"\d{1,4}", re.A)
_NUMBER_AT_END: Final = re.compile(r"(?<!\d)(\d{1,4})(?:\.html?)?/?$", re.A)
_ORNAMENT: Final = re.compile(r"[\s«»‹›<>→←↓▶►…·|.+]+")
# Longest label looked at, in characters: pagination says little.
MAX_LABEL_CHARS: Final = 40
# Labels remembered: those of menus come back page by page.
_REMEMBERED: Final = 1 << 10


def is_pagination(url: str, label: str, rel: str = "") -> bool:
    """Whether a link with this address, label and relation leads to a further page of a listing."""
    if "next" in rel.lower().split():
        return True
    if is_numbered_page(url):
        return True
    if len(label) <= MAX_LABEL_CHARS and _NUMBER.fullmatch(label.strip()):
        end = _NUMBER_AT_END.search(url)
        return end is not None and int(end[1]) == int(label)
    return is_pagination_label(label)


def is_pagination_label(label: str) -> bool:
    """Whether a whole label is one of the words that sites use for the next or older pages."""
    return len(label) <= MAX_LABEL_CHARS and _is_word_for_more(label)


@lru_cache(maxsize=_REMEMBERED)
def _is_word_for_more(label: str) -> bool:
    return bool(_LABEL.fullmatch(_ORNAMENT.sub(" ", label).strip()))
