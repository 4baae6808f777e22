"""Names of people out of bylines, as written: no labels, roles, places, dates or handles.

A byline is cut at the words that introduce it ("By", "Von", "Texte :", "文="), split at what joins
names in the language, and each part is kept if it can be a name. Nothing is re-cased. The word
lists are data (``people.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Final

from newscrawl.values.remembering import remembered
from newscrawl.values.text import clean

MAX_AUTHORS: Final = 30  # of one article; longer lists are data dumps
MAX_NAME: Final = 60  # characters
_MAX_BYLINE: Final = 400  # characters that are read of a byline
_MAX_WORDS: Final = 6  # of a name
_MAX_LEADS: Final = 2  # "Text: von Jane Doe"
_MAX_UNCASED: Final = 30  # characters of a name in a script without capitals

_DATA = tomllib.loads((resources.files("newscrawl.values") / "people.toml").read_text("utf-8"))
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u9fff]")


def _listed(words: Iterable[str]) -> str:
    """The words as a pattern, longest first, so that none hides a longer one."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LEADS: Final = [lead for leads in _DATA["leads"].values() for lead in leads]
_SPACED_LEADS: Final = _listed(lead for lead in _LEADS if not _UNSPACED.search(lead))
_UNSPACED_LEADS: Final = _listed(lead for lead in _LEADS if _UNSPACED.search(lead))
_COLON_LEADS: Final = _listed(_DATA["colon_leads"])
# First letters of the words: where none of them stands, no word need be tried.
_INITIALS: Final = re.escape("".join(sorted({lead[0] for lead in _LEADS})))
_LEAD: Final = re.compile(
    rf"^\W{{0,3}}(?=[{_INITIALS}])(?:(?:{_SPACED_LEADS})(?:\s?[:：=/|]\s?\|?|\s\|?|$)"
    rf"|(?:{_UNSPACED_LEADS})\s?[:：=＝/／・|]?\s?|(?:{_COLON_LEADS})\s?[:：|]\s?\|?)\s?",
    re.IGNORECASE,
)
_INNER_LEAD: Final = re.compile(
    r"((?:posted|published|updated|submitted|veröffentlicht|erstellt|publi[ée]|publicado)\b[^|]{0,60}?\s)"
    r"(?:by|von|par|por)\s",
    re.IGNORECASE,
)
_JOINT_WORDS: Final = _listed(_DATA["joints"])
_JOINT: Final = re.compile(
    rf"\s?[;|•·、，؛،/]\s?|\s[–—\-]\s|\s?&\s?|\s?,\s?(?:(?:{_JOINT_WORDS})\s)?|\s(?:{_JOINT_WORDS})\s"
)
# The joint word before a name that another element holds: "Jane Doe | and John Roe".
_LEADING_JOINT: Final = re.compile(rf"^(?:{_JOINT_WORDS}|,)\s(?=\S)")
_ONLY_JOINT: Final = re.compile(
    rf"(?:[,&/|·•、]|{_JOINT_WORDS}|, ?(?:{_JOINT_WORDS}))", re.IGNORECASE
)
_TAIL: Final = re.compile(
    rf"\s*(?:[(\[<{{@].*|\s\d.*|(?:^|\s)(?:{_listed(_DATA['tails'])})(?=[\s:.,]|$).*)$",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_ADDRESS: Final = re.compile(r"https?:|www\.|\S@\S|^/|^@", re.IGNORECASE)
_LINK: Final = re.compile(r"(?:https?:|www\.)\S+", re.IGNORECASE)
_NO_NAMES: Final = frozenset(_DATA["no_names"])
_NO_WHOLE_NAMES: Final = _NO_NAMES | frozenset(_DATA["no_whole_names"])
_PARTICLES: Final = frozenset(_DATA["particles"])
# Degrees and titles that follow a name after a comma: MD, PhD, CFP, RD, FAND, M.D.
_CREDENTIAL: Final = re.compile(r"(?:[A-Z][A-Za-z]{0,2}\.?){1,3}|[A-Z]{2,5}(?:[- ]?[A-Z]{1,4})?")
_UNCASED: Final = re.compile(r"[\u0590-\u08ff\u0900-\u109f\u1100-\u11ff\u3040-\u9fff\uac00-\ud7af]")
# A word that ends what somebody is: "Lead Reviewer", "Digital Marketing Specialist".
_ROLE: Final = re.compile(rf"\s(?:{_listed(_DATA['roles'])})$", re.IGNORECASE)
# Who did something else for the article: from there on a byline names no authors.
_OTHERS: Final = re.compile(
    rf"(?:^|(?<=[|,;:)\s]))(?:{_listed(_DATA['others'])})(?!\w).*$", re.IGNORECASE
)
_ROLE_START: Final = re.compile(rf"(?:{_listed(_DATA['role_starts'])})\b", re.IGNORECASE)
# A word that runs on in small letters is a sentence's, and no user name: "by hiring a lawyer".
_GOES_ON: Final = re.compile(
    r"\S+\s(?!(?:on|in|at|am|vom|um|le|il|el|and|und|et|y|e)\s)[^\W\d_]*[a-zß-ÿ0-9]"
)
# A writer's short sign after the name: "Jane Doe (jdo)".
_CODE: Final = re.compile(r"\s\([^\W\d_]{1,5}\.?\)$")
_HOUSE_NAME: Final = re.compile(
    rf"(?:\S+\s){{1,4}}(?:{_listed(_DATA['houses'])})|(?:{_listed(_DATA['desks'])})(?:\s\S+){{0,4}}",
    re.IGNORECASE,
)
_KOREAN_ROLE: Final = re.compile(r"(?<=[\uac00-\ud7af])\s?(?:기자|특파원|선임기자|논설위원)$")


def read_byline(text: str, *, sure: bool = False) -> list[str]:
    """The names in a byline as a page shows it; empty when nothing in it looks like one.

    ``sure``: the markup says that this is a byline, so that a lone user name ("surfguard") counts.
    """
    text = _LINK.sub(" ", clean(text[:_MAX_BYLINE]))
    if inner := _INNER_LEAD.match(text):  # "Posted on September 21 by Jane Doe"
        text = text[inner.end(1) :]
    text, led = strip_lead(_OTHERS.sub("", text))
    parts = _without_credentials([trim_name(part) for part in _before_roles(split_names(text))])
    names = [part for part in parts if is_name(part)]
    full = [name for name in names if " " in name or _UNCASED.search(name)]
    full = [name for at, name in enumerate(full) if not (at and _ROLE.search(name))]
    if full or not (sure or (led and not _GOES_ON.match(text))):
        return list(dict.fromkeys(full))[:MAX_AUTHORS]
    return [part for part in parts[:1] if " " not in part and is_stated_name(part)]


def read_stated(text: str) -> list[str]:
    """The names in an author statement (JSON-LD, meta), where the context is sure."""
    text, _ = strip_lead(_LINK.sub(" ", clean(text[:_MAX_BYLINE])))
    parts = [_KOREAN_ROLE.sub("", part.strip(" .,:;")) for part in split_names(text)]
    parts = [_CODE.sub("", part) for part in parts]
    kept = [part for part in _without_credentials(parts) if is_stated_name(part)]
    named = [part for part in kept if not (" " in part and _DIGIT.search(part))]
    return list(dict.fromkeys(named))[:MAX_AUTHORS]


def is_lead(text: str) -> bool:
    """Whether a text starts with words that introduce a byline."""
    return bool(text) and _LEAD.match(text) is not None


def is_joint(text: str) -> bool:
    """Whether a text only joins two names."""
    return _ONLY_JOINT.fullmatch(text.strip()) is not None


def strip_lead(text: str) -> tuple[str, bool]:
    """The text after the words that introduce a byline, and whether there were any."""
    led = False
    for _ in range(_MAX_LEADS):
        if not (lead := _LEAD.match(text)):
            break
        text, led = text[lead.end() :], True
    return text.strip(" :,-–|" if led else None), led


def split_names(text: str) -> list[str]:
    """Parts of a byline that may be one name each."""
    pieces = (_LEADING_JOINT.sub("", piece.strip()) for piece in _JOINT.split(text))
    return [part for part in pieces if part]


@remembered(1024)
def trim_name(part: str) -> str:
    """A part of a byline without role, place or date after the name."""
    part = _KOREAN_ROLE.sub("", part.strip())
    if _is_house(part):
        return strip_lead(part)[0]
    return strip_lead(_TAIL.sub("", part).strip(" .,:;-–*\"'"))[0]


def _before_roles(parts: list[str]) -> list[str]:
    """The parts before the first that says what somebody is: "Head of Marketing", "and Events"."""
    first = (at for at, part in enumerate(parts) if at and _ROLE_START.match(part))
    return parts[: next(first, len(parts))]


def _without_credentials(parts: list[str]) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if not (kept and " " in kept[-1] and _CREDENTIAL.fullmatch(part)):
            kept.append(part)
    return kept


@remembered(1024)
def is_name(text: str) -> bool:
    """Whether a text can be a person's name as bylines print it: capitalised words, no figures."""
    if not is_stated_name(text):
        return False
    if _is_house(text):
        return True
    if _DIGIT.search(text) or ":" in text:
        return False
    words = text.replace(".", ". ").split()
    if len(words) > _MAX_WORDS or words[0].lower().strip(".") in _NO_NAMES:
        return False
    if _UNCASED.search(text):
        return len(text) <= _MAX_UNCASED
    lower = [word for word in words if not (word[0].isupper() or word[0] in "‘'’\"“(")]
    return words[-1] not in lower and all(word.lower() in _PARTICLES for word in lower)


def _is_house(text: str) -> bool:
    """Whether a text names the desk that wrote an article: "The Courier Team"."""
    is_named = text[:1].isupper() or text.startswith("the ") or "." in text
    return is_named and _HOUSE_NAME.fullmatch(text) is not None


@remembered(1024)
def is_stated_name(text: str) -> bool:
    """Whether a text that a page states as an author is usable as a name."""
    if not 2 <= len(text) <= MAX_NAME or _ADDRESS.search(text):
        return False
    folded = text.lower().strip(" .:")
    return any(letter.isalpha() for letter in text) and folded not in _NO_WHOLE_NAMES
