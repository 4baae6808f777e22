"""The article body apart from everything else on the page.

Order: blocks (what a reader sees), facts and features (what is known of each), classifier (a
probability each, from two looks), removals (the few rules), assemble (the text). Pages whose markup
has no text are read from ``noscript``, JSON-LD or script state (scripts).
"""

from newscrawl.body.assemble import read_body
from newscrawl.body.body import Block, Body, Statistics
from newscrawl.body.clean_html import body_html
from newscrawl.body.repeats import Others, Repeats
from newscrawl.body.rulings import Rulings

__all__ = [
    "Block",
    "Body",
    "Others",
    "Repeats",
    "Rulings",
    "Statistics",
    "body_html",
    "read_body",
]
