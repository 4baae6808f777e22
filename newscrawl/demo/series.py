"""Stories that follow a pattern, as much of a paper's daily work does.

A series holds a story's fields as Jinja2 text and one row of facts per story. Where the text
offers several wordings (``pick``) or wants a figure (``between``), a generator seeded with the
series' and the row's place chooses, so that the same files always give the same stories.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from jinja2 import Environment, StrictUndefined


@dataclass(frozen=True)
class Series:
    """A pattern (``story``: fields of a story, text in Jinja2) and its rows of facts."""

    name: str
    story: dict[str, Any]
    facts: list[dict[str, Any]]


def expand(series: Series) -> list[dict[str, Any]]:
    """The stories of the series, one per row of facts, as the fields of a story."""
    return [_story(series, row, place) for place, row in enumerate(series.facts)]


def _story(series: Series, facts: dict[str, Any], place: int) -> dict[str, Any]:
    random = Random(f"{series.name}/{place}")
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # plain text, not HTML
    environment.globals.update(pick=lambda *texts: random.choice(texts), between=random.randint)

    def fill(value: Any) -> Any:
        if isinstance(value, str):
            return environment.from_string(value).render(facts)
        return [fill(part) for part in value] if isinstance(value, list) else value

    story = {name: fill(value) for name, value in series.story.items()}
    return story | {name: facts[name] for name in ("published", "modified") if name in facts}
