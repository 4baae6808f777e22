"""The way from a page to a record, as a short list of steps.

Order: what the site's profile states; headline (the body needs it); body; language and images (they
need the body); every other field; last whether the page is an article, by all of that. Each step
only gathers candidates; :func:`~newscrawl.evidence.choose` takes the best of each field, and the
losers stay, best first. An error in one field is recorded in ``problems`` and costs that field
only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any, Final

from newscrawl.body import Body, Others, Rulings, body_html, read_body
from newscrawl.errors import FieldError
from newscrawl.evidence import RANK, Candidate, Choice, choose
from newscrawl.fields import access, live
from newscrawl.fields.facts import Facts
from newscrawl.fields.kind import is_article
from newscrawl.fields.language import in_language
from newscrawl.fields.media import images
from newscrawl.fields.table import READERS, candidates
from newscrawl.items import EVIDENCE_FIELDS, Article
from newscrawl.page import Page
from newscrawl.profiled import Profiled
from newscrawl.sites import Profile, Profiles, bundled
from newscrawl.values.dates import is_before
from newscrawl.values.similarity import content_hash
from newscrawl.values.text import word_count
from newscrawl.values.urls import normalize_url, url_key
from newscrawl.version import __version__
from newscrawl.weights import Weights

_PACKAGED: Final = Weights()
# Characters of the page's text that stand in for a body that could not be found, to tell language.
_SAMPLE: Final = 3000
_LONG: Final = 60  # characters of a text that is no label of a menu


def extract(
    raw: bytes | str,
    *,
    url: str | None = None,
    encoding: str | None = None,
    now: datetime | None = None,
    body_html: bool = False,
    profiles: Profiles | None = None,
) -> Article:
    """Read one page. Never raises on a page: what could not be done is said in ``problems``.

    ``url`` is the page's address (relative links and identity hang on it); ``encoding`` what the
    transport said about the bytes; ``now`` when the page was read: relative dates ("3 hours ago")
    need it, and no page is dated later than two days after it. ``body_html``: give the text as a
    clean subset of HTML as well. ``profiles`` are those of :func:`newscrawl.read_profiles`, where
    they are not only the ones that come with this package.
    """
    page = Page.parse(raw, url=url, encoding=encoding)
    profile = (profiles or bundled()).for_page(page)
    return Extraction(page, now=now, profile=profile, body_html=body_html).article()


class Extraction:
    """The evidence of one page: ``found`` has the candidates of each field.

    ``now`` anchors and bounds dates; ``profile`` is the site's; ``strict`` raises
    :class:`~newscrawl.errors.FieldError` where a field's extraction fails; ``repeats`` is what the
    site's other articles show, where they were read (see :class:`~newscrawl.body.Repeats`);
    ``weights`` is what was fitted, where it is not what comes with this package; ``body_html`` asks
    for ``article_body_html``.
    """

    def __init__(
        self,
        page: Page,
        *,
        now: datetime | None = None,
        profile: Profile | None = None,
        strict: bool = False,
        repeats: Others | None = None,
        weights: Weights = _PACKAGED,
        body_html: bool = False,
    ) -> None:
        self.page = page
        self.facts = Facts(page, now)
        self.body = Body()
        self.found: dict[str, list[Candidate[Any]]] = {}
        self._profiled = Profiled(profile, self.facts) if profile else None
        self._strict = strict
        self._repeats = repeats
        self._weights = weights
        self._body_html = body_html
        self._problems: list[str] = []

    def article(self) -> Article:
        """Gather all evidence, choose, and give the record."""
        self.gather()
        article = Article()
        for field in self.found:
            if best := self.best(field):
                setattr(article, field, best.value)
        return self.complete(article)

    def gather(self, stated: Mapping[str, Sequence[Candidate[Any]]] | None = None) -> None:
        """Collect the candidates of all fields; ``stated`` are candidates that the caller adds."""
        for field, added in (stated or {}).items():
            self._offer(field, added)
        self._read_profile()
        for field in READERS:
            self._read_field(field)
        self._read_body()  # after them: it may have to wait for what other pages show
        self._read_with_body()
        self._drop_early_changes()
        with self._field("is_article"):
            self._offer("is_article", is_article(*self.kind_evidence(), self._weights.kind))
            self._offer("is_article", self._profiled.is_article() if self._profiled else ())

    def choice(self, field: str) -> Choice[Any]:
        """The candidate that won a field, and the losers, best first."""
        return choose(self.found.get(field, ()))

    def best(self, field: str) -> Candidate[Any] | None:
        """The candidate that won a field, without ranking the others."""
        return max(self.found.get(field, ()), key=RANK, default=None)

    def kind_evidence(self) -> tuple[Facts, dict[str, float], dict[str, float]]:
        """What tells articles from other pages: facts, the body's numbers, how sure fields are."""
        numbers = {**asdict(self.body.statistics), "confidence": self.body.confidence}
        certain = {
            field: best.confidence if (best := self.best(field)) else 0.0
            for field in ("headline", "date_published", "authors")
        }
        return self.facts, numbers, certain

    def complete(self, article: Article) -> Article:
        """Add what has no candidates: identity, hashes, evidence, problems."""
        article.url = normalize_url(self.page.url) if self.page.url else None
        identity = article.canonical_url or article.url
        article.id = url_key(identity) if identity else None
        article.word_count = word_count(article.article_body)
        article.content_hash = content_hash(article.headline, article.article_body)
        article.extractor_version = __version__
        with self._field("rights"):
            article.rights = access.rights(self.facts)
        with self._field("live_updates"):
            article.live_updates = live.live_updates(self.facts)
        if self._body_html:
            with self._field("article_body_html"):
                article.article_body_html = self._as_html(article.article_body)
        self._say_evidence(article)
        article.problems = [*self.page.problems, *self._problems]
        return article

    def _as_html(self, text: str | None) -> str | None:
        """The text as HTML: with the page's structure, where it is what was read from the page."""
        body = self.body if text == self.body.text else Body(text or "")
        return body_html(body, self.page.base_url)

    def _offer(self, field: str, offered: Iterable[Candidate[Any]]) -> None:
        self.found.setdefault(field, []).extend(offered)

    def _read_profile(self) -> None:
        if self._profiled is None:
            return
        self._problems += self._profiled.problems
        for field in self._profiled.fields:
            with self._field(field):
                self._offer(field, self._profiled.candidates(field))

    def _read_field(self, field: str) -> None:
        with self._field(field):
            self._offer(field, candidates(field, self.facts, self._weights.fields))

    def _drop_early_changes(self) -> None:
        """What is stated as changed before it was published was not changed since."""
        published = self.best("date_published")
        if published and (changed := self.found.get("date_modified")):
            changed[:] = [one for one in changed if not is_before(one.value, published.value)]

    def _read_body(self) -> None:
        best = self.best("headline")
        headline = best.value if best else None
        with self._field("article_body"):
            self.body = body = read_body(
                self.page,
                headline=headline,
                repeats=self._repeats,
                model=self._weights.body,
                rulings=self._rulings(),
            )
            if body.text:
                found = Candidate(body.text, body.source, body.confidence, note="blocks")
                self._offer("article_body", [found])

    def _rulings(self) -> Rulings | None:
        with self._field("article_body"):
            return self._profiled.rulings() if self._profiled else None
        return None

    def _read_with_body(self) -> None:
        """The fields that need the body: language and images."""
        text = self.body.text or _page_text(self.facts)
        with self._field("in_language"):
            self._offer("in_language", in_language(self.facts, text))
        with self._field("images"):
            self._offer("images", images(self.facts, self.body.start, self.body.end))

    def _say_evidence(self, article: Article) -> None:
        for field in EVIDENCE_FIELDS:
            best = self.best(field)
            article.sources[field] = best.source if best else None
            article.confidence[field] = best.confidence if best else None
        for field in ("date_published", "date_modified"):
            best = self.best(field)
            setattr(article, f"{field}_raw", best.raw if best else None)

    @contextmanager
    def _field(self, field: str) -> Iterator[None]:
        """An error costs this field only, unless the extraction is strict."""
        try:
            yield
        except Exception as error:
            if self._strict:
                raise FieldError(field, error) from error
            self._problems.append(f"{field}: {type(error).__name__}: {error}"[:300])


def _page_text(facts: Facts) -> str:
    """The start of the page's longer texts, to tell the language where no body was found."""
    walk = facts.walk
    long_ones = (
        text
        for text, owner in zip(walk.texts, walk.text_owner, strict=True)
        if len(text) > _LONG and walk.tags[owner] not in ("script", "style", "noscript", "template")
    )
    return " ".join(islice(long_ones, 20))[:_SAMPLE]
