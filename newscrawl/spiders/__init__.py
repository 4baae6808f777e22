"""The crawl: the spider, and the run that it belongs to."""
