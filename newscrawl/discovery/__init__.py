"""What leads to articles: robots.txt, sitemaps, feeds, links and pagination.

Pure functions on bytes or on a parsed page; each returns what it found as ``Discovered`` objects.
"""
