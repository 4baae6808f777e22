"""The words of class names and ids.

Names are parted at everything but letters and before a capital that follows a small letter:
``postBody related_box2`` gives post, body, related, box. A page has hundreds of distinct names, so
they are parted all together, each once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_MAX_CHARS: Final = 300  # characters of a name that are read; lists of utility classes run longer
# ASCII that is no letter becomes a space, but for the line break, which stands between two names.
_APART: Final = {
    code: " " for code in range(128) if not chr(code).isalpha() and chr(code) != "\n"
}  # fmt: skip
_CAMEL: Final = re.compile(r"[A-Z](?<=[a-z].)")


def words_of(names: Iterable[str]) -> dict[str, list[str]]:
    """The words, in lower case, of each of these names (class attributes, ids)."""
    listed = list(dict.fromkeys(names))
    lines = "\n".join([name[:_MAX_CHARS].replace("\n", " ") for name in listed]).translate(_APART)
    if not lines.islower():
        lines = _CAMEL.sub(r" \g<0>", lines).lower()
    return dict(zip(listed, map(str.split, lines.split("\n")), strict=True))
