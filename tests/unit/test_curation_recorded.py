"""Recorded pages: the format, and what extraction gives held against it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newscrawl.curation.comparison import Difference, profile_for, rerun, settled, shown
from newscrawl.curation.recorded import (
    Recorded,
    Review,
    profile_beside,
    profiles_of,
    read_folder,
    read_page,
    write_page,
    written,
)
from newscrawl.errors import StorageError, UsageError
from newscrawl.extraction import extract

URL = "https://courier.example/2026/bridge"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = [
    f"The bridge over the Alder was closed at noon, said the mayor in statement {n}, as the water "
    f"had risen by {n} metres over night and nobody could say when it would fall again."
    for n in range(1, 6)
]
PAGE = (
    f"<html lang=en><title>Bridge closed</title><h1>Bridge closed</h1><h2>Bridge shut</h2>"
    f"<a rel=author>Jane Doe</a>{''.join(f'<p>{text}</p>' for text in TEXT)}"
).encode()
PROFILE = """site = "courier.example"
checked = 2026-11-22
valid_until = 2026-11-23
[fields]
headline = "h2"
"""


def record(folder: Path, name: str = "bridge", **more: object) -> Path:
    known = {"url": URL, "now": NOW, "record": {"headline": "Bridge closed"}, **more}
    write_page(folder / f"{name}.json", Recorded(**known), PAGE)
    return folder / f"{name}.json"


def test_what_is_written_is_read(tmp_path):
    review = Review(by="Ada Ferry", on=date(2026, 11, 24))
    file = record(tmp_path, reviewed=review, shows="x", without=["y"], not_yet=["headline"])
    page = read_page(file)
    assert (page.name, page.raw()) == ("bridge", PAGE)
    assert page.known == Recorded(
        shows="x",
        url=URL,
        now=NOW,
        reviewed=review,
        record={"headline": "Bridge closed"},
        without=["y"],
        not_yet=["headline"],
    )


def test_names_stand_for_people_and_paragraphs_for_the_body():
    article = extract(PAGE, url=URL, now=NOW)
    values = written(article)
    assert values["authors"] == ["Jane Doe"]
    assert set(TEXT[:3]) < set(values["article_body"])
    assert "\n\n".join(values["article_body"]) == article.article_body
    assert values["publisher"] is None
    assert written(extract(b""))["article_body"] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "bridge.json is no recorded page: Input data was truncated"),
        (
            '{"recrod": {}}',
            "bridge.json is no recorded page: Object contains unknown field `recrod`",
        ),
        ('{"record": {"headlin": 1}}', "bridge.json: a record has no headlin; see docs/schema.md"),
        ('{"not_yet": ["body"]}', "bridge.json: a record has no body; see docs/schema.md"),
        ('{"now": "today"}', "bridge.json is no recorded page: Invalid RFC3339 encoded datetime"),
        ('{"reviewed": {"by": "x"}}', "missing required field `on`"),
    ],
)
def test_a_file_that_is_no_recorded_page(tmp_path, text, message):
    (tmp_path / "bridge.json").write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        read_folder(tmp_path)
    assert message in str(caught.value)


def test_a_page_that_is_not_beside_its_values(tmp_path):
    record(tmp_path).with_suffix(".html").unlink()
    with pytest.raises(UsageError, match=r"bridge\.html cannot be read: No such file"):
        read_folder(tmp_path)[0].raw()


def test_a_folder_by_names(tmp_path):
    for name in ("b", "a"):
        record(tmp_path, name)
    assert [page.name for page in read_folder(tmp_path)] == ["a", "b"]
    assert [page.name for page in read_folder(tmp_path, ["b.html", "a.json"])] == ["b", "a"]
    with pytest.raises(UsageError, match="has no recorded page c; there are: a, b"):
        read_folder(tmp_path, ["c"])
    with pytest.raises(UsageError, match="is no folder of recorded pages"):
        read_folder(tmp_path / "c")


def test_a_page_that_cannot_be_written(tmp_path):
    (tmp_path / "full").write_text("a file", "utf-8")
    with pytest.raises(StorageError, match="cannot write"):
        record(tmp_path / "full")


# -- read again


def test_a_folder_is_read_by_the_profile_of_its_name(tmp_path):
    (tmp_path / "courier.toml").write_text(PROFILE, "utf-8")
    record(tmp_path / "courier")
    record(tmp_path / "other")
    assert profile_beside(tmp_path / "other") is None
    found = {
        name: rerun(read_folder(tmp_path / name)[0], profiles_of(tmp_path / name))
        for name in ("courier", "other")
    }
    assert found == {
        # the profile has expired by then, which is no matter of the page
        "courier": [Difference("headline", "Bridge closed", "Bridge shut")],
        "other": [],
    }


def test_a_page_without_an_address_finds_its_profile_by_what_it_states(tmp_path):
    (tmp_path / "courier.toml").write_text(PROFILE, "utf-8")
    file = record(tmp_path / "courier", url=None)
    assert profile_for(read_page(file), profiles_of(tmp_path / "courier")) is None
    page = f"<link rel=canonical href={URL}>".encode()
    file.with_suffix(".html").write_bytes(page)
    assert profile_for(read_page(file), profiles_of(tmp_path / "courier")).name == "courier"


def test_differences_are_those_of_the_recorded_fields(tmp_path):
    stated = {"headline": "Bridge", "authors": ["Jane Doe"], "date_published": "2026-11-20"}
    page = read_page(record(tmp_path, record=stated, not_yet=["headline", "authors"]))
    differences = rerun(page, profiles_of(tmp_path))
    assert differences == [
        Difference("headline", "Bridge", "Bridge closed", is_known=True),
        Difference("date_published", "2026-11-20", None),
    ]
    assert settled(page, differences) == ["authors"]


@pytest.mark.parametrize(
    ("expected", "got", "lines"),
    [
        ("a", "b", ["expected a", "got      b"]),
        (None, "b", ["expected nothing", "got      b"]),
        (["a"], None, ["expected a", "got      nothing"]),
        (["a", "b", "c"], ["a", "x", "c", "d"], ["- b", "+ x", "+ d"]),
        ([], ["a"], ["+ a"]),
        (["a"], ["a", "a"], ["+ a"]),
    ],
)
def test_a_difference_in_words(expected, got, lines):
    assert list(Difference("f", expected, got).lines()) == lines


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        ([], "nothing"),
        (["a", 1], "a; 1"),
        (False, "False"),
        ("x" * 161, "x" * 160 + " …"),
    ],
)
def test_a_value_in_one_line(value, text):
    assert shown(value) == text
