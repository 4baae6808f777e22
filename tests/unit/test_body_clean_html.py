"""body/clean_html: the text, its structure and its links; nothing that runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

import newscrawl
from newscrawl.body.clean_html import TAGS
from newscrawl.cli import main

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "body").glob("*.html"))
URL = "https://www.harbour.example/2026/11/20/ferry"
LONG = "The ferry was late again today, and the crew of four waited for it on the quay in the rain."


def made(inner: str) -> str:
    page = f"<html lang=en><title>Late</title><h1>Late</h1><article>{inner}</article></html>"
    return newscrawl.extract(page, url=URL, body_html=True).article_body_html or ""


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_it_says_what_the_body_says_and_nothing_else(path: Path) -> None:
    article = newscrawl.extract(path.read_bytes(), url=URL, body_html=True)
    if article.article_body is None:
        assert article.article_body_html is None
        return
    tree = html.fragment_fromstring(article.article_body_html, create_parent="div")
    assert squeezed(tree.text_content()) == squeezed(article.article_body)
    assert {one.tag for one in tree.iterdescendants()} <= TAGS
    assert article.problems == newscrawl.extract(path.read_bytes(), url=URL).problems


@pytest.mark.parametrize("path", FIXTURES[:3], ids=lambda path: path.stem)
def test_it_is_there_when_asked_for_only(path: Path) -> None:
    assert newscrawl.extract(path.read_bytes(), url=URL).article_body_html is None


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (f"<p>{LONG}</p>", f"<p>{LONG}</p>"),
        (f"<p>{LONG} <b>So <i>be</i></b> it.</p>",
         f"<p>{LONG} <strong>So <em>be</em></strong> it.</p>"),
        (f"<p>{LONG}<br>And a line.</p>", f"<p>{LONG}<br>And a line.</p>"),
        (f"<p>{LONG} a &lt;b&gt; &amp; c</p>", f"<p>{LONG} a &lt;b&gt; &amp; c</p>"),
        (f"<p class=x style='color:red' onclick='x()'>{LONG}</p>", f"<p>{LONG}</p>"),
        (f"<p>{LONG}</p><h2>Then</h2><p>{LONG} Twice.</p>",
         f"<p>{LONG}</p>\n<h2>Then</h2>\n<p>{LONG} Twice.</p>"),
        (f"<p>{LONG}</p><blockquote><p>{LONG} She said.</p></blockquote>",
         f"<p>{LONG}</p>\n<blockquote><p>{LONG} She said.</p>\n</blockquote>"),
    ],
)  # fmt: skip
def test_structure_and_marks(inner: str, expected: str) -> None:
    assert made(inner) == expected


def test_lists_stay_lists() -> None:
    first, second = f"{LONG} First.", f"{LONG} Second."
    found = made(f"<p>{LONG}</p><ul><li>{first}</li><li>{second}</li></ul><p>{LONG} Last.</p>")
    assert f"<ul><li>{first}</li><li>{second}</li></ul>" in found


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.com/a?b=1&amp;c=2", "https://example.com/a?b=1&amp;c=2"),
        ("/other", "https://www.harbour.example/other"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:a@example.com", None),
    ],
)
def test_links_are_absolute_and_lead_to_the_web(href: str, kept: str | None) -> None:
    found = made(f"<p>{LONG} <a href='{href}' target=_blank>Read it</a>.</p>")
    assert "Read it" in found
    assert "javascript" not in found
    assert (f'href="{kept}"' in found) if kept else ("href" not in found)


def test_a_body_that_is_stated_elsewhere_becomes_paragraphs() -> None:
    path = next(path for path in FIXTURES if path.stem == "json-ld")
    article = newscrawl.extract(path.read_bytes(), url=URL, body_html=True)
    assert article.sources["article_body"] == "json-ld"
    paragraphs = (article.article_body or "").split("\n\n")
    assert (article.article_body_html or "").count("<p>") == len(paragraphs)


def test_the_command_gives_it_where_asked_for() -> None:
    for asked in ([], ["--body-html"]):
        result = CliRunner().invoke(main, ["extract", str(FIXTURES[0]), *asked])
        assert bool(json.loads(result.stdout)["article_body_html"]) is bool(asked)
