"""extract() on mutated pages: no error, and a record that fits the schema's shape."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newscrawl

PIECES = (
    "<h1>Bridge closed to cars</h1>", "<title>Bridge | Courier</title>", "<div class='comments'>",
    "<p class=byline>By Jane</p>", "<time datetime=2022-01-18T10:04>", "</div>", "<article>",
    '<script type="application/ld+json">{"@type":"NewsArticle","author":', "</article>",
    '{"name":"Jane Doe"}}', "</script>", "<meta property=og:title content='", "'>", "</nav>",
    "<nav class=breadcrumb><a href=/>Home</a>", "18 janvier 2022", "Updated: 1/2/2022",
    "<img src=a.jpg>", "<figure>", "</figure>", "<link rel=canonical href=//[>",
    "<base href=http://[>", "<html lang=", "<p>Some words of text.</p>",
)  # fmt: skip
PAGES = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=25).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(page=PAGES, url=st.sampled_from([None, "https://courier.example/a", "http://["]))
def test_extract_never_fails(page, url):
    article = newscrawl.extract(page, url=url)
    assert not [problem for problem in article.problems if "Error" in problem]
    record = newscrawl.to_dict(article)
    assert record == newscrawl.to_dict(newscrawl.extract(page, url=url))
    assert all(value is None or 0 <= value <= 1 for value in record["confidence"].values())
