"""Rules after the model, in the order in which they are applied; each names its reason.

A rule is here when it says something that the model cannot see or must not decide (the headline is
a field of its own; a heading needs a text), never to mend single pages.
"""

from typing import Final

from newscrawl.body.draft import Draft
from newscrawl.body.removals.asides import remove_asides
from newscrawl.body.removals.calls import remove_calls
from newscrawl.body.removals.consent import remove_consent
from newscrawl.body.removals.copies import remove_copies
from newscrawl.body.removals.headings import settle_headings
from newscrawl.body.removals.headline import remove_headline
from newscrawl.body.removals.repeated import remove_repeated
from newscrawl.body.removals.ruled import settle_ruled
from newscrawl.body.removals.stamps import remove_stamps
from newscrawl.body.removals.subscription import remove_subscription

RULES: Final = (
    settle_ruled,
    remove_headline,
    remove_repeated,
    remove_copies,
    remove_stamps,
    remove_subscription,
    remove_consent,
    remove_asides,
    remove_calls,
    settle_headings,
)


# Where a profile says in which elements the text is, it has looked; the rules that are left say
# what is no part of any text, or what it could not see on one page.
RULED: Final = (settle_ruled, remove_headline, remove_repeated, settle_headings)


def apply_rules(draft: Draft) -> None:
    """Apply the rules to a draft."""
    is_ruled = draft.rulings is not None and draft.rulings.inside
    for rule in RULED if is_ruled else RULES:
        rule(draft)


__all__ = ["RULED", "RULES", "apply_rules"]
