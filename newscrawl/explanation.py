"""Why a record says what it says: :func:`explain` reads a page and keeps all that was weighed.

For every field the candidates that won and lost, for every block of the page whether it is part of
the body and why. ``reports.explain`` makes a page for people of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newscrawl.body import Block, Others
from newscrawl.evidence import Choice
from newscrawl.extraction import Extraction
from newscrawl.items import EVIDENCE_FIELDS, Article
from newscrawl.page import Page
from newscrawl.sites import Profile, Profiles, bundled


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was weighed on one page.

    ``article`` is the record. ``blocks`` are all blocks of the page in reading order, each with
    ``kept``, ``reason`` and ``probability``; none where the text came from elsewhere than the
    markup (``article.sources["article_body"]`` says so). ``choices`` has, for each field that
    carries evidence, the candidate that won and those that lost, best first. ``profile`` is the
    site's, where there is one; ``expired``: whether it had at the time of the reading.
    """

    article: Article
    blocks: tuple[Block, ...]
    choices: dict[str, Choice[object]]
    profile: Profile | None = None
    expired: bool = False


def explain(
    raw: bytes | str,
    *,
    url: str | None = None,
    encoding: str | None = None,
    now: datetime | None = None,
    repeats: Others | None = None,
    profiles: Profiles | None = None,
) -> Explanation:
    """Read one page as :func:`~newscrawl.extraction.extract` does, and say why it was read so.

    ``repeats`` is what the site's other articles show, where that is known; ``profiles`` as for
    ``extract``. Never raises on a page.
    """
    page = Page.parse(raw, url=url, encoding=encoding)
    profile = (profiles or bundled()).for_page(page)
    extraction = Extraction(page, now=now, profile=profile, repeats=repeats)
    article = extraction.article()
    choices = {field: extraction.choice(field) for field in EVIDENCE_FIELDS}
    expired = bool(profile and profile.is_expired(now))
    return Explanation(article, extraction.body.blocks, choices, profile, expired)
