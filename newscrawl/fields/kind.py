"""Whether the page is an article, with a probability.

Evidence, in order: what JSON-LD, OpenGraph and the classes of the page say that it is; what its
address looks like; what the body is like (from the body's statistics); what else stands on the page
(forms, prices, code, lists of links). A logistic regression over these numbers, fitted by
``benchmarks/train_kind.py``, weighs them (``kind.json``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import exp, log1p
from typing import Any, Final
from urllib.parse import urlsplit

from newscrawl.evidence import MODEL, Candidate
from newscrawl.fields.facts import Facts
from newscrawl.page.jsonld import types_of
from newscrawl.values.text import word_count

# Groups of schema.org types that say what a page is.
_TYPES: Final = {
    "news": ("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"),
    "article": ("Article", "BlogPosting", "LiveBlogPosting", "Report", "Posting"),
    "product": ("Product", "Offer", "AggregateOffer", "ProductGroup", "OfferCatalog"),
    "list": ("ItemList", "CollectionPage", "SearchResultsPage", "Blog", "DataCatalog"),
    "forum": ("DiscussionForumPosting", "QAPage", "Question", "Answer", "Comment"),
    "manual": ("TechArticle", "APIReference", "SoftwareApplication", "SoftwareSourceCode"),
    "service": ("Service", "LocalBusiness", "ProfessionalService", "FAQPage", "Place", "Hotel",
                "FinancialProduct", "AboutPage", "ContactPage", "Course", "JobPosting"),
    "recipe": ("Recipe", "HowTo"),
}  # fmt: skip
# Words in addresses, and in the classes of the body and its outermost children, by kind of page.
_WORDS: Final = {
    "article": "article articles news story stories blog blogs post posts single magazin"
    " magazine aktuell artikel opinion editorial single-post postid singlepost"
    " articulo noticia articolo",
    "list": "category categories tag tags topic topics archive archives author authors search"
    " section sections index listing directory results browse latest feed archiv thema"
    " themen rubrik redaktion autor autoren auteur auteurs schlagwort kategorie"
    " categorie categoria rubrique dossier dossiers sujet tema temas etiqueta seccion"
    " sezione ressort page seite calendar kalender people staff events event agenda"
    " termine",
    "catalog": "collections collection catalog list shop store",
    "product": "product products item buy cart price pricing woocommerce dp p pd sku checkout"
    " single-product produkt produkte producto produit",
    "forum": "forum forums thread threads viewtopic questions question community discussion t"
    " discussions showthread answers phpbb xenforo discourse vbulletin comments r",
    "manual": "docs doc documentation reference guide api manual wiki help support kb learn"
    " tutorial tutorials manuals en-us stable sphinx mkdocs docusaurus readthedocs",
    "service": "services service solutions about contact careers locations company programs"
    " features platform industries home landing page-template impressum datenschutz"
    " privacy terms imprint login kontakt a-propos about-us ueber-uns uber-uns quienes-somos"
    " chi-siamo over-ons mentions legal",
}  # fmt: skip
# Steps of an address under which sites keep listings, and hardly ever anything else.
_LISTINGS: Final = frozenset(
    ("tag", "tags", "category", "categories", "author", "authors", "autor", "autoren", "auteur",
     "auteurs", "schlagwort", "schlagworte", "kategorie", "categorie", "categoria", "categorias",
     "rubrik", "rubrique", "rubriques", "etiqueta", "etiquetas", "seccion", "sezione", "search",
     "suche", "recherche", "buscar", "archive", "archives", "archiv", "thema", "themen", "dossier",
     "redaktion", "calendar", "kalender", "events")
)  # fmt: skip
_WORD_SETS: Final = {kind: frozenset(words.split()) for kind, words in _WORDS.items()}
_SPLIT: Final = re.compile(r"[a-z]+(?:-[a-z]+)?|[a-z]+")
_PRICE: Final = re.compile(r"^\s*(?:[$€£¥₹]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|EUR|USD|kr|zł))\s*$")
_NUMBER: Final = re.compile(r"\d{4,}")
_COUNTED: Final = {
    "code": ("pre", "code"), "forms": ("form",), "fields": ("input", "select", "textarea"),
    "buttons": ("button",), "articles": ("article",), "h1": ("h1",), "h2": ("h2", "h3"),
    "tables": ("table",), "images": ("img",), "links": ("a",), "times": ("time",),
    "figures": ("figure", "figcaption"), "quotes": ("blockquote", "q"), "items": ("li",),
}  # fmt: skip
_MAX_PRICE: Final = 16  # characters; a longer text says more than a price
_MAX_TEXTS: Final = 4000  # text runs that are looked at for prices
_MAX_OUTER: Final = 3000  # elements among which the outermost are looked for
_FEW_WORDS: Final = 200  # of a body; a shorter page that states nothing about itself is no article
_PARAGRAPH: Final = 50  # words of a longer paragraph
_SOME_WORDS: Final = 300  # of a body; teasers of a listing, taken together, may come to this
_LABEL: Final = 3  # words of a title that rather names a section, a tag or a person
_LIST: Final = 3  # headings that are links, from which they make a list of stories
_MAX_HEADINGS: Final = 150  # headings that are looked at for links
_SURE: Final = 30.0  # log odds beyond which a probability is 1 in floats that we print

Features = Mapping[str, float]


def is_article(
    facts: Facts,
    body: Mapping[str, float],
    certain: Mapping[str, float],
    fitted: Mapping[str, Any] | None = None,
) -> Iterator[Candidate[bool]]:
    """Whether the page is an article; see :func:`features` for the first arguments.

    ``fitted`` is what features are worth, by default what comes with this package.
    """
    found = features(facts, body, certain)
    probability, note = article_probability(found, fitted), "model"
    for name, applies, bound in _RULES:
        if applies(found) and probability > bound:
            probability, note = bound, name
    is_one = probability >= 0.5
    confidence = round(probability if is_one else 1 - probability, 4)
    yield Candidate(is_one, MODEL, confidence, raw=f"{probability:.4f}", note=note)


def _states_nothing(found: Features) -> bool:
    """No date, no article node, no OpenGraph article: and hardly any text."""
    return (
        not (found["main entity"] or found["og article"])
        and found["certain date_published"] < 0.5
        and found["body words"] < log1p(_FEW_WORDS)
    )


def _is_wordless(found: Features) -> bool:
    """Neither an article node nor OpenGraph's word for it, and not even a paragraph."""
    stated = found["main entity"] or found["og article"]
    return not stated and found["body words"] < log1p(_PARAGRAPH)


def _lists_stories(found: Features) -> bool:
    """The address of a listing, no article node, and less text than an article has."""
    is_section = found["path of a word"] and found["title is a label"]
    return bool(
        (found["path of a listing"] or is_section)
        and not found["main entity"]
        and found["body words"] < log1p(_SOME_WORDS)
    )


# What the corpus has too few of for the model to learn: front pages, listings of stories, a site's
# small pages. The bounds are the shares of articles among the corpus's pages of these kinds (front
# pages 6 of 55, hardly any text 2 of 15, states nothing 4 of 78; of listings by address 1 of 8).
_RULES: Final[tuple[tuple[str, Callable[[Features], bool], float], ...]] = (
    ("listing by its address", _lists_stories, 0.1),
    ("front page", lambda found: found["path empty"] > 0, 0.11),
    ("hardly any text", _is_wordless, 0.13),
    ("states nothing", _states_nothing, 0.05),
)


def features(
    facts: Facts, body: Mapping[str, float], certain: Mapping[str, float]
) -> dict[str, float]:
    """The evidence as numbers, most of them 0 to 1.

    ``body`` are the body's statistics and its ``confidence``; ``certain`` is how confident
    headline, date and authors are (0 where there is none).
    """
    return {
        **_stated(facts),
        **_address(facts),
        **_classes(facts),
        **_counts(facts),
        **_headings(facts),
        **_text(body),
        **{f"certain {field}": value for field, value in certain.items()},
    }


def _stated(facts: Facts) -> dict[str, float]:
    kinds = {kind for node in facts.page.jsonld.nodes[:300] for kind in types_of(node)}
    kinds |= {kind for node in facts.page.microdata[:300] for kind in types_of(node)}
    found = {f"type {group}": float(bool(kinds & set(t))) for group, t in _TYPES.items()}
    og_type = (facts.meta.first("og:type") or "").lower()
    found["og article"] = float(og_type in ("article", "blog", "news", "post"))
    found["og website"] = float(og_type == "website")
    found["og product"] = float("product" in og_type)
    found["og none"] = float(not og_type)
    found["meta published"] = float(bool(facts.meta.first("article:published_time", "date")))
    found["meta author"] = float(bool(facts.meta.first("author", "article:author")))
    found["main entity"] = float(bool(facts.article))
    return found


def _address(facts: Facts) -> dict[str, float]:
    try:
        parts = urlsplit(facts.page.url or "")
    except ValueError:
        parts = urlsplit("")
    path = parts.path.lower().strip("/")
    last = path.rpartition("/")[2]
    words = set(_SPLIT.findall(path))
    found = {f"path {kind}": float(bool(words & listed)) for kind, listed in _WORD_SETS.items()}
    found["path of a listing"] = float(_names_listing(path.split("/")))
    found["path of a word"] = float(path.isalpha())
    found["path empty"] = float(bool(parts.netloc) and not path)
    found["path depth"] = min(path.count("/"), 6) / 6
    found["slug words"] = min(last.count("-") + last.count("_"), 10) / 10
    found["slug number"] = float(bool(_NUMBER.search(last)))
    found["path date"] = float(bool(re.search(r"(?:19|20)\d\d/?\d\d", path)))
    found["query"] = float(bool(parts.query))
    host = parts.netloc.lower()
    found["host forum"] = float(host.startswith(("forum", "community", "discuss")))
    found["host manual"] = float(host.startswith(("docs.", "doc.", "help.", "support.", "wiki.")))
    found["host blog"] = float(host.startswith(("blog.", "news.", "blogs.")))
    return found


def _names_listing(steps: list[str]) -> bool:
    """Whether an address is of a tag, a category, an author, an archive, or of its page N."""
    if len(steps) >= 2 and steps[-2] in ("page", "seite") and steps[-1].isdigit():
        return True
    return any(step.partition(".")[0] in _LISTINGS for step in steps[-2:])


def _classes(facts: Facts) -> dict[str, float]:
    """Words in the classes of the outermost elements, where templates name themselves."""
    walk = facts.walk
    outer = [i for i, depth in enumerate(walk.depth[:_MAX_OUTER]) if depth <= 2]
    names = " ".join([f"{walk.classes[i]} {walk.ids[i]}" for i in outer]).lower()
    words = set(_SPLIT.findall(names))
    return {f"class {kind}": float(bool(words & listed)) for kind, listed in _WORD_SETS.items()}


def _counts(facts: Facts) -> dict[str, float]:
    walk = facts.walk
    found = {
        f"count {name}": log1p(sum(len(walk.by_tag.get(tag, ())) for tag in tags))
        for name, tags in _COUNTED.items()
    }
    texts = walk.texts[:_MAX_TEXTS]
    short = [text for text in texts if len(text) < _MAX_PRICE and not text.isspace()]
    prices = [text for text in short if _PRICE.match(text)]
    found["count prices"] = log1p(len(prices))
    found["is news"] = float(facts.is_news)
    return found


def _headings(facts: Facts) -> dict[str, float]:
    """Listings have headings that are links, many dates, and a title of a word or two."""
    walk = facts.walk
    shown = walk.indices("h2", "h3", "h4")[:_MAX_HEADINGS]
    linked = [i for i in shown if _is_linked(facts, i)]
    title = facts.heading_text(facts.heading) if facts.heading is not None else ""
    words = word_count(title)
    return {
        "linked headings": log1p(len(linked)),
        "share of linked headings": len(linked) / (len(shown) or 1),
        "title words": min(words, 15) / 15,
        "title is a label": float(0 < words <= 2),
        "title is none": float(not words),
        "label over a list": float(0 < words <= _LABEL and len(linked) >= _LIST),
        "label, nothing stated": float(0 < words <= _LABEL and not _is_stated(facts)),
        "title ends like a question": float(title.endswith("?")),
    }


def _is_stated(facts: Facts) -> bool:
    """Whether the head says in any way that the page is an article."""
    og_type = (facts.meta.first("og:type") or "").lower()
    return bool(facts.article or facts.meta.first("article:published_time")) or "article" in og_type


def _is_linked(facts: Facts, index: int) -> bool:
    walk = facts.walk
    inside = range(index + 1, min(walk.end[index], index + 4))
    around = walk.parent[index]
    return any(walk.tags[i] == "a" for i in inside) or (around >= 0 and walk.tags[around] == "a")


def _text(body: Mapping[str, float]) -> dict[str, float]:
    """The body's numbers on scales that differ little between a long page and a very long one."""
    shown = {
        name: body.get(name, 0.0)
        for name in (
            "share",
            "links",
            "page_links",
            "sentences",
            "lists",
            "mean",
            "spread",
            "confidence",
        )
    }
    found = {f"body {name}": value for name, value in shown.items()}
    for name in ("words", "paragraphs", "longest", "page_words", "page_blocks"):
        found[f"body {name}"] = log1p(body.get(name, 0.0))
    found["body short"] = float(body.get("words", 0.0) < 120)
    return found


def article_probability(
    found: Mapping[str, float], fitted: Mapping[str, Any] | None = None
) -> float:
    """The probability (0 to 1) that a page with these numbers is an article."""
    fitted = fitted or packaged()
    log_odds: float = fitted["bias"]
    for name, (slope, steps) in fitted["weights"].items():
        value = found.get(name, 0.0)
        log_odds += slope * value + sum(weight for start, weight in steps if value > start)
    return 1 / (1 + exp(-max(-_SURE, min(_SURE, log_odds))))


def read_fitted(file: Traversable) -> dict[str, Any]:
    """``bias``, and per feature its slope and its steps: [value above which it counts, weight]."""
    fitted: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return fitted


@cache
def packaged() -> dict[str, Any]:
    """What comes with this package."""
    return read_fitted(files("newscrawl.fields") / "kind.json")
