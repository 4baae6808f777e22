"""URLs: what we fetch, what counts as the same, and which site it belongs to."""

from __future__ import annotations

import pytest

from newscrawl.errors import UsageError
from newscrawl.values.urls import (
    absolute_url,
    check_seed,
    normalize_url,
    site_folder,
    site_of,
    url_identity,
    url_key,
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.COM", "https://example.com/"),
        (" https://example.com/a#comments ", "https://example.com/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("http://example.com:80/a", "http://example.com/a"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com./a", "https://example.com/a"),
        ("https://example.com/a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/a?utm_source=x&id=7&fbclid=y", "https://example.com/a?id=7"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?b=2&a=1"),
        ("https://example.com/a;jsessionid=AB12?x=1", "https://example.com/a?x=1"),
        ("https://example.com/?sid=0123456789abcdef0", "https://example.com/"),
        ("https://example.com/story?sid=4711", "https://example.com/story?sid=4711"),
        ("https://example.com/é t", "https://example.com/%C3%A9%20t"),
        ("https://zeitung.de/straße?q=ü", "https://zeitung.de/stra%C3%9Fe?q=%C3%BC"),
        ("https://münchen.de/", "https://xn--mnchen-3ya.de/"),
        ("http://[::1]:8700/x", "http://[::1]:8700/x"),
        ("http://[bad", "http://[bad"),
        ("", "/"),
    ],
)
def test_normalize_url(url: str, expected: str) -> None:
    assert normalize_url(url) == expected
    assert normalize_url(normalize_url(url)) == normalize_url(url)


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/a?x=1&y=2",
        "https://www.example.com/a/?y=2&x=1",
        "https://EXAMPLE.com:443/a?x=1&y=2#top",
        "https://example.com/%61?x=1&y=2",
        "https://example.com/a?x=1&y=2&utm_medium=rss",
    ],
)
def test_one_identity(other: str) -> None:
    assert url_identity(other) == url_identity("https://example.com/a?x=1&y=2")
    assert url_key(other) == url_key("https://example.com/a?x=1&y=2")


@pytest.mark.parametrize(
    "other",
    [
        "https://example.com/A",
        "https://example.com/a?id=1",
        "https://news.example.com/a",
        "https://example.com:8080/a",
        "https://example.com/a.html",
    ],
)
def test_other_identity(other: str) -> None:
    assert url_key(other) != url_key("https://example.com/a")


def test_key_is_32_hex_characters_even_of_broken_text() -> None:
    key = url_key("https://example.com/\ud800")
    assert len(key) == 32
    assert int(key, 16)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("b", "https://example.com/n/b"),
        ("/b", "https://example.com/b"),
        ("//cdn.example.com/b", "https://cdn.example.com/b"),
        ("?page=2", "https://example.com/n/a?page=2"),
        ("  /b\n", "https://example.com/b"),
        ("../../../b", "https://example.com/b"),
        ("HTTP://Other.org", "http://other.org/"),
        ("mailto:a@example.com", None),
        ("javascript:void(0)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("ftp://example.com/", None),
        ("http://", None),
        ("http://[bad/", None),
        ("http://example.com:99999/", None),
        ("http://exa mple.com/", None),
        ("http://.com/", None),
        ("http://../", None),
        (f"http://{'a' * 64}.example.com/", None),
        (f"http://{'a' * 63}.example.com/", f"http://{'a' * 63}.example.com/"),
        (f"http://{'abcd.' * 51}com/", None),
        ("http://my_blog-.example.com./", "http://my_blog-.example.com/"),
        ("http://\u2603.example/", "http://xn--n3h.example/"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
    ],
)
def test_absolute_url(href: str, expected: str | None) -> None:
    assert absolute_url("https://example.com/n/a", href) == expected


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.com/a", "example.com"),
        ("https://news.example.co.uk/", "example.co.uk"),
        ("https://a.b.c.example.com.au/", "example.com.au"),
        ("https://one.blogspot.com/", "one.blogspot.com"),
        ("https://news.example.unknowntld/", "example.unknowntld"),
        ("https://intranet/", "intranet"),
        ("http://127.0.0.1:8700/a", "127.0.0.1:8700"),
        ("http://127.0.0.1/a", "127.0.0.1:80"),
        ("https://127.0.0.1/a", "127.0.0.1:443"),
        ("http://localhost:8701/", "localhost:8701"),
        ("http://paper.localhost:8701/", "paper.localhost:8701"),
        ("http://[::1]:8701/", "[::1]:8701"),
        ("https://xn--mnchen-3ya.de/", "xn--mnchen-3ya.de"),
        ("https://co.uk/", "co.uk"),
        ("http://[bad", ""),
    ],
)
def test_site_of(url: str, site: str) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    ("site", "folder"),
    [
        ("example.com", "example.com"),
        ("127.0.0.1:8700", "127.0.0.1_8700"),
        ("[::1]:8700", "1_8700"),
        ("../../etc", "etc"),
        ("a/b\\c\0", "a_b_c"),
        ("", "_"),
        ("..", "_"),
        ("x" * 300, "x" * 250),
    ],
)
def test_site_folder(site: str, folder: str) -> None:
    assert site_folder(site) == folder


@pytest.mark.parametrize(
    ("typed", "seed"),
    [
        ("https://example.com", "https://example.com/"),
        ("example.com", "https://example.com/"),
        ("www.example.com/news?x=1", "https://www.example.com/news?x=1"),
        ("http://127.0.0.1:8700", "http://127.0.0.1:8700/"),
    ],
)
def test_check_seed(typed: str, seed: str) -> None:
    assert check_seed(typed) == seed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "news",
        "https://",
        "http:///path",
        "file:///etc/passwd",
        "localhost:8700",
        "mailto:a@b.de",
    ],
)
def test_check_seed_names_input_and_mend(typed: str) -> None:
    with pytest.raises(UsageError, match=r"write it like https://www\.example\.com/") as error:
        check_seed(typed)
    assert repr(typed) in str(error.value)
