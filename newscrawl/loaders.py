"""The item loader: :class:`~newscrawl.extraction.Extraction` that a project can teach a site.

What ``add_css``, ``add_xpath`` or ``add_value`` adds counts as stated by a site profile and wins
over what the page states elsewhere. Input processors turn what is added into candidates, output
processors take the best; a subclass may change either.

    >>> loader = ArticleLoader(Page.parse(raw, url=url))
    >>> loader.add_css("headline", "h1 .title::text")
    >>> article = loader.load()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from itemloaders import ItemLoader
from parsel import Selector

from newscrawl.body import Body, Others
from newscrawl.evidence import Candidate, Choice, choose
from newscrawl.extraction import Extraction
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.sites import Profile
from newscrawl.stated import stated


def _candidates(field: str) -> Callable[..., list[Candidate[Any]]]:
    """An input processor: candidates pass, plain texts become one that a profile stated."""

    def process(
        values: Iterable[Any], loader_context: dict[str, Any] | None = None
    ) -> list[Candidate[Any]]:
        offered = list(values)
        found = [value for value in offered if isinstance(value, Candidate)]
        texts = [value for value in offered if not isinstance(value, Candidate)]
        return found + stated(field, texts, (loader_context or {})["extraction"].facts)

    return process


def _best(values: Sequence[Any]) -> Any:
    """An output processor: the value of the best candidate; None leaves the item as it is."""
    best = choose(_offered(values)).best
    return None if best is None else best.value


def _offered(values: Iterable[Any]) -> list[Candidate[Any]]:
    """The candidates among collected values; a nested loader also collects the item's defaults."""
    return [value for value in values if isinstance(value, Candidate)]


class ArticleLoader(ItemLoader):
    """Loads the :class:`~newscrawl.items.Article` of one page.

    ``now``, ``profile``, ``strict``, ``repeats`` and ``body_html`` are those of
    :class:`~newscrawl.extraction.Extraction`.
    """

    default_item_class = Article
    default_output_processor = staticmethod(_best)

    def __init__(
        self,
        page: Page,
        *,
        now: datetime | None = None,
        profile: Profile | None = None,
        strict: bool = False,
        repeats: Others | None = None,
        body_html: bool = False,
        selector: Selector | None = None,
        **context: Any,
    ) -> None:
        if "extraction" not in context:  # a nested loader shares its parent's
            context["extraction"] = Extraction(
                page,
                now=now,
                profile=profile,
                strict=strict,
                repeats=repeats,
                body_html=body_html,
            )
        super().__init__(selector=selector or page.selector, page=page, **context)

    def load(self) -> Article:
        """Gather all evidence, choose, and give the record."""
        extraction: Extraction = self.context["extraction"]
        extraction.gather({field: _offered(values) for field, values in self._values.items()})
        self._values.update(extraction.found)
        article: Article = self.load_item()
        return extraction.complete(article)

    @property
    def body(self) -> Body:
        """The body as it was read."""
        extraction: Extraction = self.context["extraction"]
        return extraction.body

    def choice(self, field: str) -> Choice[Any]:
        """The candidate that won a field, and the losers, best first."""
        return choose(_offered(self.get_collected_values(field)))


for _field in fields(Article):
    setattr(ArticleLoader, f"{_field.name}_in", staticmethod(_candidates(_field.name)))
