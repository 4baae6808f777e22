"""Datelines that state two dates: which part is of publication, which of a change.

"Published 5 Oct 2020 | Updated 6 Oct 2020", "Erstellt: 14.10.2026 | Stand: 15.10.2026",
"2026年10月30日（10月31日更新）". A dateline is cut at bars, brackets and the words that say
what a date is of; each piece is of a change if it says so, or if the piece before was the label
alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_UPDATED: Final = (
    r"updated?|modified|edited|revised|reviewed|aktualisiert|aktualisierung|geändert|zuletzt|stand"
    r"|letzte änderung|mise? à jour|modifi[ée]e?|actualis[ée]e?|actualizad[oa]|actualización"
    r"|modificad[oa]|aggiornat[oa]|aggiornamento|modificato|atualizad[oa]|atualização|bijgewerkt"
    r"|gewijzigd|laatste update|oppdatert|opdateret|uppdaterad|päivitetty|muokattu|aktualizacja"
    r"|aktualizováno|zaktualizowano|aktualizované|frissítve|módosítva|actualizat|обновлен[оа]?"
    r"|изменено|оновлено|güncelle\w{0,10}|diperbarui|cập nhật|ενημέρωση"
)
_UPDATED_AFTER: Final = r"更新|수정|업데이트|تحديث|अपडेट|อัปเดต|แก้ไข|עודכן"
_PUBLISHED: Final = (
    r"published|posted|created|first published|erstellt|veröffentlicht|erschienen|publi[ée]e?"
    r"|publicad[oa]|pubblicat[oa]|geplaatst|gepubliceerd|publisert|publiceret|publicerad|julkaistu"
    r"|opublikowano|publikováno|megjelent|publicat|опубликован[оа]?|опубліковано|yayınlan\w{0,10}"
)
UPDATED: Final = re.compile(rf"\b(?:{_UPDATED})\b|{_UPDATED_AFTER}", re.IGNORECASE)
_SAYS_PUBLISHED: Final = re.compile(
    rf"\b(?:{_PUBLISHED})\b|公開|掲載|발행|입력|등록", re.IGNORECASE
)
# First letters of the words: where none of them stands, no word need be tried.
_INITIALS: Final = "".join(sorted({word[0] for word in f"{_UPDATED}|{_PUBLISHED}".split("|")}))
_CUT: Final = re.compile(
    rf"[|•·;()（）\[\]]|\s[–—-]\s|(?=[{_INITIALS}])(?=\b(?:{_UPDATED}|{_PUBLISHED})\b)"
    r"|(?=수정|업데이트)",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")


@lru_cache(maxsize=1024)
def part_dateline(text: str) -> tuple[str, str]:
    """The parts of a dateline that are of publication, and those that are of a change."""
    published: list[str] = []
    updated: list[str] = []
    waiting = False  # whether a label of a change still waits for its date
    for piece in _CUT.split(text):
        changed = _is_changed(piece, waiting=waiting)
        (updated if changed else published).append(piece)
        waiting = changed and not _DIGIT.search(piece)
    return " ".join(published).strip(), " ".join(updated).strip()


@lru_cache(maxsize=1024)
def ends_in_update_label(text: str) -> bool:
    """Whether a text ends in a label such as "Updated:", so that what follows is of a change."""
    last = _CUT.split(text)[-1]
    return not _DIGIT.search(last) and _is_changed(last, waiting=False)


def _is_changed(piece: str, *, waiting: bool) -> bool:
    if UPDATED.search(piece):
        return True
    return waiting and not _SAYS_PUBLISHED.search(piece)
