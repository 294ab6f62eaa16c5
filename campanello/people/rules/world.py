"""Countries and languages to choose from, with their names in each language of the pages (CLDR, by Babel). No database.

Source: ISO 3166-1 alpha-2 with XK for Kosovo, as the dataset contract takes them; ISO 639. XX is a stateless person.
"""

from functools import cache

from babel import Locale

from campanello.core.errors import gettext_noop as _

STATELESS = "XX"
STATELESS_NAME = _("Stateless")
_COUNTRY_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
    "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
    "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
    "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)
COUNTRIES = (*_COUNTRY_CODES.split(), STATELESS)
# Spoken in the neighbourhoods, most first: these stand on top of the list.
FIRST_LANGUAGES = (
    "it",
    "ar",
    "en",
    "fr",
    "es",
    "ur",
    "ro",
    "sq",
    "bn",
    "pa",
    "uk",
    "zh",
    "pt",
    "ru",
    "ti",
    "wo",
)
_OTHER_LANGUAGES = (
    "ak am az be bg bm bs ca cs de din dyo ee el fa ff fi fil fur ha he hi hr hu hy id ig ja ka kab kk kn ko ku "
    "lij lmo ln lt lv mai mg mk ml mn mos mr ms mt nap ne nl no om pl ps qu rif rom rw scn sd sg si sk sl sn so "
    "sr sv sw syr ta te tg th tk tl tr tzm uz vi vmw yo zgh zu"
)
LANGUAGES = (*FIRST_LANGUAGES, *_OTHER_LANGUAGES.split())


@cache
def country_names(language: str) -> dict[str, str]:
    """Each country's name in a language of the pages, in that language's order; without the stateless."""
    names = Locale.parse(language).territories
    return _sorted({code: names.get(code, code) for code in COUNTRIES if code != STATELESS})


@cache
def language_names(language: str) -> dict[str, str]:
    """Each language's name in a language of the pages: the most spoken first, then in order of the names."""
    names, english = Locale.parse(language).languages, Locale.parse("en").languages
    all_names = {code: names.get(code) or english.get(code) or code for code in LANGUAGES}
    first = {code: all_names[code] for code in FIRST_LANGUAGES}
    return first | _sorted({code: name for code, name in all_names.items() if code not in first})


def country_name(code: str, language: str) -> str:
    """A country's name; the code where it has none."""
    return country_names(language).get(code, code)


def language_name(code: str, language: str) -> str:
    """A language's name; the code where it has none."""
    return language_names(language).get(code, code)


def _sorted(names: dict[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))
