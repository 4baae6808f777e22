"""extract(): whole records of hand-written pages, and pages made to hurt."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import newscrawl
from newscrawl.extraction import Extraction
from newscrawl.page import Page
from newscrawl.weights import Weights

URL = "https://www.courier.example/news/bridge"
PARAGRAPHS = "".join(
    f"<p>Le conseil municipal a annoncé lundi soir que le pont numéro {i} est fermé aux voitures,"
    " et que les travaux vont durer jusqu'au printemps avec un coût de plus de quatre millions.</p>"
    for i in range(6)
)
PAGE = f"""<html lang="fr"><head><title>Un pont fermé aux voitures | Le Courrier</title>
<meta property="og:site_name" content="Le Courrier"><meta property="og:type" content="article">
</head><body><div class="breadcrumb"><a href="/">A la une</a><a href="/a">Actualité</a></div>
<h1>Un pont fermé aux voitures</h1>
<p class="meta">Par <a rel="author" href="/auteurs/jeanne">Jeanne Dupont</a>
le <time datetime="2022-01-18T10:04:00+01:00">18 janvier 2022</time></p>
<article>{PARAGRAPHS}</article><button>Bouton retour en haut de la page</button>
<aside class="related"><h2>A lire aussi</h2><ul><li><a href="/b">Une autre nouvelle</a></li></ul>
</aside>
</body></html>"""


def test_a_whole_record():
    record = newscrawl.to_dict(newscrawl.extract(PAGE, url=URL))
    expected = {
        "headline": "Un pont fermé aux voitures",
        "in_language": "fr",
        "date_published": "2022-01-18T10:04:00+01:00",
        "authors": [{"name": "Jeanne Dupont", "url": "https://www.courier.example/auteurs/jeanne"}],
        "sections": ["Actualité"],
        "is_article": True,
        "problems": [],
    }
    assert {field: record[field] for field in expected} == expected
    assert record["publisher"]["name"] == "Le Courrier"
    assert record["article_body"].startswith("Le conseil municipal")
    assert "Bouton" not in record["article_body"]
    assert record["word_count"] > 150


def test_text_bytes_and_encodings_give_the_same_record():
    records = [
        newscrawl.to_dict(newscrawl.extract(raw, url=URL, encoding=encoding))
        for raw, encoding in (
            (PAGE, None),
            (PAGE.encode(), None),
            (PAGE.encode("iso-8859-1"), "iso-8859-1"),
        )
    ]
    assert records[0] == records[1] == records[2]


def hostile(value: object) -> str:
    names = ("@type", "headline", "datePublished", "dateModified", "author", "publisher", "image",
             "keywords", "articleSection", "inLanguage", "isAccessibleForFree", "hasPart", "video",
             "mainEntityOfPage", "url", "description", "liveBlogUpdate", "name", "@id")  # fmt: skip
    node = {**dict.fromkeys(names, value), "@type": ["NewsArticle", value]}
    live = {**node, "@type": "LiveBlogPosting", "liveBlogUpdate": [value, node]}
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [value, {"item": value, "name": value}]}
    return f'<script type="application/ld+json">{json.dumps([node, live, crumbs])}</script>'


@pytest.mark.parametrize(
    "value",
    [None, 7, -1.5, True, [], {}, "", " ", [[[[[["x"]]]]]], {"name": {"name": {"name": "x"}}},
     "x" * 20_000, ["x"] * 3000, [{"name": "A B"}] * 2000, "9999-12-31T23:59:59Z",
     "0001-01-01", 1e308, 99999999999999999999, "\x00\ud800", "http://[", "&#xD800;", "{{{{",
     {"@id": "x"}, {"@value": 7}, {"url": ["http://["]}],
)  # fmt: skip
def test_json_ld_of_any_shape(value):
    article = newscrawl.extract(hostile(value) + PAGE, url=URL)
    assert article.article_body
    assert not [problem for problem in article.problems if "Error" in problem]
    newscrawl.to_dict(article)


def test_json_ld_too_large_to_read_is_said():
    article = newscrawl.extract(PAGE + hostile("x" * 200_000), url=URL)
    assert article.headline == "Un pont fermé aux voitures"
    assert [problem for problem in article.problems if "was not read" in problem]


@pytest.mark.parametrize(
    "html",
    ["", " ", "\x00", "<", "<html>", "<h1>" * 3000, "<div>" * 100_000, "<p>" + "x" * 3_000_000,
     "<h1>" + "a - b | " * 20_000, "<p class=byline>" + "By and " * 20_000,
     "<h1>x</h1><p>" + "1/" * 50_000, "<h1>x</h1>" + "<p>1 2 3</p>" * 20_000,
     "<meta property=og:title content='" + "a | " * 5000 + "'>",
     "<p class='" + "date-" * 50_000 + "'>x", "<time datetime='" + "9" * 100_000 + "'>",
     "<script>" + '":"20' * 50_000 + "</script>", "%PDF-1.4 \x93\x8c", "\ud800\udfff"],
)  # fmt: skip
@pytest.mark.parametrize("url", [None, URL, "http://[", "not a url"])
def test_pages_made_to_hurt(html, url):
    article = newscrawl.extract(html, url=url)
    assert not [problem for problem in article.problems if "Error" in problem]


@pytest.mark.parametrize(
    "now",
    [
        None,
        datetime(2022, 2, 1, tzinfo=UTC),
        datetime.fromisoformat("2022-02-01"),
        datetime.max.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=UTC),
    ],
)
def test_now_of_any_kind(now):
    article = newscrawl.extract(PAGE + "<time>il y a 3 heures</time>", url=URL, now=now)
    assert article.problems == []


def test_weights_of_a_folder_are_taken_instead_of_the_packaged_ones(tmp_path):
    never = {"bias": -20.0, "weights": {}}
    (tmp_path / "kind.json").write_text(json.dumps(never), "utf-8")
    weights = Weights.read(tmp_path)
    assert (weights.body, weights.fields, weights.kind) == (None, None, never)
    page = Page.parse(PAGE, url=URL)
    assert Extraction(page).article().is_article is True
    assert Extraction(page, weights=weights).article().is_article is False
