"""A page is decoded and parsed once, whatever its bytes are."""

from __future__ import annotations

import re

import pytest

from newscrawl.page import Page
from newscrawl.page.jsonld import JsonLd, parse_json, types_of


@pytest.mark.parametrize(
    ("raw", "said", "encoding", "text"),
    [
        ("Éloge".encode(), None, "utf-8", "Éloge"),
        ("<meta charset=latin-1>Éloge".encode(), None, "utf-8", "Éloge"),
        ("<meta charset=iso-8859-1>Éloge".encode("latin-1"), None, "cp1252", "Éloge"),
        (
            "<meta charset=iso-8859-1>“Zitat” – 5 €".encode("cp1252"),
            None,
            "cp1252",
            "“Zitat” – 5 €",
        ),
        ("Größe".encode("latin-1"), None, "cp1252", "Größe"),
        ("Größe".encode("latin-1"), "ISO-8859-1", "cp1252", "Größe"),
        ("<meta charset=utf-8>Größe".encode("latin-1"), None, "cp1252", "Größe"),
        ("Привет, мир".encode("cp1251"), "windows-1251", "cp1251", "Привет, мир"),
        ("<html lang=ru><p>Привет, мир".encode("cp1251"), None, "cp1251", "Привет, мир"),
        ("<meta charset=shift_jis>東京の記事".encode("cp932"), None, "cp932", "東京の記事"),
        ("<meta charset=iso-2022-jp>東京".encode("iso2022_jp"), None, "iso2022_jp", "東京"),
        ("\ufeffÉloge".encode(), "latin-1", "utf-8", "Éloge"),
        ("\ufeffÉloge".encode("utf-16-le"), None, "utf-16-le", "Éloge"),
        ("Éloge".encode(), "no-such-encoding", "utf-8", "Éloge"),
        ("Éloge".encode(), "base64", "utf-8", "Éloge"),
        ("Éloge", None, "utf-8", "Éloge"),
    ],
)
def test_decoding(raw: bytes | str, said: str | None, encoding: str, text: str) -> None:
    page = Page.parse(raw, encoding=said)
    assert page.encoding == encoding
    assert page.walk.text_of(0).strip() == text


def test_broken_utf8_says_what_was_lost() -> None:
    raw = ("Éloge à la forêt enchantée " * 50).encode() + b"\xff"
    assert Page.parse(raw).problems == ["1 characters could not be decoded as utf-8"]


@pytest.mark.parametrize("raw", [b"", b"  \n", "", b"<!-- only a comment -->"])
def test_empty_pages(raw: bytes | str) -> None:
    page = Page.parse(raw)
    assert page.problems == ["page is empty"]
    assert page.walk.texts == []


@pytest.mark.parametrize("raw", ["\ud800 word", b"\0w\0ord\0", b"%PDF-1.4 \xff word", "<" * 5000])
def test_hostile_bytes_are_read(raw: bytes | str) -> None:
    text = Page.parse(raw).walk.text_of(0)
    assert "\0" not in text
    assert text.encode("utf-8")


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "font", "x-box"])
@pytest.mark.parametrize(("depth", "said"), [(9_000, "nested too deep"), (100_000, "100002 tags")])
def test_deep_nesting_keeps_the_text(tag: str, depth: int, said: str) -> None:
    page = Page.parse(f"<p>before</p>{f'<{tag}>' * depth} inside")
    assert page.walk.text_of(0).split() == ["before", "inside"]
    assert page.problems == [f"{said}: read without its structure"]


@pytest.mark.parametrize(
    ("raw", "problems", "kept"),
    [
        (
            "<p>one two" * 150_000,
            ["150000 tags: read without its structure", "page cut at 80000 of 150000 tags"],
            80_000 * len("one two"),
        ),
        ("<b>bold</b> " * 110_000, ["220000 tags: read without its structure"], 110_000 * 5),
        ("<p>" + "word " * 600_000, ["text without tags cut at 2500000 bytes"], 2_499_998),
        ("<p>" + "word" * 300_000 + "<br>" + "more" * 300_000, [], 2_400_000),
    ],
)
def test_pages_without_bounds_get_some(raw: str, problems: list[str], kept: int) -> None:
    page = Page.parse(raw)
    assert page.problems == problems
    assert len(page.walk.text_of(0)) == kept


@pytest.mark.parametrize("after", ["<p>two", "<html><body><p>two</html>", "<!-- c --><div>two"])
def test_what_follows_an_early_end_is_read(after: str) -> None:
    page = Page.parse(f"<html><body><p>one</p></body></html> {after}")
    assert page.walk.texts == ["one", "two"]


def test_walk_numbers_subtrees_and_text_runs() -> None:
    page = Page.parse(
        "<body><div id=a>one <b class=x>two</b> three<br>four</div><p>five</p></body>"
    )
    walk = page.walk
    assert walk.tags == ["html", "body", "div", "b", "br", "p"]
    assert walk.texts == ["one ", "two", " three", "four", "five"]
    assert walk.text_owner == [2, 3, 2, 2, 5]
    assert walk.parent == [-1, 0, 1, 2, 2, 1]
    assert walk.end == [6, 6, 5, 4, 5, 6]
    assert walk.text_of(2) == "one two threefour"
    assert (walk.ids[2], walk.classes[3], walk.indices("b", "br")) == ("a", "x", [3, 4])
    assert walk.ancestors(3) == [2, 1, 0]


def test_walk_agrees_with_the_tree_around_comments_and_instructions() -> None:
    page = Page.parse("<body>a<!-- c -->b<?php echo ?><p>c<!-- d --></p>d</body>")
    walk = page.walk
    for index, element in enumerate(walk.elements):
        assert walk.text_of(index) == "".join(element.itertext())
        inside = walk.elements[index : walk.end[index]]
        assert inside == list(element.iter())


def test_meta_title_links_and_language() -> None:
    page = Page.parse(
        """<html lang="fr-FR"><head><title> A &amp;amp; B </title>
        <meta property="og:title" content="One"><meta name="OG:Title" content="Two">
        <meta name="empty" content=" "><link rel="canonical alternate" href="/x"></head>
        <body><svg><title>icon</title></svg>"""
    )
    assert page.meta.title == "A & B"
    assert page.meta.language == "fr-FR"
    assert page.meta.all("og:title") == ["One", "Two"]
    assert page.meta.first("empty", "og:title") == "One"
    assert page.meta.links("canonical") == [{"rel": "canonical alternate", "href": "/x"}]


def test_meta_names_like_a_pattern() -> None:
    page = Page.parse(
        "<meta name=a:pubdate content=1><meta name=b content=2><meta name=pubday content=3>"
    )
    assert page.meta.like(re.compile("pubda")) == ["1", "3"]


def test_walk_finds_words_of_the_source() -> None:
    walk = Page.parse("<p Data-Publish='x'>is published</p>").walk
    found = list(walk.mentions(b"publish", before=5, after=9))
    assert found == [(b"data-", b"publish='"), (b"'>is ", b"published")]
    assert not list(walk.mentions(b"absent", before=5, after=9))


def test_title_of_a_drawing_is_no_title() -> None:
    assert Page.parse("<body><svg><title>icon</title></svg>").meta.title is None


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('[{"a": 1}, {"b": 2}]', [[{"a": 1}, {"b": 2}]]),
        ('{"a": 1} {"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": "line\nbreak\ttab"}', [{"a": "line\nbreak\ttab"}]),
        ('<!-- {"a": 1} -->', [{"a": 1}]),
        ('// <![CDATA[\n{"a": 1}\n// ]]>', [{"a": 1}]),
        ('{"a": [1, 2,], }', [{"a": [1, 2]}]),
        ('{"a": , "b": 1}', [{"a": None, "b": 1}]),
        ('{"a": "it\\\'s"}', [{"a": "it's"}]),
        ('{"a": 1};', [{"a": 1}]),
        ("{&quot;a&quot;: &quot;b&quot;}", [{"a": "b"}]),
        ('{\n"headline": "The "big" one",\n"b": 1\n}', [{"headline": 'The "big" one', "b": 1}]),
        ("", []),
    ],
)
def test_json_is_mended(script: str, expected: list[object]) -> None:
    assert parse_json(script) == expected


def test_jsonld_finds_nodes_and_resolves_references() -> None:
    jsonld = JsonLd(
        [
            """{"@context": "https://schema.org", "@graph": [
            {"@type": "NewsArticle", "author": {"@id": "#p"},
             "publisher": {"@type": "Organization"}},
            {"@type": ["Person", "Thing"], "@id": "#p", "name": "Ada"}]}""",
            "{broken",
        ]
    )
    assert [types_of(n)[0] for n in jsonld.nodes] == ["NewsArticle", "Person", "Organization"]
    assert jsonld.resolve(jsonld.of_type("NewsArticle")[0]["author"])["name"] == "Ada"
    assert jsonld.problems[0].startswith("JSON-LD could not be parsed")


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"@graph": [' + '{"@type": "Thing"},' * 50_000 + "{}]}",
        '"' + "x" * 3_000_000,
        '{"@id": "#a", "author": {"@id": "#a"}}',
        '{"@type": [1, null, {"x": 2}]}',
    ],
)
def test_jsonld_bombs_end(script: str) -> None:
    assert len(JsonLd([script]).nodes) <= 5_000


def test_microdata_nodes_look_like_jsonld() -> None:
    page = Page.parse(
        """<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">T</h1>
        <span itemprop="author" itemscope itemtype="http://schema.org/Person">
        <a itemprop="name url" href="/ada">Ada</a></span>
        <time itemprop="datePublished" datetime="2026-01-02">2 Jan</time></div>
        <p itemprop="name">outside</p>"""
    )
    article, person = page.microdata
    assert article["@type"] == ["NewsArticle"]
    assert article["headline"] == ["T"]
    assert article["datePublished"] == ["2026-01-02"]
    assert article["author"] == [person]
    assert person == {"@type": ["Person"], "name": ["/ada"], "url": ["/ada"]}


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("https://a.example/x/y", "", "https://a.example/x/y"),
        ("https://a.example/x/y", '<base href="/z/">', "https://a.example/z/"),
        ("https://a.example/x/y", '<base href="http://[">', "https://a.example/x/y"),
        (None, "", None),
    ],
)
def test_base_url(url: str | None, base: str, expected: str | None) -> None:
    assert Page.parse(f"<head>{base}</head><p>x", url=url).base_url == expected
