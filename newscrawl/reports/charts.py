"""Charts as SVG that takes its colours from the page around it.

Drawn by matplotlib, as large as it is shown: what is wide on a screen is drawn once more for a
phone, so that no label shrinks. Colours are drawn as stand-ins and become custom properties of the
page (light and dark), text stays text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from newscrawl.errors import need

# Inches of a chart, at 72 points: a phone's width, and that of the page.
NARROW: Final = (4.2, 2.5)
WIDE: Final = (10.4, 3.0)
# Labels along the axis that there is room for, a label being some ten characters wide.
LABELS: Final = {NARROW: 5, WIDE: 12}

FEWEST: Final = 3  # level bars that a chart has room for at least

# Stand-ins for colours, and what becomes of them.
SERIES: Final = tuple(f"#0000{number:02x}" for number in range(1, 7))
_INK, _LINE = "#010100", "#010101"
_THEME: Final = {
    **{colour: f"var(--c{number})" for number, colour in enumerate(SERIES, start=1)},
    _INK: "var(--soft)",
    _LINE: "var(--line)",
}
_STYLE: Final = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "svg.hashsalt": "newscrawl",
    "font.size": 9.5,
    "font.family": "DejaVu Sans",
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _LINE,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "grid.color": _LINE,
    "xtick.color": _LINE,
    "ytick.color": _LINE,
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
}
_ID: Final = re.compile(r'(\bid="|href="#|url\(#)')
_FONT: Final = re.compile(r"font: ([\d.]+)px [^;\"]*")
# What matplotlib adds for a file of its own: a description, and a style for all of the document.
_ADDED: Final = re.compile(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>", re.S)

Size = tuple[float, float]
Draw = Callable[[Any, Size], None]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its SVG for a phone, and for a screen where that is another one."""

    narrow: str
    wide: str | None = None


def bars(counts: Mapping[str, float], *, every: int = 1) -> Chart:
    """Upright bars by label; one label in so many is written."""
    labels, values = list(counts), list(counts.values())

    def draw(axes: Any, size: Size) -> None:
        axes.bar(range(len(values)), values, width=0.82, color=SERIES[0])
        shown = range(0, len(labels), every)
        axes.set_xticks(list(shown), [labels[place] for place in shown])
        _count_axis(axes.yaxis)

    return Chart(_svg(draw, NARROW))


def level_bars(counts: Mapping[str, float]) -> Chart:
    """Level bars by label, the first on top."""

    def draw(axes: Any, size: Size) -> None:
        axes.barh(list(counts), list(counts.values()), height=0.7, color=SERIES[0])
        _from_above(axes, len(counts))
        axes.tick_params(axis="y", length=0)
        _count_axis(axes.xaxis)

    return Chart(_svg(draw, (NARROW[0], 0.6 + 0.25 * max(len(counts), FEWEST))))


def stacks(places: Sequence[str], series: Mapping[str, Sequence[float]]) -> Chart:
    """Stacked upright bars: a stack at each place, a colour for each of up to six series."""

    def draw(axes: Any, size: Size) -> None:
        below = [0.0] * len(places)
        for colour, values in zip(SERIES, series.values(), strict=False):
            axes.bar(range(len(places)), values, width=0.88, bottom=below, color=colour)
            below = [one + more for one, more in zip(below, values, strict=True)]
        shown = range(0, len(places), max(1, -(-len(places) // LABELS[size])))
        axes.set_xticks(list(shown), [places[place] for place in shown])
        axes.set_xlim(-0.6, max(len(places), 8) - 0.4)
        _count_axis(axes.yaxis)

    return Chart(_svg(draw, NARROW), _svg(draw, WIDE))


def level_stacks(series: Mapping[str, Mapping[str, float]], names: Sequence[str]) -> Chart:
    """Level bars parted into shares (0 to 1): for each label the share of each name."""

    def draw(axes: Any, size: Size) -> None:
        before = [0.0] * len(series)
        for colour, name in zip(SERIES, names, strict=False):
            values = [shares.get(name, 0.0) for shares in series.values()]
            axes.barh(list(series), values, height=0.72, left=before, color=colour)
            before = [one + more for one, more in zip(before, values, strict=True)]
        _from_above(axes, len(series))
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        axes.grid(axis="x")

    height = 0.6 + 0.25 * max(len(series), FEWEST)
    return Chart(_svg(draw, (NARROW[0], height)), _svg(draw, (WIDE[0], height)))


def _from_above(axes: Any, bars: int) -> None:
    """Level bars from the top down, each as thick as if there were some."""
    axes.set_ylim(max(bars, FEWEST) - 0.5, -0.5)


def _count_axis(axis: Any) -> None:
    """An axis of whole numbers, from 0 on, with few labels and lines across."""
    ticker = need("matplotlib.ticker", "report")
    axis.set_major_locator(ticker.MaxNLocator(5, integer=True))
    axis.set_major_formatter(ticker.FuncFormatter(_short))
    axis.axes.grid(axis=axis.axis_name)
    axis.axes.tick_params(axis=axis.axis_name, length=0)
    axis.axes.tick_params(axis="x", pad=7)


def _short(number: float, _place: object = None) -> str:
    for power, letter in ((1_000_000, "M"), (1_000, "k")):
        if abs(number) >= power:
            return f"{number / power:g}{letter}"
    return f"{number:g}"


def _svg(draw: Draw, size: Size) -> str:
    with need("matplotlib", "report").rc_context(_STYLE):
        figure = need("matplotlib.figure", "report").Figure(figsize=size, layout="tight")
        draw(figure.add_subplot(), size)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    return _themed(drawn.getvalue())


def _themed(drawn: str) -> str:
    """The SVG element alone, in the page's colours and font, with ids of its own."""
    svg = drawn[drawn.index("<svg") :]
    head, _, rest = svg.partition(">")
    head = re.sub(r' (width|height|version|xmlns[:\w]*)="[^"]*"', "", head)
    svg = f'{head} aria-hidden="true" focusable="false">{_ADDED.sub("", rest)}'
    for colour, property in _THEME.items():
        svg = svg.replace(colour, property)
    svg = _FONT.sub(r"font-size: \1px; font-family: inherit", svg)
    own = f"{crc32(drawn.encode()):08x}"
    return _ID.sub(rf"\g<1>c{own}-", svg).replace("xlink:href", "href")
