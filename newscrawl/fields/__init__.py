"""The fields of the record but its body: each module offers candidates for one family of fields.

All have one shape: a function of :class:`~newscrawl.fields.facts.Facts` (one page, and what the
modules share about it) that yields :class:`~newscrawl.evidence.Candidate`. A candidate says in its
``note`` where it was found; what that is worth was measured (``weights.json``). Nothing is chosen
here and no error is caught here: the loader does both.
"""
