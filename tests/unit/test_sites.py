"""Site profiles: strict TOML in, selectors and patterns out; the right one for each page."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newscrawl.errors import UsageError
from newscrawl.page import Page
from newscrawl.sites import Profiles, bundled, own_profiles, read_profiles
from newscrawl.sites.patterns import Pattern
from newscrawl.sites.profile import Removal
from newscrawl.sites.reading import read_profile
from newscrawl.sites.selectors import Selected

HEAD = "site = 'courier.example'\nchecked = 2026-11-22\nvalid_until = 2027-05-22\n"
GOOD = f"""{HEAD}note = "A town paper."
[fields]
headline = ["h2.real", "//h3[@class='old']"]
authors = ".who::text"
main_image = "img.lead::attr(src)"
article_body = "div.story"
[urls]
applies = "/**"
articles = ["/{{year}}/{{slug}}"]
never = ["/live/**", "/quiz"]
[[remove]]
selector = "aside.letter"
reason = "the newsletter box"
"""


def test_a_whole_profile():
    profile = read_profile(GOOD, "good.toml", name="good")
    assert (profile.site, profile.name, profile.note) == (
        "courier.example",
        "good",
        "A town paper.",
    )
    assert (profile.checked, profile.valid_until) == (date(2026, 11, 22), date(2027, 5, 22))
    assert profile.fields["headline"] == ("h2.real", "//h3[@class='old']")
    assert profile.removals == (Removal("aside.letter", "the newsletter box"),)
    assert [pattern.text for pattern in profile.urls.never] == ["/live/**", "/quiz"]
    assert pickle.loads(pickle.dumps(profile)) == profile


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site = ", "bad.toml is no site profile: it is no TOML"),
        (HEAD.replace("site", "sight"), "unknown key sight; did you mean site?"),
        (HEAD + "valid-until = 2027-01-01", "unknown key valid-until; did you mean valid_until?"),
        (HEAD + "[feilds]\nheadline = 'h1'", "unknown key feilds; did you mean fields?"),
        (HEAD + "[removes]\nselector = 'a'", "unknown key removes; did you mean remove?"),
        (HEAD + "headline = 'h1'", "unknown key headline; it belongs to [fields]"),
        (
            HEAD + "xyz = 1",
            "unknown key xyz; known here: site, checked, valid_until, note, [fields]",
        ),
        (HEAD.replace("site = 'courier.example'\n", ""), 'has no site; write it like site = "exam'),
        (HEAD.replace("checked", "#"), "has no checked; write it like checked = 2026-11-22"),
        (HEAD.replace("valid_until", "#"), "has no valid_until; write it like valid_until = 2027-"),
        (
            HEAD.replace("2026-11-22", "'today'"),
            "checked must be a day, not 'today'; write it with",
        ),
        (
            HEAD.replace("2026-11-22", "2026-11-22T10:00:00"),
            "must be a day, not 2026-11-22T10:00:00",
        ),
        (HEAD.replace("2027", "2025"), "valid_until is before checked"),
        (HEAD.replace("'courier.example'", "7"), "site must be a text, not 7"),
        (HEAD.replace("courier.", "www.courier."), 'write it like site = "courier.example"'),
        (
            HEAD.replace("courier.example", "https://a.example/b"),
            'write it like site = "a.example"',
        ),
        (HEAD.replace("courier.example", "10.0.0.1"), 'write it like site = "10.0.0.1:80"'),
        (HEAD + "note = 7", "note must be a text, not 7"),
        (HEAD + "fields = 7", "fields is a table; write [fields] on a line of its own"),
        (
            HEAD + "[fields]\nheadlin = 'h1'",
            "[fields]: unknown key headlin; did you mean headline?",
        ),
        (HEAD + "[fields]\nselector = 'h1'", "[fields]: unknown key selector; it belongs to [[rem"),
        (
            HEAD + "[fields]\nheadline = 7",
            "[fields]: headline must be a text or a list of texts, no",
        ),
        (HEAD + "[fields]\nheadline = []", "headline must be a text or a list of texts, not []"),
        (HEAD + "[fields]\nheadline = ['h1', '']", "headline must be a text or a list of texts"),
        (HEAD + "[fields]\nheadline = 'h1[['", "[fields]: headline: 'h1[[' is no selector ("),
        (HEAD + "[fields]\nheadline = '//h1['", "'//h1[' is no selector (Invalid expression"),
        (HEAD + "[fields]\nheadline = 'h1::txt'", "'h1::txt' is no selector ("),
        (HEAD + "[fields]\narticle_body = 'p::text'", "finds texts, and must find elements"),
        (HEAD + "[fields]\nmain_image = 'img'", 'write it like "img::attr(src)"'),
        (HEAD + "[urls]\narticle = '/a'", "[urls]: unknown key article; did you mean articles?"),
        (HEAD + "[urls]\nnever = '/{yeer}/'", "{yeer} stands for nothing; did you mean {year}?"),
        (HEAD + "[urls]\nnever = '/{}'", "{} stands for nothing; there are {year}, {month}, {day}"),
        (HEAD + "[urls]\nnever = 'https://a.example/x'", "leave out the scheme"),
        (HEAD + "[urls]\nnever = 'live'", "it has no path; write it like /live"),
        (HEAD + "[remove]\nselector = 'a'", "write [[remove]], in two brackets"),
        (HEAD + "[[remove]]\nselector = 'a'", "[[remove]] 1 has no reason; write it like reason ="),
        (HEAD + "[[remove]]\nreason = 'a'", "[[remove]] 1 has no selector; write it like selector"),
        (HEAD + "[[remove]]\nselector = 'a'\nreason = ' '", "[[remove]] 1: reason must be a text"),
        (
            HEAD + "[[remove]]\nselectr = 'a'",
            "[[remove]] 1: unknown key selectr; did you mean sele",
        ),
        (
            HEAD + "[[remove]]\nselector = 'a['\nreason = 'x'",
            "[[remove]] 1: selector: 'a[' is no se",
        ),
        (
            HEAD + "[[remove]]\nselector = 'a::text'\nreason = 'x'",
            "must find elements; leave out ::",
        ),
    ],
)
def test_a_bad_profile_is_refused_with_file_key_and_mend(text, message):
    with pytest.raises(UsageError) as caught:
        read_profile(text, "bad.toml")
    assert str(caught.value).startswith("bad.toml")
    assert message in str(caught.value)


# -- patterns


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/{year}/{month}/{slug}", "/2026/11/a-bridge", True),
        ("/{year}/{month}/{slug}", "/2026/11/a-bridge/?utm=1#x", True),
        ("/{year}/{month}/{slug}", "/2026/13/a-bridge", False),
        ("/{year}/{month}/{slug}", "/2026/11/4711", False),
        ("/{year}/{month}/{slug}", "/news/2026/11/a-bridge", False),
        ("/{name}/{slug}-{number}", "/sport/cup-final-123", True),
        ("/{name}/{slug}-{number}", "/sport/cup-final", False),
        ("/{name}/{slug}-{number}.html", "/sport/cup-123.html", True),
        ("/news/*", "/news/x", True),
        ("/news/*", "/news/x/y", False),
        ("/news/**", "/news/x/y", True),
        ("/news/**", "/news", True),
        ("/news/**", "/newsroom", False),
        ("/{slug}-{number}", "/2026_x-7", True),
        ("/{slug}-{number}", "/2026-7", False),
        ("/{slug}", "/--1b", True),
        ("/{slug}", "/1-2", False),
        ("/a/**/**/b", "/a/c/d/b", True),
        ("/a***", "/a/c", True),
        ("/**", "/", True),
        ("/**/{slug}", "/a/b/c", True),
        ("/", "/", True),
        ("/", "/a", False),
        ("/story?id={number}", "/story?x=1&id=7", True),
        ("/story?id={number}", "/story?id=seven", False),
        ("/story?id", "/story", False),
        ("/caf%C3%A9/*", "/caf%C3%A9/x", False),
        ("/café/*", "/caf%C3%A9/x", True),
        ("/a.b", "/axb", False),
        ("blog.courier.example/**", "/x", False),
        ("courier.example/**", "/x", True),
        ("www.courier.example/**", "/x", True),
    ],
)
def test_a_pattern(pattern, path, matches):
    assert Pattern.parse(pattern).matches(f"https://www.courier.example{path}") is matches


def test_no_address_is_too_odd_for_a_pattern():
    assert not Pattern.parse("/a").matches("http://[/a")


def test_never_goes_before_articles():
    profile = read_profile(GOOD, "good.toml")
    rules = {
        "https://courier.example/2026/a-bridge": (True, "/{year}/{slug}"),
        "https://courier.example/live/2026/x": (False, "/live/**"),
        "https://courier.example/sport": None,
        None: None,
    }
    assert {url: profile.article_rule(url) for url in rules} == rules


# -- selectors

PAGE = """<h1>A <em>very</em> big<br>bridge</h1><div id=d>one<p>two</p>three<script>4</script></div>
<ul><li>News<li>Town</ul><a href="/x">y</a>"""


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("h1", ["A very big bridge"]),
        ("h1::text", ["A ", " big", "bridge"]),
        ("#d", ["one two three"]),
        ("li", ["News", "Town"]),
        ("a::attr(href)", ["/x"]),
        ("//li[2]", ["Town"]),
        ("//a/@href", ["/x"]),
        ("(//li)[1]/text()", ["News"]),
        (".missing", []),
    ],
)
def test_what_a_selector_finds(selector, texts):
    assert Selected(Page.parse(PAGE)).texts(selector) == texts


def test_elements_are_numbered_as_in_the_walk():
    page = Page.parse(PAGE)
    found = Selected(page).elements("li, h1")
    assert [page.walk.tags[number] for number in found] == ["h1", "li", "li"]


# -- which profile is for which page


def write(folder: Path, name: str, site: str = "courier.example", more: str = "") -> None:
    text = HEAD.replace("courier.example", site) + more
    (folder / f"{name}.toml").write_text(text, "utf-8")


def test_a_profile_for_a_part_of_a_site_goes_before_the_one_for_all_of_it(tmp_path):
    write(tmp_path, "all")
    write(tmp_path, "blogs", more="[urls]\napplies = '/blogs/**'")
    write(tmp_path, "other", "other.example")
    (tmp_path / "readme.txt").write_text("not a profile", "utf-8")
    (tmp_path / "pages.toml").mkdir()
    profiles = own_profiles(tmp_path)
    urls = {
        "https://www.courier.example/blogs/x": "blogs",
        "https://courier.example/x": "all",
        "https://other.example/": "other",
        "https://none.example/": None,
        None: None,
    }
    found = {url: profiles.for_url(url) for url in urls}
    assert {url: one and one.name for url, one in found.items()} == urls
    assert [one.name for one in profiles] == ["blogs", "all", "other"]
    assert [one.name for one in profiles.at("courier.example")] == ["blogs", "all"]
    assert len(profiles.at("none.example")) == 0


def test_ones_own_go_before_the_bundled_ones(tmp_path):
    write(tmp_path, "mine", "newsroom.example")
    url = "https://www.newsroom.example/story"
    assert bundled().for_url(url).name == "newsroom.example"
    assert read_profiles(tmp_path).for_url(url).name == "mine"
    (tmp_path / "mine.toml").unlink()
    assert read_profiles(tmp_path).for_url(url).name == "newsroom.example"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("<link rel=canonical href='https://courier.example/a'>", "all"),
        ("<meta property=og:url content='https://www.courier.example/a'>", "all"),
        ("<link rel=canonical href='/a'>", None),
        ("", None),
    ],
)
def test_a_page_without_an_address_says_its_own(tmp_path, head, found):
    write(tmp_path, "all")
    profiles = own_profiles(tmp_path)
    profile = profiles.for_page(Page.parse(head))
    assert (profile and profile.name) == found
    assert profiles.for_page(Page.parse(head, url="https://none.example/")) is None


def test_two_profiles_for_the_same_pages_are_refused(tmp_path):
    write(tmp_path, "one")
    write(tmp_path, "two")
    with pytest.raises(UsageError, match=r"one\.toml and .*two\.toml are both for all of courier"):
        own_profiles(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is no folder of profiles"),
        (b"\xff\xfe", "bad.toml cannot be read: it is not UTF-8"),
        (b"site = 7", "bad.toml: site must be a text"),
    ],
)
def test_a_folder_that_cannot_be_used(tmp_path, content, message):
    folder = tmp_path / "profiles"
    if content is not None:
        folder.mkdir()
        (folder / "bad.toml").write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_profiles(folder)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "site", "message"),
    [
        ("courrier", "courier.example", "there is no profile courrier; did you mean courier?"),
        ("courier", "other.example", "the profile courier is of courier.example, not of other"),
    ],
)
def test_a_profile_by_name(tmp_path, name, site, message):
    write(tmp_path, "courier")
    profiles = own_profiles(tmp_path)
    assert profiles.named("courier", "courier.example").name == "courier"
    with pytest.raises(UsageError) as caught:
        profiles.named(name, site)
    assert message in str(caught.value)
    with pytest.raises(UsageError, match=r"name the folder in \[profiles\] dir"):
        Profiles().named(name, site)


@pytest.mark.parametrize(
    ("now", "expired"),
    [
        (datetime(2027, 5, 22, 23, tzinfo=UTC), False),
        (datetime(2027, 5, 23, tzinfo=UTC), True),
        (None, False),
    ],
)
def test_the_last_day_of_trust(now, expired):
    assert read_profile(HEAD, "x.toml").is_expired(now) is expired


def test_the_bundled_profiles_would_pass_for_ones_own():
    folder = Path(__file__).parents[2] / "newscrawl" / "sites" / "profiles"
    assert [one.site for one in own_profiles(folder)] == [one.site for one in bundled()]
