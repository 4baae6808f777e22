"""What a right record says of each article of a newsroom, from the data that the pages show."""

from __future__ import annotations

from dataclasses import dataclass

from newscrawl.demo.newsroom import Newsroom, Story


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth about one article. ``date_published`` is ISO 8601 with its offset."""

    url: str
    headline: str
    description: str
    texts: tuple[str, ...]  # paragraphs, sub-headings and list items, in page order
    authors: tuple[str, ...]
    date_published: str
    date_modified: str | None
    sections: tuple[str, ...]
    keywords: tuple[str, ...]
    in_language: str
    is_accessible_for_free: bool
    kind: str

    @property
    def article_body(self) -> str:
        """The text, its pieces parted by a blank line."""
        return "\n\n".join(self.texts)


def truth_of(newsroom: Newsroom, base_url: str) -> tuple[Truth, ...]:
    """The truth of each article of a newsroom that is served at ``base_url``."""
    return tuple(_truth(newsroom, story, base_url) for story in newsroom.stories)


def _truth(newsroom: Newsroom, story: Story, base_url: str) -> Truth:
    return Truth(
        url=base_url + newsroom.path_of(story),
        headline=story.headline,
        description=story.description,
        texts=story.texts,
        authors=tuple(newsroom.author(slug).name for slug in story.authors),
        date_published=story.published.isoformat(),
        date_modified=story.modified.isoformat() if story.modified else None,
        sections=tuple(newsroom.section(slug).name for slug in story.sections),
        keywords=story.tags,
        in_language=newsroom.language,
        is_accessible_for_free=story.free,
        kind=story.kind,
    )
