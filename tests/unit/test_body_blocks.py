"""Blocks: text runs grouped as a reader sees them, nothing doubled, glued or split."""

from __future__ import annotations

import pytest

from newscrawl.body.blocks import Blocks
from newscrawl.page import Page


def texts(markup: str) -> list[str]:
    return Blocks(Page.parse(markup).walk).texts


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>One.</p><p>Two.</p>", ["One.", "Two."], id="paragraphs"),
        pytest.param("<p>A <b>bold</b>er <i>word</i>.</p>", ["A bolder word."], id="inline"),
        pytest.param("<p><span>T</span>he drop cap</p>", ["The drop cap"], id="drop cap"),
        pytest.param(
            "<p><a href=1>News</a><a href=2>Asia</a></p>", ["News Asia"], id="links side by side"
        ),
        pytest.param("<p><b>a</b> <i>b</i></p>", ["a b"], id="white space between elements"),
        pytest.param("<div>a<p>b</p>c</div>", ["a", "b", "c"], id="text beside a paragraph"),
        pytest.param("<div>a<div></div>b</div>", ["a", "b"], id="parted by an empty block"),
        pytest.param("a<br><br>b<br/> <br/>c", ["a", "b", "c"], id="two breaks part"),
        pytest.param("<p>a<br>b</p>", ["a\nb"], id="one break is a line"),
        pytest.param("<p>a <b>b</b><br>c <i>d</i> e</p>", ["a b\nc d e"], id="lines with inline"),
        pytest.param("<br><p>a</p><br><br><p>b<br><br></p>", ["a", "b"], id="breaks at edges"),
        pytest.param("<ul><li>a<li>b<ul><li>c</ul></ul>", ["a", "b", "c"], id="nested list"),
        pytest.param("<table><tr><td>a<td>b</table>", ["a", "b"], id="cells"),
        pytest.param("<p>a<script>x()</script> b</p>", ["a b"], id="script inside"),
        pytest.param("<style>p{}</style><p>a</p><template>t</template>", ["a"], id="unseen"),
        pytest.param("<p>a</p><noscript><p>b</p></noscript>", ["a"], id="noscript"),
        pytest.param("<p>\u200b</p><p>a</p>", ["", "a"], id="invisible characters"),
        pytest.param("<p>a\u00ad\u200bb</p>", ["ab"], id="soft hyphen"),
        pytest.param("<p>  a \n\t b&nbsp;c </p>", ["a b c"], id="white space"),
        pytest.param("", [], id="nothing"),
        pytest.param("<div>" * 3000 + "deep", ["deep"], id="deep"),
    ],
)
def test_blocks(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


def test_every_word_is_in_one_block() -> None:
    markup = "<div>w1 <p>w2 <a href=x>w3</a></p> w4<br><br>w5<ul><li>w6</ul>w7<br>w8</div>"
    words = " ".join(texts(markup)).split()
    assert words == [f"w{n}" for n in range(1, 9)]


def test_blocks_name_their_element() -> None:
    page = Page.parse("<h2>Head</h2><p>Text <b>bold</b></p>")
    blocks = Blocks(page.walk)
    assert [page.walk.tags[element] for element in blocks.element] == ["h2", "p"]
