"""Finds stored articles whose text may be that of another: an index of the bands of sketches.

Each article has some rows, one for each band of its text's sketch; texts that share much have a
band in common (see ``values/resemblance.py``). A band leads to the newest articles that have it,
and no further: a template that fills thousands of pages costs no more than any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, insert, select, union_all

from newscrawl.state.ledger import Ledger
from newscrawl.state.tables import sketches, urls
from newscrawl.values.resemblance import BANDS

# Newest articles that one band leads to.
PER_BAND: Final = 8
# Articles that are compared with a new one, those with the most bands in common first.
CANDIDATES: Final = 12
# URLs looked up with one question: databases limit its parameters.
PER_QUERY: Final = 100


def _newest(number: int) -> Select[Any]:
    of_band = select(sketches.c.url).where(sketches.c.band == bindparam(f"band{number}"))
    newest = of_band.order_by(sketches.c.band.desc(), sketches.c.url.desc()).limit(PER_BAND)
    return select(newest.subquery().c.url)


_NEWEST = union_all(*map(_newest, range(BANDS)))
_NUMBERS = select(urls.c.key, urls.c.id, urls.c.article).where(
    urls.c.key.in_(bindparam("keys", expanding=True))
)
_PRESENT = select(sketches.c.band).where(
    sketches.c.url == bindparam("number"), sketches.c.band.in_(bindparam("bands", expanding=True))
)
_FORGET = delete(sketches).where(sketches.c.url.in_(bindparam("numbers", expanding=True)))
_ARTICLES = select(urls.c.id, urls.c.article).where(
    urls.c.id.in_(bindparam("numbers", expanding=True)), urls.c.article.is_not(None)
)
_ADD = insert(sketches)


class Sketches:
    """Bands of the texts of articles that have a record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, bands: Mapping[str, Sequence[int]], again: Container[str] = ()) -> None:
        """Note the bands of texts, by the keys of their URLs, which are known to the frontier.

        ``again`` are the URLs whose articles had a text before.
        """
        keys = iter(bytes.fromhex(key) for key, of_text in bands.items() if of_text)
        while chunk := list(islice(keys, PER_QUERY)):
            rows: list[dict[str, int]] = []
            for key, number, article in map(tuple, self._ledger.run(_NUMBERS, {"keys": chunk})):
                of_text = set(bands[key.hex()])
                if article is not None or key.hex() in again:
                    of_text -= self._present(number, of_text)
                rows += [{"band": band, "url": number} for band in of_text]
            if rows:
                self._ledger.run(_ADD, rows)

    def forget(self, keys: Iterable[bytes]) -> None:
        """Drop the bands of texts whose records are lost."""
        rest = iter(keys)
        while chunk := list(islice(rest, PER_QUERY)):
            numbers = [row.id for row in self._ledger.run(_NUMBERS, {"keys": chunk})]
            self._ledger.run(_FORGET, {"numbers": numbers})

    def candidates(self, bands: Sequence[int]) -> list[str]:
        """Ids of articles that share bands, the most first, then the newest."""
        if not bands:
            return []
        given = {f"band{number}": band for number, band in enumerate(bands)}
        shared = Counter(self._ledger.run(_NEWEST, given).scalars())
        best = sorted(shared, key=lambda url: (shared[url], url), reverse=True)[:CANDIDATES]
        found = {row.id: row.article for row in self._ledger.run(_ARTICLES, {"numbers": best})}
        return [found[number].hex() for number in best if number in found]

    def _present(self, number: int, bands: Iterable[int]) -> set[int]:
        """Those of the bands that a URL has."""
        given = {"number": number, "bands": list(bands)}
        return set(self._ledger.run(_PRESENT, given).scalars())
