"""Newsrooms served on loopback, so that the main job runs anywhere and its result can be marked.

    with serve() as served:
        ...  # crawl served.urls with NEWSCRAWL_ALLOW_ADDRESSES=served.addresses
        marks = score(records, served)

Order: ``newsroom`` and ``prose`` (content), ``render`` and ``routes`` (pages), ``server``,
``truth`` and ``score``.
"""

from newscrawl.demo.score import DemoScore, NewsroomScore, score
from newscrawl.demo.server import Request, Served, ServedNewsroom, serve
from newscrawl.demo.truth import Truth

__all__ = [
    "DemoScore",
    "NewsroomScore",
    "Request",
    "Served",
    "ServedNewsroom",
    "Truth",
    "score",
    "serve",
]
