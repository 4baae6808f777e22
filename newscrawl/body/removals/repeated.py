"""What the site repeats over its articles is the site's text, not this article's.

That a block recurs is not enough: quotations, datelines, refrains and the sentences that explain an
affair recur as well. So the signs are counted that a recurring block is promotion, and the fewer
there are, the more of the site's articles must show it. Headings go only with what they head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from newscrawl.body.draft import Draft
from newscrawl.body.lexicon import CLASS_NAMES, CUE_NAMES
from newscrawl.body.prints import LINKED
from newscrawl.body.recurrence import LISTED, Recurrence

# Share of the site's other articles that must show a block with no, with one, with two signs.
SHARES: Final = (0.5, 0.15, 0.0)
# Other articles from which a share says something; of fewer all must show a block without signs.
_TELLING: Final = 4
# Words of the article's own that must be left: of an article that recurs altogether (a copy under
# another address, a column of set phrases) nothing is the site's.
_OWN_WORDS: Final = 15
_CALL: Final = 12  # words of a line in which one word of a call is enough
_LINE: Final = 8  # words of a dateline, or of a byline
_QUOTED_BY: Final = 3  # elements around a quotation that may say that it is one
_BYLINE: Final = 1 << CUE_NAMES.index("byline")
_CALLING: Final = sum(
    1 << CUE_NAMES.index(name) for name in ("related", "share", "subscribe", "advert", "rights")
)
_PROMOTING: Final = sum(
    1 << CLASS_NAMES.index(name) for name in ("related", "share", "advertising", "subscribe")
)
_QUOTING: Final = 1 << CLASS_NAMES.index("quote")
_QUOTED: Final = re.compile(r"[\"“”„«»‹›‘「『《]")
_UPPER_START: Final = re.compile(r"[^\W\d_a-z]{3,}")
_DATELINE_END: Final = re.compile(r"[—–\-:)\]）】〕]$")


def remove_repeated(draft: Draft) -> None:
    """Remove kept blocks that the site repeats, where its other articles are known."""
    if draft.repeats is None or not draft.repeats.counts:
        return
    found, others = Recurrence(draft, draft.repeats), draft.repeats
    signs = _Signs(found)
    goes = sorted({i for i in found.recurring if _is_promotion(found, signs, i)} | found.teasers)
    words = draft.facts.words
    if words[draft.kept].sum() - words[goes].sum() >= _OWN_WORDS:
        for index in goes:
            shown = f"in {found.count(index)} of {others.articles} other articles"
            draft.remove(index, f"the site repeats it: {shown}", certain=True)


def _is_promotion(found: Recurrence, signs: _Signs, index: int) -> bool:
    """Whether there are enough signs for as many of the other articles as show the block."""
    number, count, articles = signs.of(index), found.count(index), found.others.articles
    if number < 0:
        return False
    if number == 0 and articles < _TELLING:
        return count == articles
    return count >= SHARES[min(number, len(SHARES) - 1)] * articles


@dataclass(frozen=True, slots=True)
class _Signs:
    """How much speaks for a recurring block being promotion."""

    found: Recurrence

    def of(self, index: int) -> int:
        """The number of signs; a heading has those of what it heads, too."""
        headed = self.found.prints.headings[index] and index + 1 in self.found.recurring
        return max(self._count(i) for i in ((index, index + 1) if headed else (index,)))

    def _count(self, index: int) -> int:
        """Quotations and datelines need two signs more than other text. That it stands after the
        text is a sign with others only: refrains do."""
        signs = 2 * self._in_box(index) + self._calls(index) + self._names_author(index)
        signs += self._is_set_apart(index) or (signs > 0 and index > self.found.span[1])
        if self._is_quotation(index) or self._is_dateline(index):
            return signs - 2
        return signs - self._is_listed(index)

    def _in_box(self, index: int) -> bool:
        """In a box; before the text, where introductions stand, in one that calls or says by whom
        the article is.
        """
        boxes = self.found.boxes
        if index not in boxes or index > self.found.span[0]:
            return index in boxes
        box = (i for i, element in boxes.items() if element == boxes[index])
        return any(self._calls(i) or self._is_byline(i) for i in box)

    def _calls(self, index: int) -> int:
        """2 for links; 1 for some link in the text, and for words of a call."""
        links = self.found.facts.links[index]
        return 2 if links >= LINKED else int(links > 0) + self._is_called(index)

    def _is_called(self, index: int) -> bool:
        """Words of a call: one in a short line, of two kinds in a longer one."""
        facts = self.found.facts
        cues = (int(facts.cues[index]) & _CALLING).bit_count()
        return cues > int(facts.words[index] > _CALL)

    def _names_author(self, index: int) -> bool:
        return index in self.found.prints.signature

    def _is_byline(self, index: int) -> bool:
        facts = self.found.facts
        return bool(int(facts.cues[index]) & _BYLINE) and bool(facts.words[index] <= _LINE)

    def _is_set_apart(self, index: int) -> bool:
        """Named as promotion; or unlike the article's own text, but no introduction or heading."""
        found, facts = self.found, self.found.facts
        if int(facts.outline.bits[facts.blocks.element[index]]) & _PROMOTING:
            return True
        line = found.is_line(index) and not self._is_called(index)
        if index < found.span[0] or line:
            return False
        return found.is_slanted(index) or found.prints.places[index] not in found.own_places

    def _is_quotation(self, index: int) -> bool:
        outline = self.found.facts.outline
        element = int(self.found.facts.blocks.element[index])
        around = [element, *outline.walk.ancestors(element)][:_QUOTED_BY]
        marked = any(outline.walk.tags[e] == "blockquote" for e in around)
        named = any(int(outline.bits[e]) & _QUOTING for e in around)
        return marked or named or bool(_QUOTED.match(self.found.draft.texts[index]))

    def _is_dateline(self, index: int) -> bool:
        text, words = self.found.draft.texts[index], self.found.facts.words[index]
        if index > self.found.span[0] or words > _LINE or self._calls(index):
            return False
        return bool(_UPPER_START.match(text) or _DATELINE_END.search(text))

    def _is_listed(self, index: int) -> bool:
        """Whether it stands as an item or cell among others that do not recur."""
        found, element = self.found, self.found.facts.blocks.element
        alone = int((element[found.kept] == element[index]).sum()) == 1
        return alone and found.tag(index) in LISTED and index not in found.boxes
