"""Finds stored articles whose text may be that of another: an index of the bands of sketches.

Each article has some rows, one for each band of its text's sketch; texts that share much have a
band in common (see ``values/resemblance.py``). A band leads to the newest articles that have it,
and no further: a template that fills thousands of pages costs no more than any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, bindparam, insert, select, union_all

from newscrawl.state.ledger import Ledger
from newscrawl.state.tables import sketches, urls
from newscrawl.values.resemblance import BANDS

# Newest articles that one band leads to.
PER_BAND: Final = 8
# Articles that are compared with a new one, those with the most bands in common first.
CANDIDATES: Final = 12


def _newest(number: int) -> Select[Any]:
    of_band = select(sketches.c.url).where(sketches.c.band == bindparam(f"band{number}"))
    newest = of_band.order_by(sketches.c.band.desc(), sketches.c.url.desc()).limit(PER_BAND)
    return select(newest.subquery().c.url)


_NEWEST = union_all(*map(_newest, range(BANDS)))
_NUMBER = select(urls.c.id).where(urls.c.key == bindparam("of"))
_PRESENT = select(sketches.c.band).where(
    sketches.c.url == bindparam("number"), sketches.c.band.in_(bindparam("bands", expanding=True))
)
_ARTICLES = select(urls.c.id, urls.c.article).where(
    urls.c.id.in_(bindparam("numbers", expanding=True)), urls.c.article.is_not(None)
)
_ADD = insert(sketches)


class Sketches:
    """Bands of the texts of articles that have a record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, url_key: str, bands: Sequence[int]) -> None:
        """Note the bands of a text; the URL is known to the frontier."""
        number = self._ledger.run(_NUMBER, {"of": bytes.fromhex(url_key)}).scalar()
        if number is None or not bands:
            return
        present = self._ledger.run(_PRESENT, {"number": number, "bands": bands}).scalars()
        rows = [{"band": band, "url": number} for band in {*bands} - {*present}]
        if rows:
            self._ledger.run(_ADD, rows)

    def candidates(self, bands: Sequence[int]) -> list[str]:
        """Ids of articles that share bands, the most first, then the newest."""
        if not bands:
            return []
        given = {f"band{number}": band for number, band in enumerate(bands)}
        shared = Counter(self._ledger.run(_NEWEST, given).scalars())
        best = sorted(shared, key=lambda url: (shared[url], url), reverse=True)[:CANDIDATES]
        found = {row.id: row.article for row in self._ledger.run(_ARTICLES, {"numbers": best})}
        return [found[number].hex() for number in best if number in found]
