"""Rules after the model: each with a page where it removes and a look-alike where it does not."""

from __future__ import annotations

import numpy as np
import pytest

from newscrawl.body.blocks import Blocks
from newscrawl.body.draft import Draft
from newscrawl.body.facts import Facts
from newscrawl.body.removals import apply_rules
from newscrawl.page import Page

TEXT = "".join(
    f"<p>This is sentence number {n} of a story about a bridge that a town has waited for.</p>"
    for n in range(12)
)
LONG = "A longer sentence that the page shows in two places, as pages for phones do."
COOKIES = "<p>We use cookies. You can withdraw your consent in our privacy settings.</p>"


def kept(markup: str, probability: float = 0.9) -> list[str]:
    """What the rules leave of a page of which the model would keep everything, without TEXT."""
    page = Page.parse(markup)
    facts = Facts(page, Blocks(page.walk))
    draft = Draft(facts, np.full(len(facts.words), probability))
    apply_rules(draft)
    texts = zip(draft.texts, draft.kept.tolist(), strict=True)
    return [text for text, stays in texts if stays and not text.startswith("This is sentence")]


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        pytest.param(f"<title>Big news</title><h1>Big news</h1>{TEXT}", [], id="headline"),
        pytest.param(
            f"<title>Big news</title><p>Big news, he said.</p>{TEXT}",
            ["Big news, he said."],
            id="headline quoted",
        ),
        pytest.param(f"<p>{LONG}</p>{TEXT}<p>{LONG}</p>", [LONG], id="copy"),
        pytest.param(f"<p>Yes.</p>{TEXT}<p>Yes.</p>", ["Yes.", "Yes."], id="short refrain"),
        pytest.param(f"<div><time>14:20</time></div>{TEXT}", [], id="time stamp"),
        pytest.param(
            f"<p>At <time>14:20</time> the bridge opened.</p>{TEXT}",
            ["At 14:20 the bridge opened."],
            id="time in a sentence",
        ),
        pytest.param(
            f"{TEXT}<div class=newsletter><p>Get our letter</p><input></div>{TEXT}",
            [],
            id="newsletter form",
        ),
        pytest.param(
            f"{TEXT}<div class=newsletter><p>About our letter</p></div>{TEXT}",
            ["About our letter"],
            id="no form",
        ),
        pytest.param(
            f"{TEXT}<p>Follow the Mail on Instagram.</p><h3>More</h3><p>Lesen Sie auch:</p>",
            [],
            id="calls after the text",
        ),
        pytest.param(f"{TEXT}<p>Sources and notes:</p>", [], id="label of nothing"),
        pytest.param(
            f"<p>Subscribe now, the sign says.</p>{TEXT}",
            ["Subscribe now, the sign says."],
            id="call in the text",
        ),
        pytest.param(
            f"{TEXT}<p>“Follow me on Instagram”, she says.</p>",
            ["“Follow me on Instagram”, she says."],
            id="call in somebody's speech",
        ),
        pytest.param(
            f"{TEXT}<p>She followed the river to the mill.</p>",
            ["She followed the river to the mill."],
            id="no call",
        ),
        pytest.param(f"{COOKIES}<h1>Head</h1><div>{TEXT}</div>", ["Head"], id="consent dialog"),
        pytest.param(
            f"<h1>Head</h1><div>{TEXT}{COOKIES}</div>",
            ["Head", "We use cookies. You can withdraw your consent in our privacy settings."],
            id="story about consent",
        ),
        pytest.param(f"<div>{TEXT}</div><aside>Facts</aside>", [], id="aside"),
        pytest.param(f"<aside><p>Lead.</p>{TEXT}</aside>", ["Lead."], id="body in an aside"),
        pytest.param(f"<h2>Start</h2>{TEXT}<h2>More</h2>", ["Start"], id="heading at the end"),
    ],
)
def test_rule(markup: str, left: list[str]) -> None:
    assert kept(markup) == left


def test_a_likely_heading_of_kept_text_stays() -> None:
    page = Page.parse(f"{TEXT}<h2>What next</h2><p>{LONG}</p><h2>Read more</h2><p>Other</p>")
    facts = Facts(page, Blocks(page.walk))
    probability = np.where(facts.heads, 0.4, 0.95)
    probability[-1] = 0.0
    draft = Draft(facts, probability)
    apply_rules(draft)
    heads = np.flatnonzero(facts.heads).tolist()
    assert [bool(draft.kept[index]) for index in heads] == [True, False]
    assert draft.reason(heads[0]) == "the heading of text that stays"
