"""The article body apart from everything else on the page.

Order: blocks (what a reader sees), features (what is known of each), classifier (a probability each,
from two looks), removals (the few rules), assemble (the text).
"""

from newscrawl.body.assemble import read_body
from newscrawl.body.body import Block, Body, Statistics
from newscrawl.body.draft import Repeats

__all__ = ["Block", "Body", "Repeats", "Statistics", "read_body"]
