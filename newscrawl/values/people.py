"""Names of people out of bylines, as written: no labels, roles, places, dates or handles.

A byline is cut at the words that introduce it ("By", "Von", "Texte :", "文="), split at what joins
names in the language, and each part is kept if it can be a name. Nothing is re-cased.
"""

from __future__ import annotations

import re
from typing import Final

from newscrawl.values.text import clean

MAX_AUTHORS: Final = 30  # of one article; longer lists are data dumps
MAX_NAME: Final = 60  # characters
_MAX_WORDS: Final = 6

# What introduces a byline, by language.
_LEADS: Final = (
    "written by", "posted by", "published by", "story by", "text by", "words by", "article by", "report by",
    "reported by", "authored by", "contributed by", "interview by", "by", "author", "authors", "author(s)", "writer", "about the author",
    "ein beitrag von", "ein artikel von", "eine analyse von", "ein kommentar von", "ein gastbeitrag von", "geschrieben von", "verfasst von", "interview von", "text von",
    "von unserem redakteur", "von unserer redakteurin", "aus .{2,20} berichtet", "von", "autor", "autorin", "autor:in", "autoren", "verfasser", "text und fotos", "text",
    "propos recueillis par", "écrit par", "rédigé par", "publié par", "article écrit par", "un article de", "par", "auteur", "auteurs", "texte",
    "escrito por", "publicado por", "redactado por", "texto de", "texto", "por", "autora", "autores",
    "a cura di", "scritto da", "pubblicato da", "articolo di", "di", "autore", "autrice", "testo di",
    "geschreven door", "tekst door", "door", "auteur", "skriven av", "skrevet av", "skrevet af", "av", "af", "tekst", "journalist",
    "teksti", "kirjoittaja", "toimittaja", "opracował", "opracowała", "oprac.", "napisał", "napisała", "napsal", "napsala", "autorka", "szerző", "írta",
    "scris de", "автор", "автори", "авторы", "текст", "написал", "написала", "γράφει ο", "γράφει η", "του", "της", "συντάκτης", "συντάκτρια",
    "yazan", "yazar", "haber", "muhabir", "oleh", "penulis", "reporter", "tác giả", "bởi", "โดย", "ผู้เขียน", "लेखक", "द्वारा", "written", "redactie",
    "بقلم", "كتب", "كتبت", "الكاتب", "إعداد", "تحرير", "نویسنده", "نوشته", "מאת", "著者", "執筆者", "執筆", "取材・文", "文", "記者", "作者", "记者", "撰文", "来源", "글", "기자",
)  # fmt: skip
_WORDY = "|".join(
    re.escape(lead).replace(r"\.\{2,20\}", ".{2,20}")
    for lead in sorted(_LEADS, key=len, reverse=True)
    if lead.isascii() or not re.search("[\u0e00-\u0e7f\u3040-\u9fff]", lead)
)
_CJKS = "|".join(
    sorted(
        (lead for lead in _LEADS if re.search("[\u0e00-\u0e7f\u3040-\u9fff]", lead)),
        key=len,
        reverse=True,
    )
)
LEAD: Final = re.compile(
    rf"^\W{{0,3}}(?:(?:{_WORDY})(?:\s?[:：=/|]\s?|\s(?=\S))|(?:{_CJKS})\s?[:：=＝/／・|]?\s?)",
    re.IGNORECASE,
)
_JOINTS: Final = re.compile(
    r"\s*(?:[;|•·、，؛/]|،|\s[–—\-]\s|&| and | und | et | y | e | i | en | og | och | ja | und | a | и | і | та | και"
    r" | ve | dan | và | und | e-mail )\s*",
)
_COMMA: Final = re.compile(r"\s*,\s*(?:and |und |et |y |e |& )?")
_TAIL: Final = re.compile(
    r"\s*(?:[\(\[<{|@].*|[–—]\s.*|\s-\s.*|\b(?:published|updated|posted|on|in|at|for|aus|für|is a|is an|special to"
    r"|erschienen|veröffentlicht|publié|le|il y a|publicado|staff|senior|reporter|editor|contributor"
    r"|correspondent|writer|journalist|redakteur(?:in)?|korrespondent(?:in)?|chefredakteur(?:in)?|am|vom|mis à jour"
    r"|follow|email|photo|fotos?|bild(?:er)?|photography|with|med|from)\b.*)$",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_ADDRESS: Final = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|fr|co)\b|^/", re.IGNORECASE)
_NO_NAME: Final = frozenset(
    ["author", "authors", "autor", "byline", "contributor", "contributors", "editor", "editorial", "follow", "share", "email", "e-mail", "print", "comments", "comment", "updated", "published", "posted", "read", "more", "home", "news", "admin", "administrator", "null", "none", "undefined", "unknown", "anonymous", "guest", "staff", "twitter", "facebook", "linkedin", "instagram", "advertisement", "subscribe", "redaktion", "today", "yesterday", "min", "minutes", "hours", "ago", "save", "view", "profile", "website", "wordpress", "user", "newsletter", "login", "search", "menu", "contact", "about", "photo", "photos", "image", "video", "source", "sources", "via"]
)
_PARTICLES: Final = frozenset(
    ["de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "van", "von", "der", "den", "zu", "zum", "zur", "vom", "ter", "ten", "bin", "ibn", "al", "el", "ben", "abu", "af", "av", "y", "e", "i", "und", "of", "the", "dr", "prof", "jr", "sr", "mc", "mac", "st", "san", "santa", "o", "d", "l", "st.", "ó", "ní", "bint", "bte"]
)
_UNCASED: Final = re.compile(r"[\u0590-\u08ff\u0900-\u109f\u1100-\u11ff\u3040-\u9fff\uac00-\ud7af]")


def read_byline(text: str) -> list[str]:
    """The names in a byline as shown on a page; empty when there is none that looks like one."""
    text, led = strip_lead(clean(text[:400]))
    names = [name for part in split_names(text) if (name := _trim(part)) and is_name(name)]
    return list(dict.fromkeys(names))[:MAX_AUTHORS] if led or names else []


def strip_lead(text: str) -> tuple[str, bool]:
    """The text after the words that introduce a byline, and whether there were any."""
    stripped = text
    for _ in range(2):
        stripped = LEAD.sub("", stripped, count=1)
    return stripped.strip(" :,-–|"), stripped != text


def split_names(text: str) -> list[str]:
    """Parts of a byline that may be one name each."""
    return [part for piece in _JOINTS.split(text) for part in _COMMA.split(piece) if part]


def _trim(part: str) -> str:
    return _TAIL.sub("", part).strip(" .,:;-–*\"'")


def is_name(text: str) -> bool:
    """Whether a text can be a person's name as bylines print it: capitalised words, no figures."""
    if not 2 <= len(text) <= MAX_NAME or _DIGIT.search(text) or _ADDRESS.search(text):
        return False
    words = text.replace(".", ". ").split()
    if not words or len(words) > _MAX_WORDS or words[0].lower() in _NO_NAME:
        return False
    if _UNCASED.search(text):
        return len(text) <= 30
    capitals = sum(word[:1].isupper() or word[:1] in "‘'" for word in words)
    others = [word for word in words if not word[:1].isupper() and word.lower() not in _PARTICLES]
    return capitals >= 1 and not others and not _is_listed(words)


def _is_listed(words: list[str]) -> bool:
    return all(word.lower().strip(".:") in _NO_NAME for word in words)


def is_stated_name(text: str) -> bool:
    """Whether a text that a page states as an author (JSON-LD, meta) is usable as a name."""
    if not 2 <= len(text) <= MAX_NAME or _ADDRESS.search(text):
        return False
    return text.lower().strip() not in _NO_NAME
