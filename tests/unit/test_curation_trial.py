"""A profile's trial: right values, its own values, and what has rotted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawl.curation.recorded import Recorded, read_folder, write_page
from newscrawl.curation.trial import try_profile
from newscrawl.sites import bundled
from newscrawl.sites.reading import read_profile

URL = "https://courier.example/2026/bridge"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = "site = 'courier.example'\nchecked = 2026-11-22\nvalid_until = {}\n"
PAGE = b"<html lang=en><title>Bridge closed</title><h1>Bridge closed</h1><p class=x>Text.<i>Ad</i>"


def trial(folder: Path, text: str, *pages: dict[str, object], until: str = "2027-05-22"):
    for number, page in enumerate(pages):
        known = Recorded(**{"url": URL, "now": NOW, **page})
        write_page(folder / f"page-{number}.json", known, PAGE)
    profile = read_profile(HEAD.format(until) + text, "p.toml", name="p")
    return try_profile(profile, read_folder(folder))


RIGHT = {"record": {"headline": "Bridge closed"}}
WRONG = {"record": {"headline": "Bridge shut"}}


@pytest.mark.parametrize(
    ("text", "pages", "until", "problems"),
    [
        ("[fields]\nheadline = 'h1'", [RIGHT, RIGHT], "2027-05-22", []),
        ("", [RIGHT], "2027-05-22", []),
        ("[fields]\nheadline = 'h1'", [RIGHT], "2026-11-24", []),
        ("[fields]\nheadline = 'h1'", [RIGHT], "2026-11-23", ["it has expired on 2026-11-23"]),
        ("[fields]\nheadline = 'h1'", [], "2027-05-22", ["it has no recorded pages"]),
        (
            "[fields]\nheadline = 'h1'",
            [RIGHT, WRONG],
            "2027-05-22",
            ["headline is wrong on 1 of 2 pages"],
        ),
        ("[fields]\nheadline = 'h1'", [{**WRONG, "not_yet": ["headline"]}], "2027-05-22", []),
        (
            "[fields]\nheadline = 'h2'",
            [RIGHT, RIGHT],
            "2027-05-22",
            ["the selectors of headline find nothing on any page"],
        ),
        ("[fields]\nauthors = 'h2'", [{"record": {"authors": []}}], "2027-05-22", []),
        ("[fields]\nauthors = 'h2'", [RIGHT], "2027-05-22", []),
        (
            "[urls]\napplies = '/blog/**'",
            [RIGHT],
            "2027-05-22",
            ["the recorded page page-0 is none that it is for, by its address"],
        ),
        (
            "[fields]\narticle_body = 'p.x'",
            [{"record": {"article_body": ["Text.Ad"]}}],
            "2027-05-22",
            [],
        ),
    ],
)
def test_problems(tmp_path, text, pages, until, problems):
    tmp_path.joinpath("p").mkdir()
    done = trial(tmp_path / "p", text, *pages, until=until)
    assert list(done.problems(NOW)) == problems


@pytest.mark.parametrize(
    ("text", "until", "remarks"),
    [
        ("", "2026-12-24", ["it expires in 30 days"]),
        ("", "2026-11-24", ["it expires in 0 days"]),
        ("", "2026-12-25", []),
        ("[[remove]]\nselector = 'i'\nreason = 'ads'", "2027-05-22", []),
        (
            "[[remove]]\nselector = 'b'\nreason = 'ads'",
            "2027-05-22",
            ["the removal b finds nothing on any page"],
        ),
    ],
)
def test_remarks(tmp_path, text, until, remarks):
    done = trial(tmp_path, text, RIGHT, until=until)
    assert list(done.remarks(NOW)) == remarks


def test_selectors_that_find_a_value_on_some_pages_only_are_remarked(tmp_path):
    text = "[fields]\nheadline = 'h1.old'"
    trial(tmp_path, text, RIGHT, RIGHT)
    (tmp_path / "page-0.html").write_bytes(PAGE.replace(b"<h1>", b"<h1 class=old>"))
    done = try_profile(read_profile(HEAD.format("2027-05-22") + text, "p"), read_folder(tmp_path))
    assert list(done.problems(NOW)) == []
    assert list(done.remarks(NOW)) == ["the selectors of headline find it on 1 of 2 pages"]


def test_a_field_counts_right_values_and_its_own(tmp_path):
    done = trial(tmp_path, "[fields]\nheadline = 'h1'\nauthors = 'b'", RIGHT, WRONG)
    headline, authors = done.fields
    assert (headline.name, headline.pages, headline.right, headline.stated) == ("headline", 2, 1, 2)
    assert [(page, wrong.got) for page, wrong in headline.wrong] == [("page-1", "Bridge closed")]
    assert (authors.pages, authors.passes) == (0, True)


def test_every_bundled_profile_has_recorded_pages_and_passes():
    folder = Path(__file__).parents[2] / "newscrawl" / "sites" / "profiles"
    for profile in bundled():
        done = try_profile(profile, read_folder(folder / profile.name))
        checked = datetime.combine(profile.checked, datetime.min.time(), UTC)
        assert list(done.problems(checked)) == []
