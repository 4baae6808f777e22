"""What pipelines share that work on a run."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from newscrawl.spiders.run import RunExtension, run_of


class RunPipeline:
    """A pipeline that belongs to the run of its crawler."""

    def __init__(self, run: RunExtension) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Reach the run."""
        return cls(run_of(crawler))
