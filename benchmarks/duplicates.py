"""Measures what tells copies of a text from other texts of the same template.

    python benchmarks/duplicates.py [CORPUS]

Prints for pairs of each kind the range of what they share, how many the index would lead to (a band
in common), and how many are taken for copies and for the same page: all of the copies should be
found, and no pair of a template. With a corpus (see ``corpus.py``) its annotated texts are compared
with each other; pairs of two domains that are taken for copies are listed.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, Final

from corpus import read_corpus

from newscrawl.values.resemblance import Print, Resemblance

TEXTS: Final = tomllib.loads(Path(__file__).with_name("copies.toml").read_text("utf-8"))
NUMBER: Final = 40  # texts of each kind
PARAGRAPHS, SENTENCES = 6, 4
Pairs = list[tuple[str, str]]


def _words(random: Random) -> dict[str, Any]:
    towns = random.sample(TEXTS["towns"], 3)
    people, firms = random.sample(TEXTS["people"], 2), random.sample(TEXTS["firms"], 2)
    skies = random.sample(TEXTS["skies"], 2)
    return {
        "n": random.randint(10, 99),
        "m": random.randint(10, 99),
        "k": random.randint(2, 9),
        "day": random.choice(TEXTS["days"]),
        "thing": random.choice(TEXTS["things"]),
        **dict(zip(("town", "town2", "town3"), towns, strict=True)),
        **dict(zip(("person", "person2"), people, strict=True)),
        **dict(zip(("firm", "firm2"), firms, strict=True)),
        **dict(zip(("sky", "sky2"), skies, strict=True)),
    }


def template_texts(name: str, number: int = NUMBER) -> list[str]:
    """Texts of a template, no two alike."""
    random = Random(name)
    texts: dict[str, None] = {}
    while len(texts) < number:
        texts[TEXTS["templates"][name].strip().format(**_words(random))] = None
    return list(texts)


def stories(number: int = NUMBER) -> list[list[str]]:
    """Stories of paragraphs, which share some sentences by chance."""
    random = Random("stories")
    sentences = TEXTS["story"]["sentences"]
    return [
        [
            " ".join(one.format(**_words(random)) for one in random.sample(sentences, SENTENCES))
            for _ in range(PARAGRAPHS)
        ]
        for _ in range(number)
    ]


_STORY: Final = TEXTS["story"]
EDITS: Final[dict[str, Callable[[list[str]], list[str]]]] = {
    "the same": lambda story: story,
    "dateline and credit": lambda s: [_STORY["dateline"] + s[0], *s[1:], _STORY["credit"]],
    "last paragraph cut": lambda story: story[:-1],
    "introduction and box": lambda s: [_STORY["introduction"], *s, _STORY["box"]],
    "a third cut": lambda story: story[: PARAGRAPHS * 2 // 3],
}


def copies(edit: str, number: int = NUMBER) -> Pairs:
    """Stories and their copies, edited in one way."""
    return [("\n\n".join(one), "\n\n".join(EDITS[edit](one))) for one in stories(number)]


def kinds() -> Iterator[tuple[str, Pairs]]:
    """Pairs of all kinds."""
    yield "other stories", list(combinations(("\n\n".join(one) for one in stories()), 2))
    for name in TEXTS["templates"]:
        yield f"template: {name}", list(combinations(template_texts(name), 2))
    for edit in EDITS:
        yield f"copy: {edit}", copies(edit)


def report(name: str, pairs: Pairs) -> None:
    """Print a line of a table."""
    prints = {text: Print(text) for pair in pairs for text in pair}
    bands = {text: set(found.bands()) for text, found in prints.items()}
    likenesses = [Resemblance.of(prints[a], prints[b]) for a, b in pairs]
    led = sum(not bands[a].isdisjoint(bands[b]) for a, b in pairs)
    figures = "  ".join(
        f"{min(getattr(x, what) for x in likenesses):.2f}-"
        f"{max(getattr(x, what) for x in likenesses):.2f}"
        for what in ("phrases", "contained", "facts", "facts_contained")
    )
    taken = (sum(getattr(x, what) for x in likenesses) for what in ("is_copy", "is_same"))
    print(f"{name:28}{len(pairs):>6}  {figures}{led:>6}{'{:>6}{:>6}'.format(*taken)}")


def corpus_pairs(corpus: Path) -> None:
    """Print the pairs of a corpus' texts, from two domains, that are taken for copies."""
    pages = [page for page in read_corpus(corpus) if page.truth.get("body")]
    prints = [Print(page.truth["body"]) for page in pages]
    by_band: dict[int, list[int]] = defaultdict(list)
    for index, found in enumerate(prints):
        for band in found.bands():
            by_band[band].append(index)
    led = {pair for group in by_band.values() for pair in combinations(group, 2)}
    print(f"\n{len(pages)} texts, {len(led)} pairs with a band in common; copies of two domains:")
    for one, other in sorted(led):
        domains = [pages[index].truth.get("domain") for index in (one, other)]
        if domains[0] != domains[1] and Resemblance.of(prints[one], prints[other]).is_copy:
            print(" ", *domains, *(pages[index].truth["id"] for index in (one, other)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", nargs="?", type=Path)
    options = parser.parse_args(arguments)
    heads = f"{'phrases':>10}{'contained':>12}{'facts':>8}{'contained':>12}"
    print(f"{'pairs':>34}{heads}{'led':>8}{'copy':>6}{'same':>6}")
    for name, pairs in kinds():
        report(name, pairs)
    if options.corpus:
        corpus_pairs(options.corpus)


if __name__ == "__main__":
    main()
