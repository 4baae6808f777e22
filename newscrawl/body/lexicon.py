"""What names and short texts say about a part of a page: word lists turned into bits.

Each word of a name (see ``page/names.py``) is looked up once and remembered, since a site uses the
same few hundred again and again. The lists are evidence for the model, never a verdict: a lead
whose class says "teaser" stays.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from itertools import repeat
from operator import or_
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.page.names import either, words_of
from newscrawl.values.remembering import remembered

# Stems of class and id words, by what they usually name. The longest stem that a word starts with
# counts.
CLASS_STEMS: Final = {
    "content": "article artikel articulo body content contenu contenido cuerpo inhalt main maincol"
    " markdown paragraph prose richtext story text texte texto corpo corps entry post detail news",
    "lead": "abstract chapo chapeau deck dek excerpt intro lead lede standfirst subhead subtitle"
    " summary vorspann sommario entradilla strapline ingress anrisz",
    "title": "headline heading kicker title titre titel titulo overline eyebrow",
    "comment": "comment coment kommentar disqus discussion forum reply replies respond leserbrief"
    " leserkommentar reaction thread avis opinary",
    "navigation": "nav menu breadcrumb crumb pagin pager pagination tabs tabbar skip toc"
    " anchor sitemap jump langswitch dropdown submenu hamburger burger",
    "related": "related relat similar recommend recomend recirc suggest readmore readnext"
    " more mehr also trending popular mostread mostpopular latest teaser teasers promo outbrain"
    " taboola plista ligatus upnext next prev previous further weiter lire linklist links"
    " morestories headlines ticker topstories seealso empfehl verwandt correlat associ",
    "share": "share sharing social facebook twitter whatsapp linkedin pinterest follow sns addthis"
    " addtoany teilen partage compart like likes bookmark print email actions toolbar tools",
    "advertising": "ad ads adv advert adslot adunit adsense sponsor banner anzeige werbung publicid"
    " dfp gpt affiliate commercial native publi werbe adbox googlead billboard",
    "subscribe": "newsletter subscri signup sign paywall premium abo abonne login register"
    " registr membership donat spenden support inscri optin mailchimp cta",
    "byline": "author autor auteur byline by date dateline time timestamp meta published publish"
    " pubdate updated datum credits bio reporter vcard writer posted contributor info",
    "tags": "tag tags topic topics keyword category categories cat schlagwort themen label labels"
    " rubri section",
    "media": "caption figure figcaption gallery image img photo picture pic video slider carousel"
    " slideshow credit legend legende bildunterschrift player media thumbnail thumb foto bild"
    " copyright galerie swiper audio podcast",
    "frame": "footer foot header head masthead top topbar bottom colophon impressum legal",
    "side": "sidebar aside rail right secondary complementary marginal seitenleiste col2 sidecol"
    " lateral",
    "box": "box infobox factbox card widget module panel callout note hint tip highlight kasten"
    " encadre inset fact facts accordion faq quiz poll table",
    "hidden": "hidden sr screenreader visually invisible modal popup overlay cookie consent"
    " gdpr lightbox tooltip offscreen none hide noprint visuallyhidden cmp onetrust disclaimer",
    "quote": "quote pullquote blockquote zitat citation cita testimonial",
    "embed": "embed tweet instagram oembed iframe facebookpost tiktok youtube widgetembed",
    "commerce": "product price shop buy cart store deal offer rating review stars merch",
    "item": "item list grid tile row cards listing archive loop feed stream",
}  # fmt: skip
CLASS_NAMES: Final = tuple(CLASS_STEMS)

# Words of short lines that stand around articles rather than in them, in the languages of the news
# sites read most. A line counts when it has one of the words; phrases are written without spaces
# only where the language does so.
CUE_WORDS: Final = {
    "related": "related recommended recommend trending popular latest más mais plus weitere mehr"
    " passend lesen lisez leggi leia lea anche aussi auch também également similar similaires"
    " relacionadas relacionados relacionado correlati associés empfehlungen empfohlen thema themen"
    " meistgelesen auch-interessant lees meer läs lue lisää przeczytaj czytaj również zobacz"
    " читайте также još pročitajte ayrıca okuyun više olvassa további číst související ver"
    " siehe see more read next previous stories articles news headlines 相关 推荐 阅读 関連 記事"
    " 관련기사 اقرأ أيضا المزيد और पढ़ें",
    "share": "share facebook twitter whatsapp linkedin pinterest telegram reddit instagram email"
    " mail print copy link teilen drucken merken partager imprimer compartir compartilhar condividi"
    " stampa delen dela udostępnij поделиться paylaş follow folgen suivez seguir síguenos tweet"
    " bluesky threads messenger flipboard xing 分享 シェア 공유 شارك",
    "comment": "comment comments kommentar kommentare kommentieren commentaire commentaires"
    " comentario comentarios comentários commenti reacties kommentarer komentarze комментарии"
    " yorum yorumlar reply antworten répondre responder login log sign einloggen anmelden"
    " registrieren connecter discussion 评论 コメント 댓글 تعليق",
    "subscribe": "newsletter newsletters subscribe subscription sign abonnieren abo abonnez"
    " suscríbete suscribirse inscreva assine iscriviti abonneer prenumerera subskrybuj подписаться"
    " подписывайтесь abone premium free kostenlos gratis testen probemonat jetzt bestellen inbox"
    " privacy cookies cookie consent datenschutz terms policy app download donate spenden 订阅 登録"
    " 구독 اشترك",
    "source": "photo foto photos image bild bilder picture credit copyright ap afp reuters getty"
    " dpa epa imago shutterstock © (c) courtesy quelle source fonte fuente źródło фото источник"
    " photograph via picture-alliance imagn pixabay unsplash istock",
    "advert": "advertisement anzeige werbung publicité publicidad pubblicità advertentie annons"
    " reklama реклама reklam sponsored gesponsert ad 广告 広告 광고 إعلان",
    "byline": "by von par por di da door av autor author auteur written posted published updated"
    " veröffentlicht aktualisiert stand publié mis actualizado publicado pubblicato aggiornato"
    " gepubliceerd publicerad redaktion editor reporter min read minutes minuten minutes uhr ago"
    " опубликовано 记者 编辑 来源 責任編集 기자 بقلم",
    "rights": "rights reserved copyright ©  rechte vorbehalten droits réservés derechos reservados"
    " impressum agb imprint datenschutzerklärung contact kontakt contacto about",
}  # fmt: skip
CUE_NAMES: Final = tuple(CUE_WORDS)

_STEM_BIT: Final = {
    stem: 1 << bit for bit, stems in enumerate(CLASS_STEMS.values()) for stem in stems.split()
}
_STEM_LENGTHS: Final = sorted({len(stem) for stem in _STEM_BIT}, reverse=True)
# Stems of at most this length must be the whole word: "ad" is not in "address".
_EXACT: Final = 4
_CUE_BIT: Final = {
    word: 1 << bit for bit, words in enumerate(CUE_WORDS.values()) for word in words.split()
}
_LINE_END: Final = "\0"
_ENDS: Final = 1 << len(CUE_NAMES)  # the bit of a line's end
_CUE_BIT[_LINE_END] = _ENDS
# What stands between words and belongs to none: in ASCII, and beyond.
_CUE_BREAK: Final = bytes.maketrans(b'.,:;!?()[]|/>"', b" " * 14)
_CUE_SIGNS: Final = "·•»«“”"


# Attributes that name what an element is, on sites whose classes are machine-made.
NAMING: Final = frozenset(
    (
        "style", "hidden", "aria-hidden", "role", "itemprop", "name", "aria-label", "data-testid",
        "data-test", "data-test-id", "data-component", "data-component-name", "data-module",
        "data-qa", "data-type", "data-name", "data-block", "data-block-type", "data-element",
        "data-area", "data-zone", "data-section",
    )
)  # fmt: skip
HIDDEN: Final = 1 << len(CLASS_NAMES)  # the bit of elements that are not shown


@remembered(4096)
def attribute_bits(value: str) -> int:
    """Bits (in the order of ``CLASS_NAMES``) of the words of an attribute's value."""
    return reduce(or_, map(word_bit, words_of(value)), 0)


@lru_cache(maxsize=32_768)
def word_bit(word: str) -> int:
    """The bit of a word of a class or id; 0 where it says nothing."""
    for length in _STEM_LENGTHS:
        if (stem := word[:length]) in _STEM_BIT:
            return _STEM_BIT[stem] if length > _EXACT or len(word) <= len(stem) + 1 else 0
    return 0


def cue_bits(lines: list[str]) -> NDArray[np.int64]:
    """For each short line the bits (in the order of ``CUE_NAMES``) of the cue words in it."""
    text = f" {_LINE_END} ".join([*lines, ""]).lower()
    for sign in _CUE_SIGNS:
        text = text.replace(sign, " ")
    words = text.encode("utf-8", "replace").translate(_CUE_BREAK).decode().split()
    bits = np.fromiter(map(_CUE_BIT.get, words, repeat(0)), np.int64, len(words))
    return either(bits, (bits == _ENDS).nonzero()[0]) & ~_ENDS
