"""The record: an :class:`Article` and its parts, as plain dataclasses.

Names are schema.org's NewsArticle terms in snake_case. ``None`` means "not stated"; an empty list
means "looked for and not there". Everything else about the record is derived from here: the JSON
Schema, validation and the data dictionary (see ``schema.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Final

from msgspec import Meta

SCHEMA_VERSION: Final = "1.0.0"

# What a version of an article is, in `change_type`.
NEW: Final = "new"
UPDATED: Final = "updated"
CORRECTED_HEADLINE: Final = "corrected headline"
REDATED: Final = "redated"
WITHDRAWN: Final = "withdrawn"
RESTORED: Final = "restored"

# The fields for which the record says where the value came from and how sure it is. `sources` and
# `confidence` always carry every one of these keys, so that the shape never varies.
EVIDENCE_FIELDS: Final = (
    "canonical_url",
    "is_article",
    "article_type",
    "headline",
    "alternative_headline",
    "description",
    "article_body",
    "in_language",
    "date_published",
    "date_modified",
    "authors",
    "publisher",
    "sections",
    "keywords",
    "breadcrumbs",
    "main_image",
    "images",
    "videos",
    "is_accessible_for_free",
)


@dataclass(slots=True)
class Person:
    """schema.org/Person: an author."""

    name: Annotated[str, Meta(description="The name as the page writes it.")]
    url: Annotated[str | None, Meta(description="The author's page.")] = None


@dataclass(slots=True)
class Organization:
    """schema.org/Organization: the publisher."""

    name: Annotated[str | None, Meta(description="The publisher's name.")] = None
    url: Annotated[str | None, Meta(description="The publisher's site.")] = None


@dataclass(slots=True)
class Breadcrumb:
    """schema.org/ListItem: one step of the trail from the front page to the article."""

    name: Annotated[str, Meta(description="Label of the step.")]
    url: Annotated[str | None, Meta(description="Where the step leads.")] = None


@dataclass(slots=True)
class Image:
    """schema.org/ImageObject: an image of the article."""

    url: Annotated[str, Meta(description="Absolute URL of the image.")]
    caption: Annotated[str | None, Meta(description="Caption, without the credit.")] = None
    credit: Annotated[str | None, Meta(description="Photographer or agency, as credited.")] = None


@dataclass(slots=True)
class Video:
    """schema.org/VideoObject: a video of the article."""

    url: Annotated[str, Meta(description="Absolute URL of the video or of its player.")]


@dataclass(slots=True)
class LiveUpdate:
    """schema.org/BlogPosting in a LiveBlogPosting: one entry of a live blog."""

    headline: Annotated[str | None, Meta(description="Headline of the entry.")] = None
    date_published: Annotated[str | None, Meta(description="ISO 8601.")] = None
    body: Annotated[str | None, Meta(description="Text of the entry.")] = None


@dataclass(slots=True, kw_only=True)
class Article:
    """One news article (schema.org/NewsArticle) and where each of its fields came from."""

    # -- identity
    id: Annotated[
        str | None, Meta(description="Stable identifier: hash of the canonical URL's identity.")
    ] = None
    url: Annotated[str | None, Meta(description="Address that the page was read from.")] = None
    canonical_url: Annotated[
        str | None, Meta(description="Address that the page names as its own; else `url` cleaned.")
    ] = None
    is_article: Annotated[
        bool, Meta(description="False for front pages, sections, products, forums, services.")
    ] = True
    article_type: Annotated[
        str | None, Meta(description="schema.org type: NewsArticle, OpinionNewsArticle, ...")
    ] = None

    # -- text
    headline: Annotated[str | None, Meta(description="Headline, without the site's name.")] = None
    alternative_headline: Annotated[
        str | None, Meta(description="A second headline that the page states.")
    ] = None
    description: Annotated[str | None, Meta(description="Summary or standfirst.")] = None
    article_body: Annotated[
        str | None,
        Meta(description="The text: paragraphs and sub-headings, parted by a blank line."),
    ] = None
    article_body_html: Annotated[
        str | None, Meta(description="The text as a clean subset of HTML; only when asked for.")
    ] = None
    word_count: Annotated[int, Meta(ge=0, description="Words in `article_body`.")] = 0
    in_language: Annotated[str | None, Meta(description="BCP 47 tag, for example `fr`.")] = None

    # -- dates
    date_published: Annotated[
        str | None,
        Meta(description="ISO 8601, with the offset where the page gives one; else without."),
    ] = None
    date_published_raw: Annotated[
        str | None, Meta(description="The text that `date_published` was read from.")
    ] = None
    date_modified: Annotated[str | None, Meta(description="ISO 8601, as above.")] = None
    date_modified_raw: Annotated[
        str | None, Meta(description="The text that `date_modified` was read from.")
    ] = None

    # -- people
    authors: Annotated[list[Person], Meta(description="Who wrote it; people, not departments.")] = (
        field(default_factory=list)
    )
    publisher: Annotated[Organization, Meta(description="Who published it.")] = field(
        default_factory=Organization
    )

    # -- place
    sections: Annotated[list[str], Meta(description="Sections that the article stands in.")] = (
        field(default_factory=list)
    )
    keywords: Annotated[list[str], Meta(description="Tags and keywords.")] = field(
        default_factory=list
    )
    breadcrumbs: Annotated[
        list[Breadcrumb], Meta(description="Trail from the front page, each step an item.")
    ] = field(default_factory=list)

    # -- media
    main_image: Annotated[str | None, Meta(description="URL of the lead image.")] = None
    images: Annotated[list[Image], Meta(description="Images of the article.")] = field(
        default_factory=list
    )
    videos: Annotated[list[Video], Meta(description="Videos of the article.")] = field(
        default_factory=list
    )

    # -- access
    is_accessible_for_free: Annotated[
        bool | None, Meta(description="False behind a paywall; null when not stated.")
    ] = None
    rights: Annotated[
        list[str], Meta(description="Robots directives and text-and-data-mining reservations.")
    ] = field(default_factory=list)

    # -- live
    live_updates: Annotated[list[LiveUpdate], Meta(description="Entries of a live blog.")] = field(
        default_factory=list
    )
    page_urls: Annotated[
        list[str], Meta(description="Pages that the article was joined from, when several.")
    ] = field(default_factory=list)

    # -- versions
    version: Annotated[int, Meta(ge=1, description="1 for the first record of an article.")] = 1
    change_type: Annotated[
        str,
        Meta(
            description="What changed since the version before: `new` (there is none), `updated` "
            "(the body), `corrected headline` (nothing else in the text), `redated` "
            "(`date_modified` alone), `withdrawn` (the page answers 404 or 410: who, when and "
            "where, without the text), `restored` (it is back)."
        ),
    ] = NEW
    previous_hash: Annotated[
        str | None, Meta(description="`content_hash` of the last version before that had one.")
    ] = None
    content_hash: Annotated[
        str | None,
        Meta(
            description="SHA-256 of headline and body, white space folded; what stands around the "
            "article does not count. Null where it is withdrawn."
        ),
    ] = None
    duplicate_of: Annotated[
        str | None,
        Meta(
            description="`id` of the first publication seen of the same text, on this site or "
            "another; also where it was cut or framed by other words."
        ),
    ] = None

    # -- provenance
    fetched_at: Annotated[str | None, Meta(description="ISO 8601, UTC.")] = None
    http_status: Annotated[int | None, Meta(description="Status of the response.")] = None
    requested_url: Annotated[
        str | None, Meta(description="Address asked for, before redirects.")
    ] = None
    discovered_via: Annotated[
        str | None, Meta(description="What led here: seed, sitemap, feed, link or pagination.")
    ] = None
    sources: Annotated[
        dict[str, str | None],
        Meta(description="Where each field came from: profile, json-ld, microdata, opengraph, ..."),
    ] = field(default_factory=lambda: dict.fromkeys(EVIDENCE_FIELDS))
    confidence: Annotated[
        dict[str, float | None],
        Meta(description="Probability (0 to 1) that each field is right; null when it is empty."),
    ] = field(default_factory=lambda: dict.fromkeys(EVIDENCE_FIELDS))
    problems: Annotated[
        list[str], Meta(description="What extraction could not do on this page, in plain words.")
    ] = field(default_factory=list)
    schema_version: Annotated[str, Meta(description="Version of this record's schema.")] = (
        SCHEMA_VERSION
    )
    extractor_version: Annotated[
        str | None, Meta(description="Version of newscrawl that read the page.")
    ] = None
