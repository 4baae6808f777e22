"""Languages by script, small words and, last, langdetect."""

from __future__ import annotations

import langdetect
import pytest

from newscrawl.values.language import _detect, contradicts, detect, guess, primary

TEXTS = {
    "en": (
        "The council said on Monday that it will not be able to pay for the new bridge, "
        "which is what people in the town have been asking for since the old one was closed"
        " to cars."
    ),
    "de": (
        "Der Stadtrat hat am Montag mitgeteilt, dass er die neue Brücke nicht bezahlen "
        "kann, auf die sich die Leute in der Stadt freuen, seit die alte für Autos gesperrt"
        " ist und bleibt."
    ),
    "fr": (
        "Le conseil a dit lundi que la ville ne pourra pas payer le nouveau pont que les "
        "habitants demandent depuis que l'ancien est fermé aux voitures, et que ce sera "
        "pour une autre année."
    ),
    "es": (
        "El ayuntamiento dijo el lunes que no podrá pagar el nuevo puente que piden los "
        "vecinos desde que el viejo está cerrado a los coches, y que será para otro año más"
        " con las obras."
    ),
    "tr": (
        "Belediye pazartesi günü yeni köprü için bir bütçe olmadığını ve bu yıl da "
        "yapılamayacağını söyledi, eski köprü ise daha önce araçlara kapatılmış ve çok "
        "sonra açılacak gibi ne var ki."
    ),
    "ja": (
        "市議会は月曜日、新しい橋の費用を払えないと発表した。古い橋が車両通行止めになって"
        "以来、住民が求めてきたものである。来年度の予算で改めて検討するという。"
    ),
    "zh": (
        "市议会周一表示，无法支付新桥的费用。自从旧桥禁止车辆通行以来，居民们一直要求修建"
        "新桥。市长说，明年的预算将重新讨论这个问题，并听取居民意见。"
    ),
    "ko": (
        "시의회는 월요일에 새 다리 비용을 지불할 수 없다고 밝혔다. 옛 다리가 "
        "차량 통행이 금지된 이후 주민들이 요구해 온 것이다. 내년 예산에서 다시"
        " 검토한다고 했다."
    ),
    "th": ("สภาเทศบาลกล่าวเมื่อวันจันทร์ว่าไม่สามารถจ่ายค่าสะพานใหม่ได้ ซึ่งเป็นสิ่งที่ชาวเมืองขอมานาน"),
    "el": (
        "Το δημοτικό συμβούλιο είπε τη Δευτέρα ότι δεν μπορεί να πληρώσει τη νέα γέφυρα της πόλης."
    ),
}
ZULU = (
    "UMkhandlu usho ngoMsombuluko ukuthi awunayo imali yebhuloho elisha, kodwa abahlali "
    "bafuna ukuthi lakhiwe ngoba elidala livaliwe ezimotweni. IMeya ithe uma sekufike unyaka "
    "ozayo kuzobhekwa isabelomali futhi kuzolalelwa izikhalo zabantu bomphakathi. Umgwaqo "
    "omdala awusasebenzi kusukela ngenyanga edlule, okwenza abashayeli bajikeleze ibanga "
    "elide nsuku zonke. Amaphoyisa acele umphakathi ukuthi ubekezele, njengoba umsebenzi "
    "wokulungisa usazothatha izinyanga eziningi. Abaphathi besikole esiseduze bathi izingane "
    "zifika emva kwesikhathi, kanti abazali bakhala ngezindleko zokuhamba ezikhuphukile. "
    "Umasipala uthembise ukubika ngenqubekela phambili njalo ngesonto futhi uzobamba "
    "umhlangano nabahlali bendawo emahholo omphakathi."
)
RUSSIAN = (
    "Городской совет сообщил в понедельник, что не сможет оплатить новый мост, о котором просят"
    " жители с тех пор, как старый мост закрыли для машин."
)


@pytest.mark.parametrize("language", TEXTS)
def test_guess(language):
    assert guess(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "Bridge", RUSSIAN, "1234567890 " * 50])
def test_guess_says_nothing_where_it_is_not_clear(text):
    assert guess(text) is None


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (TEXTS["de"], "de", False),
        (TEXTS["de"], "en", True),
        (TEXTS["fr"], "en", True),
        (TEXTS["ja"], "zh", True),
        (TEXTS["ja"], "ja", False),
        (RUSSIAN, "ru", False),
        (RUSSIAN, "uk", False),
        (RUSSIAN, "en", True),
        (TEXTS["es"], "ca", False),
        ("Bridge", "de", False),
        (TEXTS["en"], "xx", True),
    ],
)
def test_contradicts(text, declared, expected):
    assert contradicts(text, declared) is expected


@pytest.mark.parametrize(
    ("tag", "language"),
    [("de-AT", "de"), ("pt_BR", "pt"), (" EN ", "en"), ("nb-NO", "no"), ("zh-Hans", "zh"),
     ("jp", "ja"), ("fil", "fil"), ("", None), (None, None), ("deutsch", None), ("1", None)],
)  # fmt: skip
def test_primary(tag, language):
    assert primary(tag) == language


def test_langdetect_is_seeded_and_its_global_state_left_alone():
    seed = langdetect.DetectorFactory.seed
    answers = {_detect.__wrapped__(RUSSIAN) for _ in range(3)}
    assert len(answers) == 1
    assert answers.pop()[0] == "ru"
    assert langdetect.DetectorFactory.seed == seed


def test_langdetect_has_nothing_to_say_about_figures():
    assert detect("12345 67890") is None


def test_few_small_words_are_enough_where_a_language_has_few():
    assert guess(ZULU) == "zu"
