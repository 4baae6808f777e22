"""The loader that chooses: asks ``fields/`` and ``body/`` for evidence, and loads an Article.

Order: headline (the body needs it), body, language (it needs the text), everything else. Input
processors turn whatever is added into clean candidates, output processors take the best; losers
stay in the loader's collected values, best first. An error in one field is recorded in ``problems``
and costs that field only; ``strict=True`` raises it.

To teach it a site, subclass it, or add values: what ``add_css``, ``add_xpath`` or ``add_value``
adds counts as stated by a site profile and wins over what the page states elsewhere.

    >>> loader = ArticleLoader(Page.parse(raw, url=url))
    >>> loader.add_css("headline", "h1 .title::text")
    >>> article = loader.load()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any, Final

from itemloaders import ItemLoader
from parsel import Selector

from newscrawl.body import Body, read_body
from newscrawl.errors import FieldError
from newscrawl.evidence import PROFILE, Candidate, Choice, choose
from newscrawl.fields import access, live
from newscrawl.fields.facts import Facts
from newscrawl.fields.kind import is_article
from newscrawl.fields.language import in_language
from newscrawl.fields.media import images
from newscrawl.fields.table import READERS, candidates
from newscrawl.items import EVIDENCE_FIELDS, Article, Person
from newscrawl.page import Page
from newscrawl.sites import Profile
from newscrawl.values.dates import parse_date
from newscrawl.values.people import read_byline
from newscrawl.values.similarity import content_hash
from newscrawl.values.text import clean, word_count
from newscrawl.values.urls import normalize_url, url_key
from newscrawl.version import __version__

# What a profile or a subclass states is taken before anything that the page states.
_STATED: Final = 0.995
# Characters of the page's text that stand in for a body that could not be found, to tell language.
_SAMPLE: Final = 3000
_LONG: Final = 60  # characters of a text that is no label of a menu

Convert = Callable[[Sequence[str], Facts], Any]


def _candidates(convert: Convert) -> Callable[..., list[Candidate[Any]]]:
    """An input processor: candidates pass, plain texts become one that a profile stated."""

    def process(
        values: Iterable[Any], loader_context: dict[str, Any] | None = None
    ) -> list[Candidate[Any]]:
        offered = list(values)
        found = [value for value in offered if isinstance(value, Candidate)]
        texts = [clean(str(v)) for v in offered if v is not None and not isinstance(v, Candidate)]
        value = convert([text for text in texts if text], (loader_context or {})["facts"])
        if value:
            found.append(Candidate(value, PROFILE, _STATED, raw=" ".join(texts)[:300]))
        return found

    return process


def _first_text(texts: Sequence[str], facts: Facts) -> str | None:
    return texts[0] if texts else None


def _all_texts(texts: Sequence[str], facts: Facts) -> list[str]:
    return list(dict.fromkeys(texts))


def _first_date(texts: Sequence[str], facts: Facts) -> str | None:
    dates = (
        parse_date(text, language=facts.language, day_first=facts.day_first, now=facts.now)
        for text in texts
    )
    return next((date for date in dates if date), None)


def _people(texts: Sequence[str], facts: Facts) -> list[Person]:
    names = [name for text in texts for name in read_byline(text) or [text]]
    return [Person(name) for name in dict.fromkeys(names)]


def _best(values: Sequence[Any]) -> Any:
    """An output processor: the value of the best candidate; None leaves the item as it is."""
    best = choose(_offered(values)).best
    return None if best is None else best.value


def _offered(values: Iterable[Any]) -> list[Candidate[Any]]:
    """The candidates among collected values; a nested loader also collects the item's defaults."""
    return [value for value in values if isinstance(value, Candidate)]


class ArticleLoader(ItemLoader):
    """Loads the :class:`~newscrawl.items.Article` of one page.

    ``now`` anchors and bounds dates; ``profile`` is the site's; ``strict`` raises
    :class:`~newscrawl.errors.FieldError` where a field's extraction fails.
    """

    default_item_class = Article
    default_input_processor = staticmethod(_candidates(_first_text))
    default_output_processor = staticmethod(_best)
    date_published_in = staticmethod(_candidates(_first_date))
    date_modified_in = staticmethod(_candidates(_first_date))
    authors_in = staticmethod(_candidates(_people))
    sections_in = staticmethod(_candidates(_all_texts))
    keywords_in = staticmethod(_candidates(_all_texts))

    def __init__(
        self,
        page: Page,
        *,
        now: datetime | None = None,
        profile: Profile | None = None,
        strict: bool = False,
        selector: Selector | None = None,
        **context: Any,
    ) -> None:
        context.setdefault("facts", Facts(page, now))
        context.setdefault("problems", [])
        context.setdefault("body", Body())
        context.update(page=page, now=now, profile=profile, strict=strict)
        super().__init__(selector=selector or page.selector, **context)

    def load(self) -> Article:
        """Ask for all evidence, choose, and give the record."""
        self._add_profile()
        self._add_field("headline")
        self.context["body"] = self._read_body()
        self._add_with_body(self.context["body"])
        for field in READERS:
            if field != "headline":
                self._add_field(field)
        with self._field("is_article"):
            self.add_value("is_article", list(is_article(*self.kind_evidence())))
        article: Article = self.load_item()
        self._add_plain(article)
        return article

    def choice(self, field: str) -> Choice[Any]:
        """The candidate that won a field, and the losers, best first."""
        return choose(_offered(self.get_collected_values(field)))

    def _add_profile(self) -> None:
        profile: Profile | None = self.context["profile"]
        for field, selectors in (profile.fields if profile else {}).items():
            with self._field(field):
                for selector in selectors:
                    values = self.get_css(selector)
                    if values:
                        self.add_value(field, values)
                        break

    def _add_field(self, field: str) -> None:
        with self._field(field):
            self.add_value(field, candidates(field, self.context["facts"]))

    def _read_body(self) -> Body:
        body = Body()
        with self._field("article_body"):
            body = read_body(self.context["page"], headline=self.get_output_value("headline"))
            if body.text:
                found = Candidate(body.text, body.source, body.confidence, note="blocks")
                self.add_value("article_body", found)
        return body

    def _add_with_body(self, body: Body) -> None:
        """The fields that need the body: language and images."""
        facts: Facts = self.context["facts"]
        text = body.text or _page_text(facts)
        with self._field("in_language"):
            self.add_value("in_language", list(in_language(facts, text)))
        with self._field("images"):
            self.add_value("images", list(images(facts, body.start, body.end)))

    def kind_evidence(self) -> tuple[Facts, dict[str, float], dict[str, float]]:
        """What tells articles from other pages: facts, the body's numbers, how sure fields are."""
        body: Body = self.context["body"]
        numbers = {**asdict(body.statistics), "confidence": body.confidence}
        certain = {
            field: best.confidence if (best := self.choice(field).best) else 0.0
            for field in ("headline", "date_published", "authors")
        }
        return self.context["facts"], numbers, certain

    def _add_plain(self, article: Article) -> None:
        """What has no candidates: identity, hashes, evidence, problems."""
        page: Page = self.context["page"]
        facts: Facts = self.context["facts"]
        article.url = normalize_url(page.url) if page.url else None
        identity = article.canonical_url or article.url
        article.id = url_key(identity) if identity else None
        article.word_count = word_count(article.article_body)
        article.content_hash = content_hash(article.headline, article.article_body)
        article.extractor_version = __version__
        with self._field("rights"):
            article.rights = access.rights(facts)
        with self._field("live_updates"):
            article.live_updates = live.live_updates(facts)
        self._add_evidence(article)
        article.problems = [*page.problems, *self.context["problems"]]

    def _add_evidence(self, article: Article) -> None:
        for field in EVIDENCE_FIELDS:
            best = self.choice(field).best
            article.sources[field] = best.source if best else None
            article.confidence[field] = best.confidence if best else None
        for field in ("date_published", "date_modified"):
            best = self.choice(field).best
            setattr(article, f"{field}_raw", best.raw if best else None)

    @contextmanager
    def _field(self, field: str) -> Iterator[None]:
        """An error costs this field only, unless the loader is strict."""
        try:
            yield
        except Exception as error:
            if self.context["strict"]:
                raise FieldError(field, error) from error
            self.context["problems"].append(f"{field}: {type(error).__name__}: {error}"[:300])


def _page_text(facts: Facts) -> str:
    """The start of the page's longer texts, to tell the language where no body was found."""
    walk = facts.walk
    long_ones = (
        text
        for text, owner in zip(walk.texts, walk.text_owner, strict=True)
        if len(text) > _LONG and walk.tags[owner] not in ("script", "style", "noscript", "template")
    )
    return " ".join(islice(long_ones, 20))[:_SAMPLE]
