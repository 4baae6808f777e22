"""Site profiles: TOML in, selectors out; mistakes are named."""

from __future__ import annotations

from datetime import date

import pytest

from newscrawl.errors import UsageError
from newscrawl.loaders import ArticleLoader
from newscrawl.page import Page
from newscrawl.sites import Profile, profile_for, read_profiles
from newscrawl.sites.profile import read_profile

GOOD = """
site = "courier.example"
checked = 2026-11-22
[fields]
headline = [".missing::text", "h2.real::text"]
authors = ".who::text"
date_published = "b::attr(data-when)"
sections = "li::text"
"""
HTML = (
    "<title>Wrong</title><h1>Wrong</h1><h2 class=real>Bridge closed</h2><i class=who>Jane Doe</i>"
    "<i class=who>John Roe</i><b data-when='18 janvier 2022'></b><ul><li>News<li>Town</ul>"
)


def test_a_profile_wins():
    page = Page.parse(HTML, url="https://courier.example/a")
    article = ArticleLoader(page, profile=read_profile(GOOD, "good.toml")).load()
    assert article.headline == "Bridge closed"
    assert [person.name for person in article.authors] == ["Jane Doe", "John Roe"]
    assert article.date_published == "2022-01-18"
    assert article.date_published_raw == "18 janvier 2022"
    assert article.sections == ["News", "Town"]
    assert article.sources["headline"] == article.sources["authors"] == "profile"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site = ", "bad.toml is not a site profile"),
        ("checked = 2026-11-22", "bad.toml is not a site profile: 'site'"),
        ("site = 'a.example'\nchecked = 2026-11-22\n[fields]\nheadline = 7", "bad.toml"),
        ("site = 'a.example'\nchecked = 2026-11-22\nfields = 7", "bad.toml"),
        ("site = 'a.example'\nchecked = 'today'", "`checked` must be a date"),
        ("site = 'a.example'\nchecked = 2026-11-22\n[fields]\nweight = 'b'", "weight; it can fill"),
    ],
)
def test_a_bad_profile_is_refused(text, message):
    with pytest.raises(UsageError, match=r"bad\.toml") as caught:
        read_profile(text, "bad.toml")
    assert message in str(caught.value)


def test_a_broken_selector_costs_that_field_only():
    profile = Profile("courier.example", date(2026, 11, 22), {"headline": ("h1[[",)})
    article = ArticleLoader(Page.parse(HTML), profile=profile).load()
    assert article.headline == "Wrong"
    assert any(problem.startswith("headline: ") for problem in article.problems)


def test_bundled_profiles_are_found_by_registered_domain():
    assert profile_for("https://www.newsroom.example/story").site == "newsroom.example"
    assert profile_for("https://example.org/") is None
    assert profile_for(None) is None


def test_a_folder_of_profiles(tmp_path):
    (tmp_path / "a.toml").write_text(GOOD, "utf-8")
    (tmp_path / "readme.txt").write_text("not a profile", "utf-8")
    assert list(read_profiles(tmp_path)) == ["courier.example"]
