"""Month names in sixty languages, from the Unicode CLDR: wide and short, as written in dates.

Five words mean two months (Croatian against Polish and Czech); the larger languages keep them.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_NAMES: Final = {
    1: (
        "ean eanáir ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janar "
        "janeiro januar januari januarie january január januára janv janvier janvāris janúar jän "
        "jänner led leden ledna oca ocak saus sausio sausis sij siječanj siječnja sty styczeń "
        "stycznia tammi tammikuu tammikuuta urt urtarrila xan xaneiro yan yanvar ιαν ιανουάριοσ "
        "ιανουαρίου січ січень січня янв январь января яну януари јан јануар јануари қаң қаңтар "
        "հնվ հունվար հունվարի ינואר ינו׳ جنوری يناير ژانویه ژانویهٔ जनवरी जन॰ जाने जानेवारी জানু "
        "জানুয়ারী ਜਨ ਜਨਵਰੀ જાન્યુ જાન્યુઆરી ஜன ஜனவரி జన జనవరి ಜನ ಜನವರಿ ജനു ജനുവരി ජන ජනවාරි "
        "มกราคม ဇန် ဇန်နဝါရီ იან იანვარი មករា "
    ),
    2: (
        "chw chwef chwefror feabh feabhra feb febbraio feber febr febreiro febrer febrero februar "
        "februari februarie february február februára februāris febrúar fev fevereiro fevral févr "
        "février helmi helmikuu helmikuuta lut lutego luty ots otsaila shk shkurt vas vasario "
        "vasaris veebr veebruar velj veljača veljače úno únor února şub şubat φεβ φεβρουάριοσ "
        "φεβρουαρίου ақп ақпан лют лютий лютого феб фебруар фев февр февраль февраля февруари "
        "փետրվար փետրվարի փտվ פברואר פבר׳ فبراير فروری فوریه فوریهٔ फ़रवरी फ़र॰ फेब्रु फेब्रुअरी "
        "फेब्रुवारी ফেব ফেব্রুয়ারী ਫ਼ਰ ਫ਼ਰਵਰੀ ફેબ્રુ ફેબ્રુઆરી பிப் பிப்ரவரி ఫిబ్ర ఫిబ్రవరి "
        "ಫೆಬ್ರ ಫೆಬ್ರವರಿ ഫെബ്രു ഫെബ്രുവരി පෙබ පෙබරවාරි กุมภาพันธ์ ဖေ ဖေဖော်ဝါရီ თებ თებერვალი "
        "កុម្ភៈ "
    ),
    3: (
        "bře březen března kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi maerz mar "
        "marca march marec maret mars mart martie marts martxoa marzec marzo març março maw "
        "mawrth mrt mrz márc március márta mär märts märz ožu ožujak ožujka μάρ μάρτιοσ μαρ "
        "μαρτίου бер березень березня мар март марта нау наурыз մարտ մարտի մրտ מרץ مارس مارچ "
        "मार्च মার্চ ਮਾਰਚ માર્ચ மார் மார்ச் మార్చి ಮಾರ್ಚ್ മാർ മാർച്ച് මාර් මාර්තු มีนาคม မတ် მარ "
        "მარტი មីនា "
    ),
    4: (
        "abr abril aib aibreán api apirila apr aprel april aprile aprili aprilie aprill apríl "
        "apríla aprīlis avr avril bal balandis balandžio dub duben dubna d’abr d’abril ebr ebrill "
        "huhti huhtikuu huhtikuuta kwi kwiecień kwietnia nis nisan pri prill tra travanj travnja "
        "ápr április απρ απρίλιοσ απριλίου апр апрель апреля април квіт квітень квітня сәу сәуір "
        "ապր ապրիլ ապրիլի אפריל אפר׳ آوریل أبريل اپریل अप्रिल अप्रैल एप्रि एप्रिल এপ্রি এপ্রিল "
        "ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ એપ્રિલ ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ ಏಪ್ರಿ ಏಪ್ರಿಲ್ ഏപ്രി ഏപ്രിൽ අප්‍රේල් เมษายน "
        "ဧပြီ აპრ აპრილი មេសា "
    ),
    5: (
        "beal bealtaine geg gegužė gegužės kvě květen května mag maggio mai maiatza maig maijs "
        "maio maj maja may mayo mayıs maí mei máj mája május svi svibanj svibnja touko toukokuu "
        "toukokuuta μάι μάιοσ μαΐ μαΐου май мам мамыр мая мај трав травень травня մայիս "
        "մայիսի մյս מאי مئی مايو مه مهٔ मई मे মে ਮਈ મે மே మే ಮೇ മേയ് මැයි พฤษภาคม မေ მაი მაისი "
        "ឧសភា "
    ),
    6: (
        "birž birželio birželis cze czerwca czerwiec eka ekaina giu giugno haz haziran iun iunie "
        "iyn iyun juin jun june junho juni junie junij junio juny juuni jún júna június júní jūn "
        "jūnijs kesä kesäkuu kesäkuuta lipanj lipnja meh mehefin meith meitheamh qer qershor xuño "
        "červen června čvn ιουν ιουνίου ιούν ιούνιοσ июн июнь июня мау маусым черв червень червня "
        "юни јун јуни հնս հունիս հունիսի יוני جون يونيو ژوئن जुन जून জুন ਜੂਨ જૂન ஜூன் జూన్ ಜೂನ್ "
        "ജൂൺ ජූනි มิถุนายน ဇွန် ივნ ივნისი មិថុនា "
    ),
    7: (
        "gor gorff gorffennaf heinä heinäkuu heinäkuuta iul iulie iyl iyul iúil juil juillet jul "
        "julai julho juli julie julij julio juliol july juuli júl júla július júlí jūl jūlijs "
        "korr korrik liep liepa liepos lip lipca lipiec lug luglio srpanj srpnja tem temmuz uzt "
        "uztaila xul xullo července červenec čvc ιουλ ιουλίου ιούλ ιούλιοσ июл июль июля лип "
        "липень липня шіл шілде юли јул јули հլս հուլիս հուլիսի יולי جولائی يوليو ژوئیه ژوئیهٔ "
        "जुलाई जुलै जुल॰ জুল জুলাই ਜੁਲਾ ਜੁਲਾਈ જુલાઈ ஜூலை జులై ಜುಲೈ ജൂലൈ ජූලි กรกฎาคม ဇူ ဇူလိုင် "
        "ივლ ივლისი កក្កដា "
    ),
    8: (
        "abu abuztua ag ago agost agosti agosto agu agustus aout aoû août aug august augusta "
        "augusti augusts augustus augusztus avg avgust avq avqust awst ağu ağustos d’ag d’agost "
        "elo elokuu elokuuta gush gusht kol kolovoz kolovoza lún lúnasa ogo ogos rugp rugpjūtis "
        "rugpjūčio sie sierpień sierpnia srp srpen srpna ágú ágúst αυγ αυγούστου αύγ αύγουστοσ "
        "авг август августа серп серпень серпня там тамыз օգոստոս օգոստոսի օգս אוגוסט אוג׳ أغسطس "
        "اوت اگست अगस्ट अगस्त अग॰ ऑग ऑगस्ट আগ আগস্ট ਅਗ ਅਗਸਤ ઑગસ્ટ ஆக ஆகஸ்ட் ఆగ ఆగస్టు ಆಗ ಆಗಸ್ಟ್ "
        "ഓഗ ഓഗസ്റ്റ് අගෝ අගෝස්තු สิงหาคม ဩဂုတ် აგვ აგვისტო សីហា "
    ),
    9: (
        "eyl eylül ira iraila medi mfómh rugs rugsėjis rugsėjo ruj rujan rujna sen sentyabr sep "
        "sept septemba septembar september septembra septembre septembrie septembris septiembre "
        "set setembre setembro setiembre settembre sht shtator syys syyskuu syyskuuta szept "
        "szeptember wrz wrzesień września zář září σεπ σεπτέμβριοσ σεπτεμβρίου вер вересень "
        "вересня сент сентябрь сентября сеп септембар септември қыр қыркүйек սեպ սեպտեմբեր "
        "սեպտեմբերի ספטמבר ספט׳ سبتمبر ستمبر سپتامبر सप्टें सप्टेंबर सितंबर सित॰ सेप्टेम्बर সেপ "
        "সেপ্টেম্বর ਸਤੰ ਸਤੰਬਰ સપ્ટે સપ્ટેમ્બર செப் செப்டம்பர் సెప్టెం సెప్టెంబర్ ಸೆಪ್ಟೆಂ "
        "ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റം സെപ്റ്റംബർ සැප් සැප්තැම්බර් กันยายน စက် စက်တင်ဘာ სექ სექტემბერი "
        "កញ្ញា "
    ),
    10: (
        "dfómh d’oct d’octubre eki ekim hyd hydref loka lokakuu lokakuuta oct october octobre "
        "octombrie octubre okt oktoba oktobar oktober oktobris oktoober oktyabr október októbra "
        "ott ottobre out outubro paź październik października spal spalio spalis tet tetor urr "
        "urria říj říjen října οκτ οκτωβρίου οκτώβριοσ жовт жовтень жовтня окт октобар октомври "
        "октябрь октября қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר אוק׳ أكتوبر اکتبر اکتوبر "
        "अक्टूबर अक्टू॰ अक्टोबर ऑक्टो ऑक्टोबर অক্টো অক্টোবর ਅਕਤੂ ਅਕਤੂਬਰ ઑક્ટો ઑક્ટોબર அக் "
        "அக்டோபர் అక్టో అక్టోబర్ ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ ഒക്ടോ ഒക്‌ടോബർ ඔක් ඔක්තෝබර් ตุลาคม အောက် "
        "အောက်တိုဘာ ოქტ ოქტომბერი តុលា "
    ),
    11: (
        "aza azaroa kas kasım lapkr lapkritis lapkričio lis listopad listopada listopadu marras "
        "marraskuu marraskuuta noiembrie nov novemba novembar november novembra novembre "
        "novembris novembro noviembre noy noyabr nën nëntor nóv nóvember samh samhain stu studeni "
        "studenoga tach tachwedd νοέ νοέμβριοσ νοε νοεμβρίου лист листопад листопада нов новембар "
        "ное ноември нояб ноябрь ноября қар қараша նոյ նոյեմբեր նոյեմբերի נובמבר נוב׳ نوامبر "
        "نوفمبر نومبر نونبر नवंबर नव॰ नोभेम्बर नोव्हें नोव्हेंबर নভে নভেম্বর ਨਵੰ ਨਵੰਬਰ નવે "
        "નવેમ્બર நவ நவம்பர் నవం నవంబర్ ನವೆಂ ನವೆಂಬರ್ നവം നവംബർ නොවැ නොවැම්බර් พฤศจิกายน နို "
        "နိုဝင်ဘာ ნოე ნოემბერი វិច្ឆិកា "
    ),
    12: (
        "abe abendua ara aralık dec decembar december decembra decembrie decembris decembro dek "
        "dekabr des desemba desember desembre dets detsember dez dezember dezembro dhj dhjetor "
        "dic dicembre diciembre dis disember déc décembre gru grudnia grudzień gruod gruodis "
        "gruodžio joulu joulukuu joulukuuta noll nollaig pro prosinac prosinca prosince prosinec "
        "rhag rhagfyr δεκ δεκέμβριοσ δεκεμβρίου груд грудень грудня дек декабрь декабря декември "
        "дец децембар жел желтоқсан դեկ դեկտեմբեր դեկտեմբերի דצמבר דצמ׳ دسامبر دسمبر ديسمبر डिसें "
        "डिसेंबर डिसेम्बर दिसंबर दिस॰ ডিসে ডিসেম্বর ਦਸੰ ਦਸੰਬਰ ડિસે ડિસેમ્બર டிச டிசம்பர் డిసెం "
        "డిసెంబర్ ಡಿಸೆಂ ಡಿಸೆಂಬರ್ ഡിസം ഡിസംബർ දෙසැ දෙසැම්බර් ธันวาคม ဒီ ဒီဇင်ဘာ დეკ დეკემბერი ធ្នូ "
    ),
}
# What the CLDR does not have: Levantine and Maghrebi Arabic, Belarusian, Filipino, Thai short
# names, Basque as it stands in dates.
_MORE_NAMES: Final = {
    1: "enero студзеня urtarrilaren ม.ค جانفي",
    2: "pebrero лютага otsailaren ก.พ شباط فيفري",
    3: "marso сакавіка martxoaren มี.ค آذار",
    4: "красавіка apirilaren เม.ย نيسان أفريل",
    5: "траўня maiatzaren พ.ค أيار ماي",
    6: "hunyo чэрвеня ekainaren มิ.ย حزيران جوان",
    7: "hulyo ліпеня uztailaren ก.ค تموز جويلية",
    8: "жніўня abuztuaren ส.ค آب أوت غشت",
    9: "setyembre верасня irailaren ก.ย أيلول شتنبر",
    10: "oktubre кастрычніка urriaren ต.ค",
    11: "nobyembre лістапада azaroaren พ.ย نونبر",
    12: "disyembre снежня abenduaren ธ.ค دجنبر",
}
# Levantine names of two words.
_DOUBLE: Final = {
    "تشرين الأول": 10, "تشرين الاول": 10, "تشرين الثاني": 11,
    "كانون الأول": 12, "كانون الاول": 12, "كانون الثاني": 1,
}  # fmt: skip
_MONTHS: Final = {
    **{name: month for month, names in _MORE_NAMES.items() for name in names.split()},
    **{name: month for month, names in _NAMES.items() for name in names.split()},
    **_DOUBLE,
}


@lru_cache(maxsize=4096)
def month_of(word: str) -> int | None:
    """The number (1 to 12) of the month that a word names, None when it names none."""
    folded = unicodedata.normalize("NFKC", word).casefold().replace("\u0307", "")
    name = folded.strip(".'’")
    return _MONTHS.get(name) or _MONTHS.get(name.removeprefix("ב"))  # Hebrew "in"
