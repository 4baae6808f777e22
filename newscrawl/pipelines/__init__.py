"""From an article to its record: validate, observe, deduplicate, version, write. Never sees HTML.

Items that are not :class:`~newscrawl.items.Article` pass through untouched.
"""
