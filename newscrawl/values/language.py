"""The language of a text: by script and small words, and by langdetect only where these leave
doubt.

:func:`guess` is cheap and says nothing rather than something wrong; :func:`detect` asks langdetect,
seeded, so that the same text always gives the same answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

SAMPLE: Final = 1500  # characters that are looked at
_MIN_WORDS: Final = 25  # below this, small words prove nothing
_MIN_LETTERS: Final = 30
_SEED: Final = 0
_CLEAR: Final = 0.12  # share of a language's small words in running text: 0.2 to 0.4, others' < 0.1
# In this many words of a language its small words are not rarer than this.
_MANY_WORDS: Final = 80
_ABSENT: Final = 0.03
# Languages that say with endings what others say with small words:
# these are clear from this share on.
_SPARSE: Final = {"zu": 0.04}
_AHEAD: Final = 1.35  # how far the best language must be ahead of the second

# First and last character of the scripts that tell a language, or a group of languages.
_RANGES: Final = (
    ("\u0370", "\u03ff", "el"), ("\u0400", "\u04ff", "Cyrl"), ("\u0530", "\u058f", "hy"),
    ("\u0590", "\u05ff", "he"), ("\u0600", "\u06ff", "Arab"), ("\u0900", "\u097f", "Deva"),
    ("\u0980", "\u09ff", "bn"), ("\u0a00", "\u0a7f", "pa"), ("\u0a80", "\u0aff", "gu"),
    ("\u0b80", "\u0bff", "ta"), ("\u0c00", "\u0c7f", "te"), ("\u0c80", "\u0cff", "kn"),
    ("\u0d00", "\u0d7f", "ml"), ("\u0d80", "\u0dff", "si"), ("\u0e00", "\u0e7f", "th"),
    ("\u1000", "\u109f", "my"), ("\u10a0", "\u10ff", "ka"), ("\u1200", "\u137f", "am"),
    ("\u1780", "\u17ff", "km"), ("\u3040", "\u30ff", "ja"), ("\u4e00", "\u9fff", "Hani"),
    ("\uac00", "\ud7af", "ko"),
)  # fmt: skip
_TELLING: Final = re.compile(f"[{''.join(f'{first}-{last}' for first, last, _ in _RANGES)}]")
_STARTS: Final = [first for first, _, _ in _RANGES]
# Languages that share a script: a text in it contradicts only a language of another script.
_SHARED: Final = {
    "Cyrl": frozenset(
        ["ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "tt", "ba", "bs"]
    ),
    "Arab": frozenset(["ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "ks"]),
    "Deva": frozenset(["hi", "mr", "ne", "sa", "bho", "mai", "kok"]),
    "Hani": frozenset(["zh", "ja", "ko"]),
}
# Share of kana among kana and Han characters from which a text is Japanese.
_KANA: Final = 0.1
_LATIN: Final = re.compile("[a-zA-Z\u00c0-\u024f]")
# Small words that are frequent in one language and rare in its neighbours.
_SMALL: Final = {
    "en": "the and of to in is that for it with was on are this from have has be by you",
    "de": "der die und das ist nicht mit den von auf ein eine für sich dem des auch im wird"
    " sind",
    "fr": "les des est une dans pour que qui sur avec pas au du ce cette sont et aux ont été",
    "es": "los las del una por con para que es se como más pero sus fue este esta el y al",
    "pt": "os das uma para com não que do da em no na ao mais foi pela são à às dos e",
    "it": "che di il della per con non una sono gli nel alla dei più del è anche ha si le",
    "nl": "het een van dat niet zijn voor met op aan de er ook maar bij naar wordt heeft te",
    "sv": "och att det som är på för av med den till inte har om ett han var jag från",
    "no": "og det som er på for av med til ikke har om en å seg fra han vi ble også",
    "da": "og det som er på for af med til ikke har om en at der den blev også efter fra",
    "fi": "ja on ei se että oli hän mutta ovat myös kun niin kuin joka ole sen mukaan",
    "pl": "w i na się nie z do jest że to jak po co ale dla od przez są oraz jego",
    "cs": "a v se na je že to s z do i jako ale pro za podle byl jsou který není",
    "sk": "a v sa na je že to s z do ako ale pre za podľa bol sú ktorý nie by",
    "hu": "a az és hogy nem is egy meg ez volt de csak már vagy mint azt lesz szerint",
    "ro": "și în de la a cu pe că din nu pentru este mai care sunt fost prin după au",
    "hr": "i u je se na da su za od koji nije bi iz kao što ali ili sam će",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi sonra kadar ise var ne",
    "id": "yang dan di dengan untuk dari ini itu pada tidak dalam akan juga oleh ke ada",
    "vi": "và của là các có được trong cho không những một với người đã này để khi",
    "zu": "ukuthi futhi uma kodwa ngoba ukuba nokho lapho kanti njengoba uthe kusho kanye"
    " ngesikhathi lo le la lokhu abantu kwi",
    "sw": "ya wa na kwa katika ni za la kuwa hiyo huo alisema baada hata pia lakini cha watu"
    " yake",
    "af": "die en van het is in wat nie vir op te om aan met as sy ook hulle deur by",
    "ca": "els les que amb per una del dels és als no més com va han aquest seva i la",
}  # fmt: skip
_SMALL_OF: Final = {lang: frozenset(words.split()) for lang, words in _SMALL.items()}
_WORDS: Final = re.compile(r"[^\W\d_]+")
_KIN: Final = (frozenset({"no", "nb", "nn", "da"}), frozenset({"hr", "sr", "bs", "sl"}),
               frozenset({"cs", "sk"}), frozenset({"id", "ms"}), frozenset({"es", "ca", "gl",
               "ast"}), frozenset({"pt", "gl"}), frozenset({"de", "lb"}), frozenset({"nl", "af",
               "fy"}))  # fmt: skip


def primary(tag: str | None) -> str | None:
    """The language of a BCP 47 tag or locale (``pt_BR`` is ``pt``); None when it is no tag."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?=$|[-_\s,;@.])", tag or "")
    if not found:
        return None
    code = found[1].lower()
    return {
        "nb": "no",
        "nn": "no",
        "iw": "he",
        "in": "id",
        "jp": "ja",
        "cn": "zh",
        "cz": "cs",
        "gr": "el",
        "dk": "da",
        "se": "sv",
        "ua": "uk",
        "kr": "ko",
    }.get(code, code)


def guess(text: str) -> str | None:
    """The language that script or small words show clearly; None when they do not."""
    text = text[:SAMPLE]
    script = _script(text)
    if script is None:
        return _by_small_words(text)
    if script == "Hani":
        return "zh"
    return None if script in _SHARED else script


def _script(text: str) -> str | None:
    """The script that rules a text, named as in the table above; None for Latin or too little."""
    letters = [] if text.isascii() else _TELLING.findall(text)
    if len(letters) < _MIN_LETTERS:
        return None
    counts = Counter(map(_script_of, letters))
    latin = len(_LATIN.findall(text))
    if counts["ja"] >= _KANA * (counts["ja"] + counts["Hani"]) and counts["ja"]:
        counts["ja"] += counts.pop("Hani", 0)
    found = counts.most_common(1)
    if not found or found[0][1] < _MIN_LETTERS:
        return None
    script, count = found[0]
    weight = 4 if script in ("ja", "Hani", "ko") else 1  # a character of theirs is half a word
    return script if count * weight > latin else None


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    at = bisect_right(_STARTS, letter) - 1
    return _RANGES[at][2] if at >= 0 and letter <= _RANGES[at][1] else ""


def _by_small_words(text: str) -> str | None:
    words = _WORDS.findall(text.lower())
    if len(words) < _MIN_WORDS:
        return None
    shares = sorted(((_share(words, code), code) for code in _SMALL_OF), reverse=True)
    (best, code), (second, _) = shares[0], shares[1]
    clear = _SPARSE.get(code, _CLEAR) if len(words) >= _MANY_WORDS else _CLEAR
    return code if best >= clear and best >= second * _AHEAD else None


def _share(words: list[str], code: str) -> float:
    return sum(map(_SMALL_OF[code].__contains__, words)) / (len(words) or 1)


def contradicts(text: str, language: str) -> bool:
    """Whether a text is clearly not in a language (primary subtag)."""
    text = text[:SAMPLE]
    script = _script(text)
    if script in _SHARED:
        return language not in _SHARED[script]
    if script is None and language in _SMALL_OF:
        words = _WORDS.findall(text.lower())
        share = _share(words, language)
        if not words or share >= _CLEAR:
            return False
        if len(words) >= _MANY_WORDS and share < _ABSENT:
            return True
    found = guess(text)
    if found is None:
        return False
    return found != language and not any(found in kin and language in kin for kin in _KIN)


def detect(text: str) -> tuple[str, float] | None:
    """langdetect's answer as (language, probability); None when the text gives it nothing."""
    return _detect(text[:SAMPLE])


@lru_cache(maxsize=128)
def _detect(sample: str) -> tuple[str, float] | None:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.seed = _SEED
    detector.append(sample)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return None
    return (primary(found[0].lang) or found[0].lang, float(found[0].prob)) if found else None


class _NGrams:
    """langdetect's table: for each n-gram its share in each language. Worked out as asked for: the
    whole of it takes half a second and forty megabytes.
    """

    def __init__(self, profiles: list[dict[str, Any]]) -> None:
        self._counts: list[dict[str, int]] = [profile["freq"] for profile in profiles]
        self._totals: list[list[int]] = [profile["n_words"] for profile in profiles]
        self._shares = lru_cache(maxsize=8192)(self._work_out)

    def __contains__(self, ngram: str) -> bool:
        return any(ngram in counts for counts in self._counts)

    def __getitem__(self, ngram: str) -> tuple[float, ...]:
        return self._shares(ngram)

    def _work_out(self, ngram: str) -> tuple[float, ...]:
        size = len(ngram) - 1
        pairs = zip(self._counts, self._totals, strict=True)
        return tuple([counts.get(ngram, 0) / totals[size] for counts, totals in pairs])


@lru_cache(maxsize=1)
def _factory() -> DetectorFactory:
    """A factory of our own, so that langdetect's global one stays as others left it."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    files = sorted(file for file in Path(PROFILES_DIRECTORY).iterdir() if file.suffix == "")
    profiles = [msgspec.json.decode(file.read_bytes()) for file in files if file.is_file()]
    factory = DetectorFactory()
    factory.langlist = [profile["name"] for profile in profiles]
    factory.word_lang_prob_map = _NGrams(profiles)
    return factory
