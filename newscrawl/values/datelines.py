"""Datelines that state two dates: which part is of publication, which of a change.

"Published 5 Oct 2020 | Updated 6 Oct 2020", "Erstellt: 14.10.2026 | Stand: 15.10.2026",
"2026年10月30日（10月31日更新）". A dateline is cut at bars, brackets and the words that say
what a date is of; each piece is of a change if it says so, or if the piece before was the label
alone.
"""

from __future__ import annotations

import re
from typing import Final

from newscrawl.values.remembering import remembered

_UPDATED: Final = (
    r"updated?|modified|edited|revised|reviewed|aktualisiert|aktualisierung|geändert|zuletzt|stand"
    r"|letzte änderung|mise? à jour|modifi[ée]e?|actualis[ée]e?|actualizad[oa]|actualización"
    r"|modificad[oa]|aggiornat[oa]|aggiornamento|modificato|atualizad[oa]|atualização|bijgewerkt"
    r"|gewijzigd|laatste update|oppdatert|opdateret|uppdaterad|päivitetty|muokattu|aktualizacja"
    r"|aktualizováno|zaktualizowano|aktualizované|frissítve|módosítva|actualizat|обновлен[оа]?"
    r"|изменен[оа]?|оновлено|ändrad|ændret|endret|modyfikacj[ai]|zmodyfikowano|upraveno"
    r"|güncelle\w{0,10}|diperbarui|cập nhật|ενημέρωση"
)
_UPDATED_AFTER: Final = r"更新|修改|수정|업데이트|تحديث|تعديل|अपडेट|อัปเดต|แก้ไข|עודכן"
_PUBLISHED: Final = (
    r"published|posted|created|first published|erstellt|veröffentlicht|erschienen|publi[ée]e?"
    r"|publicad[oa]|pubblicat[oa]|geplaatst|gepubliceerd|publisert|publiceret|publicerad|julkaistu"
    r"|opublikowano|publikováno|megjelent|publicat|опубликован[оа]?|опубліковано|yayınlan\w{0,10}"
    r"|veröffentlichung|publicación|publicação|pubblicazione|objavljeno|avaldatud|utgitt|vydáno"
    r"|дата публикации|размещено|diterbitkan|δημοσι\w{0,12}"
)
UPDATED: Final = re.compile(rf"\b(?:{_UPDATED})\b|{_UPDATED_AFTER}", re.IGNORECASE)
_PUBLISHED_AFTER: Final = (
    r"公開|掲載|発表|发布|發布|发表|발행|입력|등록|게시|نشر|प्रकाशित|เผยแพร่|פורסם|đăng"
)
_SAYS_PUBLISHED: Final = re.compile(rf"\b(?:{_PUBLISHED})\b|{_PUBLISHED_AFTER}", re.IGNORECASE)
_CUT: Final = re.compile(
    rf"[|•·;()（）\[\]]|\s[–—-]\s|(?=\b(?:{_UPDATED}|{_PUBLISHED})\b)|(?=수정|업데이트)",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"[|•·;()（）\[\]]|\s[–—-]\s")
# First letters of the words: a text in which no word starts so need not be searched for them.
_LETTERS: Final = 4
_STARTS: Final = {word[:_LETTERS].strip() for word in f"{_UPDATED}|{_PUBLISHED}|mis".split("|")}
_AFTER: Final = re.compile(rf"{_UPDATED_AFTER}|{_PUBLISHED_AFTER}")
_WORD: Final = re.compile(rf"\b[^\W\d_]{{3,{_LETTERS}}}")
_DIGIT: Final = re.compile(r"\d")
_CLOCK: Final = re.compile(
    r"\s*\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|uhr|h)?\s*", re.IGNORECASE
)
_MAX_OPENING: Final = 80  # characters of a dateline that opens a paragraph
_MAX_PLACE: Final = 4  # words before its date: a place, an agency
_OPENING_END: Final = re.compile(r"(?<=\d\d)\s?(?:[)(\]–—:|/]|-{1,2}\s)|(?<=\d{4})\.\s")


@remembered(1024)
def part_dateline(text: str) -> tuple[str, str]:
    """The parts of a dateline that are of publication, and those that are of a change."""
    if not _has_label(text):
        return " ".join(_SEPARATOR.split(text)).strip(), ""
    published: list[str] = []
    updated: list[str] = []
    waiting = changed = False  # whether a label of a change still waits for its date
    for piece in _CUT.split(text):
        if not _CLOCK.fullmatch(piece):  # a time belongs to the day before it
            changed = _is_changed(piece, waiting=waiting)
        (updated if changed else published).append(piece)
        waiting = changed and not _DIGIT.search(piece)
    return " ".join(published).strip(), " ".join(updated).strip()


@remembered(1024)
def ends_in_update_label(text: str) -> bool:
    """Whether a text ends in a label such as "Updated:", so that what follows is of a change."""
    if not _has_label(text):
        return False
    last = _CUT.split(text)[-1]
    return not _DIGIT.search(last) and _is_changed(last, waiting=False)


def says_published(text: str) -> bool:
    """Whether a text says, in so many words, that its date is of publication."""
    return _has_label(text) and bool(_SAYS_PUBLISHED.search(text))


def _has_label(text: str) -> bool:
    """Whether a text may hold a word that says what a date is of: a quick look."""
    if not _STARTS.isdisjoint(_WORD.findall(text.lower())):
        return True
    return not text.isascii() and bool(_AFTER.search(text))


def opening_dateline(text: str) -> str:
    """The dateline that opens a paragraph ("BERLIN, 18 January 2022 - The..."), or nothing."""
    head = text[:_MAX_OPENING]
    end = _OPENING_END.search(head)
    digit = _DIGIT.search(head)
    if not end or not digit or len(head[: digit.start()].split()) > _MAX_PLACE:
        return ""
    return head[: end.start()]


def _is_changed(piece: str, *, waiting: bool) -> bool:
    if UPDATED.search(piece):
        return True
    return waiting and not _SAYS_PUBLISHED.search(piece)
