"""Proves the floors and the never-rules of docs/architecture.md by walking the source with `ast`.

Each check is a function of one source file, so that the tables below can also show that it bites.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import newscrawl

PACKAGE = Path(newscrawl.__file__).parent

# From the ground up; a room imports only rooms that stand before it, on any floor.
FLOORS = (
    ("errors", "version", "values"),
    ("items", "schema"),
    ("page", "evidence"),
    ("fields", "body", "sites"),
    ("weights", "stated", "profiled", "extraction", "explanation", "loaders"),
    ("discovery", "drift", "state", "output", "curation"),
    ("spiders", "middlewares", "pipelines", "reports", "demo"),
    ("settings", "addon", "cli"),
)
ROOMS = [room for floor in FLOORS for room in floor]
STRANGERS = ("fields", "body", "sites")  # never import one another
BELOW_SPIDERS = ROOMS[: ROOMS.index("spiders")]
DOORS = ("__init__", "__main__")  # the library's face and `python -m`: open on to every floor

MAY_USE_SCRAPY = ("spiders", "middlewares", "pipelines", "settings", "addon", "cli", "demo")
HTML_PARSERS = (
    "lxml.html",
    "lxml.etree.HTML",
    "lxml.etree.HTMLParser",
    "lxml.etree.HTMLPullParser",
    "scrapy.Selector",
    "scrapy.selector",
    "scrapy.linkextractors",
    "html.parser",
    "html5lib",
    "bs4",
)
NETWORK = ("socket", "urllib.request", "http.client", "requests", "httpx", "aiohttp")
CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
HOST_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|info|io|fr|de|uk|es|it|nl|jp|cn)")

Source = tuple[str, ast.Module]  # dotted name of the module, and its tree


def dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts)


def room_of(module: str) -> str:
    return module.split(".")[1]


def imports(module: str, tree: ast.Module) -> Iterator[str]:
    """Dotted names that a module imports, relative ones resolved, wherever in the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")[: -node.level] if node.level else []
            source = ".".join([*base, *filter(None, [node.module])])
            yield from (f"{source}.{alias.name}" for alias in node.names)


def is_under(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def floor_breaches(module: str, tree: ast.Module) -> list[str]:
    """Imports of rooms that stand after this one, of a stranger, or of the library's face."""
    room = room_of(module)
    targets = {
        name.split(".")[1] for name in imports(module, tree) if is_under(name, ("newscrawl",))
    }
    return sorted(target for target in targets - {room} if not may_import(room, target))


def may_import(room: str, target: str) -> bool:
    if target not in ROOMS or (room in STRANGERS and target in STRANGERS):
        return False
    return ROOMS.index(target) < ROOMS.index(room)


def scrapy_breaches(module: str, tree: ast.Module) -> list[str]:
    if room_of(module) in MAY_USE_SCRAPY:
        return []
    return [name for name in imports(module, tree) if is_under(name, ("scrapy", "twisted"))]


def parser_breaches(module: str, tree: ast.Module) -> list[str]:
    """HTML parsing outside `page/`: by import, by attribute, or through a Scrapy response."""
    if room_of(module) == "page":
        return []
    names = {*imports(module, tree), *attribute_names(module, tree)}
    parsers = {name for name in names if is_under(name, HTML_PARSERS) or parses_response(name)}
    return sorted(parsers | set(parsing_selectors(tree)))


def parsing_selectors(tree: ast.Module) -> Iterator[str]:
    """Calls of parsel's `Selector` that parse a text; wrapping a tree (`root=`) is no parsing."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    for call in calls:
        wraps = "root" in {keyword.arg for keyword in call.keywords}
        if ast.unparse(call.func).endswith("Selector") and not wraps:
            yield "parsel.Selector"


def parses_response(name: str) -> bool:
    return name in {f"response.{way}" for way in ("css", "xpath", "selector", "follow_all")}


def attribute_names(module: str, tree: ast.Module) -> Iterator[str]:
    """Dotted names used (`etree.HTMLParser`), with imported names spelt out in full."""
    known = {name.rpartition(".")[2]: name for name in imports(module, tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{known.get(node.value.id, node.value.id)}.{node.attr}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            yield ast.unparse(node)


def host_breaches(module: str, tree: ast.Module) -> list[str]:
    """Host names inside a condition, outside `sites/`."""
    if room_of(module) == "sites":
        return []
    conditions = [
        node.test for node in ast.walk(tree) if isinstance(node, (ast.If, ast.IfExp, ast.While))
    ]
    comparisons = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    return sorted({text for node in [*conditions, *comparisons] for text in host_names(node)})


def host_names(node: ast.expr) -> Iterator[str]:
    for leaf in ast.walk(node):
        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
            yield from HOST_NAME.findall(leaf.value) and [leaf.value]


def purity_breaches(module: str, tree: ast.Module) -> list[str]:
    """Network or the wall clock below `spiders/`."""
    if room_of(module) not in BELOW_SPIDERS:
        return []
    network = [name for name in imports(module, tree) if is_under(name, NETWORK)]
    clock = [name for name in attribute_names(module, tree) if ends_in_clock(name)]
    return sorted({*network, *clock})


def ends_in_clock(name: str) -> bool:
    return any(name == clock or name.endswith("." + clock) for clock in CLOCKS)


CHECKS = [floor_breaches, scrapy_breaches, parser_breaches, host_breaches, purity_breaches]


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps_its_rules(check):
    breaches = {}
    for path in sources():
        module = dotted(path)
        if room_of(module) not in DOORS:
            breaches[module] = check(module, ast.parse(path.read_text("utf-8")))
    assert {module: names for module, names in breaches.items() if names} == {}


def test_every_module_stands_in_a_known_room():
    rooms = {room_of(dotted(path)) for path in sources()}
    assert rooms - set(ROOMS) - set(DOORS) == set()


@pytest.mark.parametrize(
    ("check", "module", "code", "found"),
    [
        (floor_breaches, "newscrawl.page.page", "from newscrawl.body import blocks", ["body"]),
        (floor_breaches, "newscrawl.page.page", "from ..fields.dates import read", ["fields"]),
        (floor_breaches, "newscrawl.fields.dates", "import newscrawl.body.blocks", ["body"]),
        (floor_breaches, "newscrawl.fields.dates", "from newscrawl import extract", ["extract"]),
        (floor_breaches, "newscrawl.state.store", "def f():\n  from newscrawl import cli", ["cli"]),
        (floor_breaches, "newscrawl.fields.dates", "from newscrawl.page import Page", []),
        (floor_breaches, "newscrawl.cli.crawl", "from newscrawl.demo import serve", []),
        (scrapy_breaches, "newscrawl.state.store", "import scrapy", ["scrapy"]),
        (scrapy_breaches, "newscrawl.body.x", "from twisted.web import http", ["twisted.web.http"]),
        (scrapy_breaches, "newscrawl.spiders.news", "import scrapy", []),
        (parser_breaches, "newscrawl.body.x", "from lxml import html", ["lxml.html"]),
        (parser_breaches, "newscrawl.body.x", "import lxml.html as h", ["lxml.html"]),
        (
            parser_breaches,
            "newscrawl.discovery.feeds",
            "from lxml import etree\netree.HTMLParser()",
            ["lxml.etree.HTMLParser"],
        ),
        (
            parser_breaches,
            "newscrawl.discovery.feeds",
            "import lxml.etree\nlxml.etree.HTML(b'')",
            ["lxml.etree.HTML"],
        ),
        (parser_breaches, "newscrawl.spiders.news", "response.css('a')", ["response.css"]),
        (
            parser_breaches,
            "newscrawl.loaders",
            "from parsel import Selector\nSelector(text='<p>')",
            ["parsel.Selector"],
        ),
        (parser_breaches, "newscrawl.loaders", "import parsel\nx: parsel.Selector", []),
        (parser_breaches, "newscrawl.loaders", "from parsel import Selector\nSelector(root=x)", []),
        (
            parser_breaches,
            "newscrawl.discovery.feeds",
            "from lxml import etree\netree.XML(b'')",
            [],
        ),
        (parser_breaches, "newscrawl.page.page", "from lxml import html", []),
        (host_breaches, "newscrawl.fields.x", "if site == 'lesite.fr': pass", ["lesite.fr"]),
        (
            host_breaches,
            "newscrawl.fields.x",
            "ok = 'news.example.com' in url",
            ["news.example.com"],
        ),
        (host_breaches, "newscrawl.sites.x", "if site == 'lesite.fr': pass", []),
        (host_breaches, "newscrawl.fields.x", "if name == 'datePublished': pass", []),
        (
            purity_breaches,
            "newscrawl.fields.x",
            "from datetime import datetime\ndatetime.now()",
            ["datetime.datetime.now"],
        ),
        (purity_breaches, "newscrawl.body.x", "import time\ntime.time()", ["time.time"]),
        (purity_breaches, "newscrawl.body.x", "import urllib.request", ["urllib.request"]),
        (purity_breaches, "newscrawl.spiders.run", "import time\ntime.time()", []),
    ],
)
def test_each_check_bites(check, module, code, found):
    assert check(module, ast.parse(code)) == found
