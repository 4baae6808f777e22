"""One page, decoded and parsed once; everything later reads the one tree."""

from newscrawl.page.page import Page

__all__ = ["Page"]
