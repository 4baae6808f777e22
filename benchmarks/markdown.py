"""The stored figures as Markdown: a short table for the README, and all of them for figures.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

START: Final = "<!-- figures: made by benchmarks/table.py -->"
END: Final = "<!-- end of figures -->"
ALL: Final = "all"
NONE: Final = "–"
Stored = Mapping[str, Any]

# Rows of the README's table: what is measured, in which dataset, as which figure.
ROWS: Final = (
    ("body F1, news", "fundus", "f1"),
    ("body F1, guides", "wcxb_dev", "f1"),
    ("required text found, web", "trafilatura", "with"),
    ("forbidden text kept out, web", "trafilatura", "without"),
    ("headline, news", "fundus", "title"),
    ("headline, guides", "wcxb_dev", "title"),
    ("headline, web", "trafilatura", "title"),
    ("authors, news", "fundus", "authors"),
    ("authors, guides", "wcxb_dev", "authors"),
    ("authors, web", "trafilatura", "authors"),
    ("day, news", "fundus", "date"),
    ("day, guides", "wcxb_dev", "date"),
    ("day, web", "trafilatura", "date"),
    ("day, dates I", "htmldate_default", "date"),
    ("day, dates II", "htmldate_mediacloud", "date"),
    ("moment with zone, news", "fundus", "instant"),
    ("language, news", "fundus", "language"),
    ("article or not", ALL, "is_article"),
    ("time ÷ bare lxml parse", ALL, "cost"),
)
# Figures of figures.md, in its columns.
COLUMNS: Final = (
    "f1", "precision", "recall", "words", "with", "without", "title", "authors", "date", "instant",
    "language", "article", "other", "is_article", "cost",
)  # fmt: skip
MULTIPLES: Final = ("cost",)  # figures that are no shares


def readme_tables(stored: Stored) -> str:
    """The table of all systems, and that of confidence."""
    return "\n".join([*_systems(stored), "", *_confidence(stored)])


def _systems(stored: Stored) -> Iterator[str]:
    systems, paired = stored["systems"], stored["paired"]
    names = [f"{name} {one['release']}" for name, one in systems.items()]
    yield _line(["figure", *names, f"less {paired['with']}"])
    yield _line(["---", *["---:"] * (len(names) + 1)])
    for label, dataset, figure in ROWS:
        found = [_find(one["figures"], dataset, figure) for one in systems.values()]
        if found[0]:
            difference = _difference(_find(paired["figures"], dataset, figure), figure)
            yield _line([label, *(_value(one, figure) for one in found), difference])
    yield _line(["slowest page", *(f"{one['slowest']:.2f} s" for one in systems.values()), ""])


def _confidence(stored: Stored) -> Iterator[str]:
    yield _line(["stated with .9 or more", "pages", "right", "95% interval"])
    yield _line(["---", "---:", "---:", "---:"])
    for field, one in stored["confidence"].items():
        if one["pages"]:
            interval = f"{_share(one['low'])} to {_share(one['high'])}"
            yield _line([f"`{field}`", str(one["pages"]), _share(one["right"]), interval])


def all_figures(stored: Stored) -> str:
    """Every figure of every system with its interval, and confidence in bands."""
    corpus = stored["corpus"]
    parts = [
        "# Figures",
        f"Made by `benchmarks/table.py` on {corpus['pages']} pages of {corpus['domains']} domains"
        f" (corpus {corpus['hash']}): value, 95% interval, pages. What they mean: `measures.py`.",
    ]
    for name, one in stored["systems"].items():
        head = f"## {name} {one['release']}\n\nErrors: {one['errors']} pages."
        parts += [head, "\n".join(_full(one["figures"]))]
    paired = stored["paired"]
    parts += [f"## newscrawl less {paired['with']}, paired", "\n".join(_full(paired["figures"]))]
    parts += ["## Confidence", "\n".join(_bands(stored["confidence"]))]
    return "\n\n".join(parts) + "\n"


def _full(table: Mapping[str, Any]) -> Iterator[str]:
    yield _line(["dataset", "figure", "value", "95% interval", "pages", "better"])
    yield _line(["---", "---", "---:", "---:", "---:", "---:"])
    for dataset, row in table.items():
        for name in (name for name in COLUMNS if name in row):
            one = row[name]
            interval = f"{one['low']:.4f} to {one['high']:.4f}"
            better = f"{one['better']:.1%}" if "better" in one else ""
            cells = [dataset, name, f"{one['value']:.4f}", interval, str(one["pages"]), better]
            yield _line(cells)


def _bands(confidence: Mapping[str, Any]) -> Iterator[str]:
    yield _line(["field", "confidence", "pages", "stated", "right"])
    yield _line(["---", "---", "---:", "---:", "---:"])
    for field, one in confidence.items():
        for band in one["bands"]:
            between = f"{band['low']:.2f} to {band['high']:.2f}"
            shares = [f"{band[name]:.3f}" for name in ("stated", "right")]
            yield _line([field, between, str(band["pages"]), *shares])


def _find(table: Mapping[str, Any], dataset: str, figure: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = table.get(dataset, {}).get(figure)
    return found


def _value(one: Mapping[str, Any] | None, figure: str) -> str:
    """Value and half of its interval."""
    if one is None:
        return NONE
    half = (one["high"] - one["low"]) / 2
    if figure in MULTIPLES:
        return f"{one['value']:.1f} ±{half:.1f}"
    return f"{_share(one['value'])} ±{_share(half)}"


def _difference(one: Mapping[str, Any] | None, figure: str) -> str:
    """The difference, its interval, and the share of resamples in which ours is the better."""
    if one is None:
        return NONE
    ends = [one[name] for name in ("value", "low", "high")]
    value, low, high = (
        f"{end:+.1f}" if figure in MULTIPLES else _share(end, sign="+") for end in ends
    )
    return f"{value} [{low}, {high}] {one['better']:.0%}"


def _share(value: float, sign: str = "") -> str:
    """Three places without the zero before the point, as figures of this field are written."""
    return f"{value:{sign}.3f}".replace("0.", ".", 1)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def with_section(text: str, section: str) -> str:
    """A page whose section between the marks is this one. Raises `ValueError` without marks."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"no section between {START} and {END}")
    return f"{before}{START}\n{section}\n{END}{after}"
