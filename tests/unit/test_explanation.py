"""explanation and the explain page: all that was weighed, as it was weighed, and nothing runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

import newscrawl
from newscrawl.items import EVIDENCE_FIELDS
from newscrawl.reports.explain import explain_page, shown
from newscrawl.reports.pages import is_web, percent, short_reason, thousands

FIXTURES = Path(__file__).parents[2] / "fixtures" / "body"
URL = "https://www.harbour.example/2026/11/20/ferry"
PAGES = ["newsletter-box", "comments", "json-ld", "go-to-top"]


def page(name: str) -> bytes:
    return (FIXTURES / f"{name}.html").read_bytes()


@pytest.mark.parametrize("name", PAGES)
def test_the_record_is_the_one_that_extract_gives(name: str) -> None:
    told = newscrawl.explain(page(name), url=URL)
    assert told.article == newscrawl.extract(page(name), url=URL)


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_its_winner_and_its_losers(name: str) -> None:
    told = newscrawl.explain(page(name), url=URL)
    assert tuple(told.choices) == EVIDENCE_FIELDS
    for field, choice in told.choices.items():
        source = choice.best.source if choice.best else None
        assert source == told.article.sources[field]
        if choice.best:
            assert choice.best.value == getattr(told.article, field)
            assert all(one.confidence <= choice.best.confidence for one in choice.losers)
        else:
            assert choice.losers == []


@pytest.mark.parametrize("name", ["newsletter-box", "comments", "go-to-top"])
def test_the_kept_blocks_are_the_body_and_each_has_a_reason(name: str) -> None:
    told = newscrawl.explain(page(name), url=URL)
    kept = [block.text for block in told.blocks if block.kept]
    assert "\n\n".join(kept) == told.article.article_body
    assert any(not block.kept for block in told.blocks)
    assert all(block.reason for block in told.blocks)


@pytest.mark.parametrize("raw", [b"", b"\x00\xff", "<p>", b"<html><body></body></html>"])
def test_no_page_is_too_poor(raw: bytes | str) -> None:
    drawn = explain_page(newscrawl.explain(raw), name="-")
    assert "No headline was found" in drawn


# -- the page

HOSTILE = """<html><head><title>x</title>
<script type="application/ld+json">{"@type": "NewsArticle",
 "headline": "<script>alert(1)</script> & \\"quotes\\" onload='x'",
 "author": {"name": "<img src=x onerror=alert(1)>", "url": "javascript:alert(1)"},
 "image": "javascript:alert(2)"}</script></head><body><article><h1>An <b>h1</b></h1>
<p>&lt;script&gt;alert(3)&lt;/script&gt; " onmouseover="alert(4)" The ferry is late again today.</p>
<p>{{ 7 * 7 }} {% raw %} The crew of four and a dog wait for it in the rain on the quay.</p>
</article></body></html>"""


def drawn_page(raw: bytes | str, **more: object) -> html.HtmlElement:
    return html.document_fromstring(
        explain_page(newscrawl.explain(raw, url=URL), name=URL, **more)  # type: ignore[arg-type]
    )


def test_nothing_of_the_page_runs_or_leads_astray() -> None:
    tree = drawn_page(HOSTILE)
    assert tree.xpath("//script | //img | //iframe | //object | //*[@onmouseover or @onload]") == []
    links = [link for link in tree.xpath("//@href | //@src") if link != "data:,"]
    assert all(link.startswith(("#", "https://www.harbour.example/")) for link in links)
    texts = "\n".join(tree.xpath("//ol[@class='blocks']//div[@class='text']/text()"))
    assert "<script>alert(3)</script>" in texts
    assert "{{ 7 * 7 }}" in texts


def test_each_block_shows_whether_and_why(name: str = "newsletter-box") -> None:
    told = newscrawl.explain(page(name), url=URL)
    items = drawn_page(page(name)).xpath("//ol[@class='blocks']/li")
    assert len(items) == len(told.blocks)
    for item, block in zip(items, told.blocks, strict=True):
        state = "kept" if block.kept else "dropped"
        assert state in item.get("class").split()
        assert block.reason in item.get("title")  # on hover
        assert f"{state} · {short_reason(block.reason)}" in item.text_content()  # and in text


def test_every_field_and_every_loser_is_there() -> None:
    told = newscrawl.explain(HOSTILE, url=URL)
    tree = drawn_page(HOSTILE)
    assert [h3.text for h3 in tree.xpath("//h3")] == list(EVIDENCE_FIELDS)
    losers = sum(len(choice.losers) for choice in told.choices.values())
    assert losers == len(tree.xpath("//details//tbody/tr")) > 0


def test_it_is_one_file_that_keyboards_can_use() -> None:
    tree = drawn_page(page("comments"))
    assert tree.xpath("//link[@rel='stylesheet'] | //*[@src]") == []
    assert "default-src 'none'" in tree.xpath("string(//meta[@http-equiv]/@content)")
    ids = set(tree.xpath("//@id"))
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= ids
    assert len(tree.xpath("//input[@type='radio'][@name='show']")) == 3


def test_a_stored_record_is_compared() -> None:
    record = newscrawl.to_dict(newscrawl.extract(page("comments"), url=URL))
    told = drawn_page(page("comments"), stored=record).text_content()
    assert "says the same" in told
    changed = record | {"headline": "An older headline", "fetched_at": "2026-11-01T00:00:00Z"}
    tree = drawn_page(page("comments"), stored=changed)
    rows = tree.xpath("//section[h2/@id='stored']//tbody/tr")
    assert [row.xpath("string(th)") for row in rows] == ["headline"]
    assert "An older headline" in rows[0].text_content()


def test_text_that_is_from_elsewhere_than_the_markup_is_said_to_be() -> None:
    told = newscrawl.explain(page("json-ld"), url=URL)
    assert told.article.sources["article_body"] == "json-ld"
    assert told.blocks == ()
    assert "was taken from its json-ld" in drawn_page(page("json-ld")).text_content()


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.com/", True),
        ("HTTP://example.com", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.com/", False),
        ("https:", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_links_lead_to_the_web_only(address: str | None, safe: bool) -> None:
    assert is_web(address) is safe


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "–"), (0, "0%"), (0.004, "<1%"), (0.5, "50%"), (0.9999, ">99%"), (1, "100%")],
)
def test_percentages(share: float | None, text: str) -> None:
    assert percent(share) == text


def test_numbers_and_values() -> None:
    assert thousands(1234567) == "1\u202f234\u202f567"
    assert shown([{"name": "Ada", "url": None}, {"name": "Bo", "url": "x"}]) == "Ada; Bo, x"
    assert (shown(True), shown(None), shown([]), shown("a")) == ("yes", "", "", "a")
    assert len(shown("word " * 200)) < 310
