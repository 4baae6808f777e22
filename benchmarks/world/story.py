"""A story: what a site publishes, and what an editor does to it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from world.prose import Writer, headlines, sentence_case, slug

# The newest story is this old, and each further one as much older: a paper's day has 16 stories.
GAP: Final = timedelta(minutes=90)
# Number of a site's oldest story; its neighbours are not consecutive, as where drafts count too.
FIRST_NUMBER: Final = 104_211
NUMBER_STEP: Final = 7
# Each author and topic has a page, which costs a crawler a fetch that gives no article.
AUTHORS: Final = 5
TOPICS: Final = 4


@dataclass(slots=True)
class Story:
    """One article. ``published`` and ``modified`` have a zone; ``chrome`` counts redesigns."""

    number: int
    headline: str
    paragraphs: list[str]
    author: str
    section: str
    topic: str
    published: datetime
    modified: datetime
    withdrawn: bool = False
    chrome: int = 0
    edits: int = 0

    @property
    def slug(self) -> str:
        """The words of the headline that it was first published under."""
        return slug(self.headline)

    @property
    def summary(self) -> str:
        """The first sentence."""
        return self.paragraphs[0].partition(". ")[0].rstrip(".") + "."

    def edit(self, now: datetime) -> None:
        """Change a sentence of the text and say when."""
        self.edits += 1
        self.modified = now
        sentence, _, rest = self.paragraphs[2].partition(". ")
        self.paragraphs[2] = f"{rest} {sentence_case(sentence)} ({self.edits})."

    def redecorate(self) -> None:
        """Change what stands around the text, and not the text."""
        self.chrome += 1

    def withdraw(self) -> None:
        """Take the page off the site."""
        self.withdrawn = True


def write_stories(
    language: str, seed: str, count: int, now: datetime, sections: Sequence[str]
) -> list[Story]:
    """``count`` stories, newest first, spread evenly over the sections."""
    newest = now.replace(microsecond=0) - GAP
    staff = Writer(language, f"{seed}/staff")
    authors = [staff.person() for _ in range(AUTHORS)]
    topics = staff.random.sample(staff.words.places, TOPICS)
    stories = []
    for rank, (headline, writer) in enumerate(islice(headlines(language, seed), count)):
        moment = newest - rank * GAP
        stories.append(
            Story(
                number=FIRST_NUMBER + NUMBER_STEP * (count - rank),
                headline=headline,
                paragraphs=writer.paragraphs(),
                author=authors[rank % AUTHORS],
                section=sections[rank % len(sections)],
                topic=topics[rank % TOPICS],
                published=moment,
                modified=moment,
            )
        )
    return stories
