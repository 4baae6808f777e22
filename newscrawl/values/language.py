"""The language of a text: by script and small words, and by langdetect only where these leave doubt.

:func:`guess` is cheap and says nothing rather than something wrong; :func:`detect` asks langdetect,
seeded, so that the same text always gives the same answer.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

SAMPLE: Final = 3000  # characters that are looked at
_MIN_WORDS: Final = 25  # below this, small words prove nothing
_MIN_LETTERS: Final = 30
_SEED: Final = 0

# Scripts that one language of the press uses, or nearly so; the others go by small words.
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("kn", re.compile("[\u0c80-\u0cff]")),
    ("ml", re.compile("[\u0d00-\u0d7f]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("am", re.compile("[\u1200-\u137f]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("si", re.compile("[\u0d80-\u0dff]")),
)
# Several languages share these: the script contradicts a language of another script only.
_SHARED: Final = (
    (frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "tt", "ba", "bs"}), re.compile("[\u0400-\u04ff]")),
    (frozenset({"ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "ks"}), re.compile("[\u0600-\u06ff]")),
    (frozenset({"hi", "mr", "ne", "sa", "bho", "mai", "kok"}), re.compile("[\u0900-\u097f]")),
)  # fmt: skip
_LATIN: Final = re.compile("[a-zA-Z\u00c0-\u024f]")
# Small words that are frequent in one language and rare in its neighbours.
_SMALL: Final = {
    "en": "the and of to in is that for it with was on are this from have has be by you",
    "de": "der die und das ist nicht mit den von auf ein eine für sich dem des auch im wird sind",
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
    "ca": "els les que amb per una del dels és als no més com va han aquest seva i la",
}  # fmt: skip
_SMALL_OF: Final = {lang: frozenset(words.split()) for lang, words in _SMALL.items()}
_WORDS: Final = re.compile(r"[^\W\d_]+")
_KIN: Final = (frozenset({"no", "nb", "nn", "da"}), frozenset({"hr", "sr", "bs", "sl"}),
               frozenset({"cs", "sk"}), frozenset({"id", "ms"}), frozenset({"es", "ca", "gl", "ast"}),
               frozenset({"pt", "gl"}), frozenset({"de", "lb"}), frozenset({"nl", "af", "fy"}))  # fmt: skip


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
    latin = len(_LATIN.findall(text))
    for code, script in _SCRIPTS:
        count = len(script.findall(text)) if not text.isascii() else 0
        if count >= _MIN_LETTERS and count > latin * (0.25 if code in ("ja", "ko", "zh") else 1):
            return code
    return _by_small_words(text) if latin >= _MIN_LETTERS and not _has_shared(text, latin) else None


def _has_shared(text: str, latin: int) -> bool:
    return any(len(script.findall(text)) > latin for _, script in _SHARED)


def _by_small_words(text: str) -> str | None:
    words = Counter(word.lower() for word in _WORDS.findall(text))
    total = sum(words.values())
    if total < _MIN_WORDS:
        return None
    shares = sorted(
        ((sum(words[w] for w in small) / total, code) for code, small in _SMALL_OF.items()),
        reverse=True,
    )
    (best, code), (second, _) = shares[0], shares[1]
    return code if best >= 0.12 and best >= second * 1.35 else None


def contradicts(text: str, language: str) -> bool:
    """Whether a text is clearly not in a language (primary subtag)."""
    text = text[:SAMPLE]
    latin = len(_LATIN.findall(text))
    for codes, script in _SHARED:
        count = 0 if text.isascii() else len(script.findall(text))
        if count >= _MIN_LETTERS and count > latin:
            return language not in codes
    found = guess(text)
    if found is None:
        return False
    return found != language and not any(found in kin and language in kin for kin in _KIN)


@lru_cache(maxsize=128)
def detect(text: str) -> tuple[str, float] | None:
    """langdetect's answer as (language, probability); None when the text gives it nothing."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.seed = _SEED
    detector.append(text[:SAMPLE])
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return None
    return (primary(found[0].lang) or found[0].lang, float(found[0].prob)) if found else None


@lru_cache(maxsize=1)
def _factory() -> DetectorFactory:
    """A factory of our own, so that langdetect's global one stays as others left it."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory
