"""A page by its site's profile: what is stated wins, and explain says so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import newscrawl
from newscrawl.errors import FieldError
from newscrawl.extraction import Extraction
from newscrawl.loaders import ArticleLoader
from newscrawl.page import Page
from newscrawl.reports.explain import explain_page
from newscrawl.sites import Profiles
from newscrawl.sites.reading import read_profile

URL = "https://courier.example/2026/bridge-closed"
HEAD = "site = 'courier.example'\nchecked = 2026-11-22\nvalid_until = 2027-05-22\n"
FRESH, STALE = datetime(2027, 5, 22, tzinfo=UTC), datetime(2027, 5, 23, tzinfo=UTC)
LETTER = "Get the best of the town by mail, each morning before seven o'clock."
ALSO = "Read also: the lido stays open."
STORY = [
    f"The bridge over the Alder was closed at noon, said the mayor in statement {n}, as the water "
    f"had risen by {n} metres over night and nobody could say when it would fall again."
    for n in range(1, 7)
]
PAGE = f"""<html lang=en><head><title>Wrong</title>
<meta property="article:published_time" content="2026-11-20T08:00:00Z">
<meta property="og:type" content="article">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Bridge shut",
"datePublished": "2026-11-20T08:00:00Z"}}</script></head><body><nav><a href=/>Home</a></nav>
<h1>Bridge shut</h1><h2 class=real>Bridge <em>closed</em></h2><i class=who>Jane Doe</i>
<i class=who>John Roe</i><b data-when='18 janvier 2022'></b><ul><li>News<li>Town</ul>
<img class=lead data-src="/bridge.jpg">
<div class=story><p>{STORY[0]}</p><p>{STORY[1]} <a class=also href=/lido>{ALSO}</a></p>
<aside class=letter><p>{LETTER}</p></aside>{"".join(f"<p>{t}</p>" for t in STORY[2:])}
<p class=note>Short note.</p></div><div class=below><p>{STORY[0].replace("Alder", "Dee")}</p></div>
</body></html>"""
FIELDS = """[fields]
headline = [".missing::text", "h2.real"]
authors = ".who::text"
date_published = ["h2.real", "b::attr(data-when)"]
sections = "li"
main_image = "img.lead::attr(data-src)"
"""
REMOVALS = """
[[remove]]
selector = "aside.letter"
reason = "the newsletter box"
[[remove]]
selector = "a.also"
reason = "links to other stories"
"""
BODY = "[fields]\narticle_body = ['.gone', 'div.story']\n"


def profiles(text: str) -> Profiles:
    return Profiles.of([read_profile(HEAD + text, "p.toml", name="p")])


def extracted(text: str, now: datetime | None = FRESH, page: str = PAGE, url: str = URL):
    return newscrawl.extract(page, url=url, now=now, profiles=profiles(text))


def test_what_is_stated_wins():
    article = extracted(FIELDS)
    assert article.headline == "Bridge closed"
    assert [person.name for person in article.authors] == ["Jane Doe", "John Roe"]
    assert article.date_published == "2022-01-18"  # the first selector that gives a date
    assert article.date_published_raw == "18 janvier 2022"
    assert article.sections == ["News", "Town"]
    assert article.main_image == "https://courier.example/bridge.jpg"
    stated = [field for field, source in article.sources.items() if source == "profile"]
    assert stated == ["headline", "date_published", "authors", "sections", "main_image"]
    assert article.problems == []


@pytest.mark.parametrize(
    ("markup", "selector", "urls"),
    [
        ("<a class=by href=/jane>Jane Doe</a>", ".by", ["https://courier.example/jane"]),
        ("<p class=by>By <a href=/jane>Jane Doe</a></p>", ".by", ["https://courier.example/jane"]),
        ("<p class=by>By <a href=/town>Town</a> Jane Doe</p>", ".by", [None]),
        ("<a class=by href=/jane>Jane Doe</a>", ".by::text", [None]),
    ],
)
def test_authors_have_their_pages_where_their_names_are_links(markup, selector, urls):
    page = PAGE.replace("<h1>", f"{markup}<h1>")
    article = extracted(f"[fields]\nauthors = '{selector}'", page=page)
    assert [person.url for person in article.authors] == urls


def test_a_loader_takes_a_profile_too():
    profile = read_profile(HEAD + FIELDS, "p.toml")
    assert ArticleLoader(Page.parse(PAGE, url=URL), profile=profile).load().headline == (
        "Bridge closed"
    )


def test_extraction_without_the_argument_uses_the_bundled_profiles():
    page = "<h1><i>Kicker</i> <span class=headline>The story</span></h1>"
    article = newscrawl.extract(page, url="https://newsroom.example/a")
    assert (article.headline, article.sources["headline"]) == ("The story", "profile")


def test_what_has_expired_no_longer_overrules_the_page_and_says_so():
    fresh, stale, undated = (extracted(FIELDS + REMOVALS, now) for now in (FRESH, STALE, None))
    assert (fresh.headline, stale.headline) == ("Bridge closed", "Bridge shut")
    assert undated.headline == "Bridge closed"
    assert stale.problems == [
        "the profile p has expired on 2027-05-22: check it (newscrawl profile test), "
        "then date it anew"
    ]
    assert stale.sections == ["News", "Town"]  # nothing speaks against it
    assert LETTER not in stale.article_body  # what is removed stays removed


def test_removals_are_reasons_of_their_own():
    told = newscrawl.explain(PAGE, url=URL, now=FRESH, profiles=profiles(REMOVALS))
    assert LETTER not in told.article.article_body
    assert ALSO not in told.article.article_body
    assert STORY[1] in told.article.article_body.split("\n\n")
    reasons = {block.text: block.reason for block in told.blocks if not block.kept}
    assert reasons[LETTER] == "the profile removes it: the newsletter box (aside.letter)"
    assert reasons[ALSO] == "the profile removes it: links to other stories (a.also)"
    texts = [block.text for block in told.blocks]
    assert texts.index(ALSO) == texts.index(STORY[1]) + 1


def test_without_removals_the_link_in_the_line_stays():
    assert ALSO in extracted("").article_body


def test_the_element_of_the_body_is_kept_whole_and_nothing_else():
    article = extracted(BODY + REMOVALS)
    assert article.article_body.split("\n\n") == [*STORY, "Short note."]
    assert article.sources["article_body"] == "profile"
    told = newscrawl.explain(PAGE, url=URL, now=FRESH, profiles=profiles(BODY))
    reasons = {block.text: (block.kept, block.reason) for block in told.blocks}
    assert reasons["Short note."] == (True, "the profile says where the text is (div.story)")
    assert reasons[LETTER][0]
    assert not reasons[STORY[0].replace("Alder", "Dee")][0]


@pytest.mark.parametrize(
    ("text", "now"),
    [(BODY, STALE), ("[fields]\narticle_body = '.gone'\n", FRESH)],
    ids=["expired", "not there"],
)
def test_the_model_decides_where_the_element_is_not_trusted_or_not_there(text, now):
    article = extracted(text, now)
    assert article.sources["article_body"] == "markup"
    assert article.article_body == newscrawl.extract(PAGE, url=URL, now=now).article_body


def test_a_short_text_in_the_named_element_is_not_replaced():
    page = PAGE.replace("".join(f"<p>{text}</p>" for text in STORY[2:]), "")
    body = extracted("[fields]\narticle_body = 'p.note'", page=page).article_body
    assert body == "Short note."


@pytest.mark.parametrize(
    ("rules", "is_article", "source"),
    [
        ("never = '/{year}/**'", False, "profile"),
        ("articles = '/{year}/{slug}'", True, "profile"),
        ("never = '/live/**'", True, "model"),
    ],
)
def test_what_an_address_says_of_the_kind_of_page(rules, is_article, source):
    article = extracted(f"[urls]\n{rules}")
    assert (article.is_article, article.sources["is_article"]) == (is_article, source)


def test_another_site_has_nothing_of_it():
    url = "https://other.example/a"
    assert extracted(FIELDS, url=url) == newscrawl.extract(PAGE, url=url, now=FRESH)


def test_explain_shows_the_profile_the_candidates_and_where_they_were_found():
    told = newscrawl.explain(PAGE, url=URL, now=FRESH, profiles=profiles(FIELDS + REMOVALS))
    best = told.choices["headline"].best
    assert (best.value, best.note) == ("Bridge closed", "h2.real")
    assert "Bridge shut" in [loser.value for loser in told.choices["headline"].losers]
    drawn = explain_page(told, name=URL)
    assert "profile <code>p</code>, checked 2026-11-22, valid until 2027-05-22" in drawn
    assert '<code class="soft small">h2.real</code>' in drawn
    assert "the profile removes it: the newsletter box (aside.letter)" in drawn
    assert "has expired" not in drawn
    stale = newscrawl.explain(PAGE, url=URL, now=STALE, profiles=profiles(FIELDS))
    assert "it has expired" in explain_page(stale, name=URL)


@pytest.mark.parametrize("selector", ["//h1[unknown()]", "//*[count(.//x)=1 div 0]/.."])
def test_a_selector_that_fails_costs_that_field_only(selector):
    text = f"{HEAD}[fields]\nheadline = {selector!r}\nsections = 'li'\n"
    profile = read_profile(text, "p.toml")
    article = Extraction(Page.parse(PAGE, url=URL), profile=profile).article()
    assert (article.headline, article.sections) == ("Bridge shut", ["News", "Town"])


def test_a_failing_selector_is_told():
    profile = read_profile(f"{HEAD}[fields]\nheadline = '//h1[unknown()]'\n", "p.toml")
    article = Extraction(Page.parse(PAGE, url=URL), profile=profile).article()
    assert [problem.partition(":")[0] for problem in article.problems] == ["headline"]
    with pytest.raises(FieldError, match="headline"):
        Extraction(Page.parse(PAGE, url=URL), profile=profile, strict=True).article()


@pytest.mark.parametrize("raw", [b"", b"\x00", b"<div>" * 3000 + b"x", b"<aside class=letter>"])
def test_no_page_is_too_poor_for_a_profile(raw):
    text = FIELDS + "article_body = 'div'\n" + REMOVALS
    assert newscrawl.extract(raw, url=URL, profiles=profiles(text)).url == URL


def test_a_folder_of_profiles_is_read_by_the_librarys_own_function(tmp_path: Path):
    (tmp_path / "courier.toml").write_text(HEAD + FIELDS, "utf-8")
    read = newscrawl.read_profiles(tmp_path)
    assert newscrawl.extract(PAGE, url=URL, profiles=read).headline == "Bridge closed"
