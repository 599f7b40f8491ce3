"""The city pack: Kupang is complete, and a spoiled pack says precisely what is wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from core.city.pack import parse_city
from core.language.data import CityError
from storage.city import read_city
from tests.catalogues import differences
from tests.core.kupang import kupang, pack_files

UNITS_BY_CATEGORY = {
    "jalan": "pupr",
    "drainase": "pupr",
    "lampu-jalan": "dishub",
    "lalu-lintas": "dishub",
    "sampah": "dlhk",
    "pohon-taman": "dlhk",
    "air-bersih": "air",
    "kesehatan": "dinkes",
    "pendidikan": "disdik",
    "kependudukan": "dukcapil",
    "perizinan": "dpmptsp",
    "bantuan-sosial": "dinsos",
    "pasar": "disperindag",
    "ketertiban": "satpolpp",
    "hewan": "pertanian",
    "pajak": "bapenda",
    "pegawai": "inspektorat",
    "bencana": "bpbd",
    "listrik": "setda",
    "lainnya": "setda",
}
SPOILED: list[tuple[str, str, bytes, bytes, str]] = [
    ("unknown unit", "categories.toml", b'unit = "pupr"', b'unit = "pu"', "category.jalan.unit: unknown unit 'pu'"),
    (
        "limit of no unit",
        "units.toml",
        b'short = "Dishub"',
        b'short = "Dishub"\nlimits = {verification_days = 2}',
        "unit[2].limits.verification_days: unknown key",
    ),
    (
        "limit of nothing",
        "units.toml",
        b'short = "Dishub"',
        b'short = "Dishub"\nlimits = {follow_up_days = 0}',
        "unit[2].limits.follow_up_days: a whole number",
    ),
    (
        "limit of no category",
        "units.toml",
        b'short = "Dishub"',
        b'short = "Dishub"\nlimits_by_category = {jalanan = {follow_up_days = 2}}',
        "unit.dishub.limits_by_category.jalanan: unknown category 'jalanan'",
    ),
    (
        "reminders in no order",
        "units.toml",
        b'short = "Dishub"',
        b'short = "Dishub"\nlimits = {remind_percent = 90}',
        "unit.dishub.limits.remind_again_percent: more than",
    ),
    ("space in a code", "units.toml", b'"dishub"', b'"dis hub"', "unit[2].code: at most 30 small letters"),
    ("colon in a code", "units.toml", b'"dishub"', b'"dis:hub"', "unit[2].code: at most 30 small letters"),
    ("capitals in a code", "units.toml", b'"dishub"', b'"Dishub"', "unit[2].code: at most 30 small letters"),
    ("code that fits no button", "units.toml", b'"dishub"', b'"' + b"d" * 31 + b'"', "unit[2].code: at most 30"),
    ("code of no category", "categories.toml", b'"drainase"', b'"a/b"', "category[1].code: at most 30 small letters"),
    ("code of no city", "city.toml", b'"kupang"', b'"../kupang"', "code: at most 30 small letters"),
    ("two lines", "units.toml", b'"Dishub"', b'"Dis\\nhub"', "unit[2].short: one line of at most 160"),
    ("endless name", "units.toml", b'"Dishub"', b'"' + b"D" * 161 + b'"', "unit[2].short: one line of at most 160"),
    (
        "limit beyond dates",
        "city.toml",
        b"verification_days = 3",
        b"verification_days = 1001",
        "at most 1000 is needed",
    ),
    ("endless wait", "city.toml", b"seconds = 1.5", b"seconds = inf", "limits.album_quiet_seconds: a"),
    ("duplicate unit", "units.toml", b'code = "dishub"', b'code = "pupr"', "unit.code: duplicate 'pupr'"),
    ("duplicate category", "categories.toml", b'"drainase"', b'"jalan"', "category.code: duplicate 'jalan'"),
    ("unknown parent", "units.toml", b'parent = "dinkes"', b'parent = "dinkas"', "unknown unit 'dinkas'"),
    ("circle of units", "units.toml", b'code = "sekda"', b'code = "sekda"\nparent = "dinkes"', "above itself"),
    ("unknown kelurahan", "units.toml", b'"Naioni", "Manulai II"', b'"Naiony"', "unknown kelurahan 'Naiony'"),
    ("no language", "city.toml", b'["id", "en"]', b"[]", "languages: codes of languages"),
    ("bad language", "city.toml", b'["id", "en"]', b'["id", "english"]', "languages: codes of languages"),
    ("language twice", "city.toml", b'["id", "en"]', b'["id", "id"]', "languages: one language stands there twice"),
    ("name in no language", "categories.toml", b"names = { id", b"names = { jv", "names.jv: the city does not speak"),
    (
        "no first name",
        "categories.toml",
        b'{ id = "Sampah dan kebersihan", en',
        b"{ en",
        "names.id: a name in the city",
    ),
    ("no tile", "areas.toml", b'Penfui", tile = [5, 9]', b'Penfui"', "Penfui.tile: every kelurahan needs a tile"),
    ("tile twice", "areas.toml", b"tile = [5, 9]", b"tile = [6, 1]", "two kelurahan lie on [6, 1]"),
    ("tile off the map", "areas.toml", b"tile = [5, 9]", b"tile = [0, 9]", "row and column from 1 to 24"),
    (
        "no such spelling",
        "areas.toml",
        b'careful = ["tode"]',
        b'careful = ["todo"]',
        "'todo' is neither name nor spelling",
    ),
    ("bad map", "city.toml", b"south = -10.30", b"south = -103.0", "map.south: degrees from -90 to 90"),
    ("map upside down", "city.toml", b"south = -10.30", b"south = -10.01", "map: south has to be less than north"),
    ("bad month", "base/moments.toml", b"12 = [", b"13 = [", "months.13: a number from 1 to 12"),
    ("bad unit", "base/moments.toml", b"week = [", b"weak = [", "units.weak: unknown key"),
    ("bad past", "base/moments.toml", b"days = 7", b"days = 0", "past.last_week: so many days or months"),
    ("unknown list of moments", "moments.toml", b"always =", b"allways =", "moments.toml: allways: unknown key"),
    ("unknown list of names", "names.toml", b"i_words =", b"our_words =", "names.toml: our_words: unknown key"),
    (
        "bad pattern",
        "base/private.toml",
        b"plate = '\\b",
        b"plate = '(\\b",
        "private.toml: plate: no regular expression",
    ),
    ("bad country code", "base/private.toml", b'"62"', b'"+62"', "phone.country_code: only digits"),
    ("no token", "base/private.toml", b'plate = "[plat]"', b"", "base/private.toml: tokens.plate: what stands there"),
    ("unknown key", "city.toml", b"verification_unit", b"verify_unit", "city.toml: verify_unit: unknown key"),
    ("unknown side", "city.toml", b"south =", b"sooth =", "city.toml: map.sooth: unknown key"),
    ("unknown section", "language.toml", b"[prefixes]", b"[prefix]", "language.toml: prefix: unknown key"),
    ("unknown key of a unit", "units.toml", b"parent =", b"above =", "units.toml: unit[0].above: unknown key"),
    ("unknown key of an area", "areas.toml", b"careful =", b"carefull =", ".carefull: unknown key"),
    ("unknown key of a kind", "base/emergency.toml", b"gentle =", b"soft =", "emergency[0].soft: unknown key"),
    ("unknown table of acts", "acts.toml", b"[cues]", b"[cue]", "acts.toml: cue: unknown key"),
    ("bad zone", "city.toml", b"Asia/Makassar", b"Asia/Kupang", "timezone: unknown time zone 'Asia/Kupang'"),
    ("bad prefix", "city.toml", b'"KPG"', b'"kpg"', "prefix: two to six capital letters"),
    ("unknown limit", "city.toml", b"verification_days", b"verify_days", "limits.verify_days: unknown limit"),
    ("limit of zero", "city.toml", b"follow_up_days = 5", b"follow_up_days = 0", "limits.follow_up_days"),
    ("no verification unit", "city.toml", b'"setda"', b'"setwan"', "verification_unit: unknown unit 'setwan'"),
    ("no secretary", "city.toml", b'"sekda"', b'"sekwan"', "secretary_unit: unknown unit 'sekwan'"),
    (
        "unknown word list",
        "words/kesehatan.toml",
        b"strong =",
        b"string =",
        "words/kesehatan.toml: string: unknown list",
    ),
    ("unknown group", "base/words/jalan.toml", b"@rusak", b"@rusek", "strong: pattern"),
    ("unknown group of a city", "words/kesehatan.toml", b"siloam|", b"@rusek|", "the unknown group '@rusek'"),
    ("bad number", "base/emergency.toml", b'"119"\next', b'"satu"\next', "emergency[0].number: only digits"),
    (
        "bad line",
        "base/emergency.toml",
        b'[[line]]\nnumber = "112"',
        b'[[line]]\nnumber = "a"',
        "line[0].number: only digits",
    ),
    (
        "bad locale",
        "texts.id.toml",
        b"# Kota",
        b'[dates]\nlocale = "kup"\n# Kota',
        "dates.locale: unknown locale 'kup'",
    ),
    ("bad country", "base/holidays.toml", b'country = "ID"', b'country = "62"', "country: a code of the holidays"),
    ("broken weights", "base/danger.weights", b"x", b"y", "unreadable weights"),
    ("unknown danger group", "base/emergency.toml", b"@beracun", b"@berracun", "the unknown group '@berracun'"),
    ("bad holiday", "holidays.toml", b"\n[added]", b'\n[added]\n"2026-13-01" = "x"', "added.2026-13-01"),
    ("broken TOML", "areas.toml", b"[[kecamatan]]", b"[[kecamatan", "areas.toml: -: not valid TOML"),
    ("bad text field", "texts.id.toml", b"# Kota", b'a = "{0}"\n# Kota', "texts.id.toml: a: field '0'"),
]


def test_categories_go_to_the_units_of_the_mission() -> None:
    """Every fixed category code exists and is answered by its unit."""
    assert UNITS_BY_CATEGORY == {category.code: category.unit for category in kupang().categories}


def test_kupang_has_51_kelurahan_in_six_kecamatan() -> None:
    """The number of kelurahan in each kecamatan is the real one."""
    counts = Counter(area.kecamatan for area in kupang().kelurahan)
    assert {"Alak": 12, "Maulafa": 9, "Kelapa Lima": 5, "Oebobo": 7, "Kota Raja": 8, "Kota Lama": 10} == counts


def test_each_kelurahan_is_served_by_one_puskesmas() -> None:
    """The eleven puskesmas below the complaint unit of the Health Office share out all kelurahan."""
    city = kupang()
    clinics = city.tree.children("upp-dinkes")
    served = sorted(name for unit in clinics for name in unit.serves)
    assert 11 == len(clinics)
    assert served == sorted(area.name for area in city.kelurahan)
    assert ["pkm-oepoi"] == [unit.code for unit in city.sub_units_for("kesehatan", "Liliba")]
    assert () == city.sub_units_for("jalan", "Liliba")


def test_unit_tree_is_walked_up_and_down() -> None:
    """A puskesmas stands below its complaint unit, the Health Office and the coordinator."""
    city = kupang()
    assert ["upp-dinkes", "dinkes", "setda", "sekda"] == [unit.code for unit in city.tree.ancestors("pkm-alak")]
    assert city.tree.is_within("pkm-alak", "dinkes")
    assert not city.tree.is_within("dinkes", "pkm-alak")
    assert "pupr" == city.unit_for("jalan").code


def test_power_cuts_are_pointed_to_pln() -> None:
    """The category that is not the city's says so in both languages, with the number to call."""
    category = kupang().category("listrik")
    assert category is not None
    assert ["id", "en"] == list(category.redirects)
    assert "123" in category.redirect("id")
    assert "123" in category.redirect("en")
    assert category.redirect("xx") == category.redirect("id")


def test_each_category_has_a_broad_vocabulary() -> None:
    """No category is understood by fewer than 25 word patterns."""
    counts = {category.code: len(category.words) for category in kupang().categories}
    assert [] == [code for code, count in counts.items() if count < 25]


def test_every_word_pattern_can_match() -> None:
    """No pattern uses a written form that spelling correction replaces before patterns are tried."""
    city = kupang()
    language = city.language
    lists = [name for name in language.lists if name not in {"fillers", "place_markers", "place_stops"}]
    texts = [word.text for category in city.categories for word in category.words]
    texts += [text for name in lists for text in language.group(name)]
    unreachable = [
        f"{text}: {word}"
        for text in texts
        for word in text.replace("|", " ").replace("=", "").split()
        if language.spellings.get(word, word) != word
    ]
    assert [] == unreachable


def test_limits_of_a_category_override_the_city() -> None:
    """A category with its own limit keeps the city's for all others."""
    files = pack_files()
    files["categories.toml"] = files["categories.toml"].replace(
        b'unit = "disdik"', b'unit = "disdik"\n\n[category.limits]\nfollow_up_days = 14'
    )
    city = parse_city(files)
    assert (14, 3) == (city.limits_for("pendidikan").follow_up_days, city.limits_for("pendidikan").verification_days)
    assert 5 == city.limits_for("jalan").follow_up_days
    assert city.limits_for("") == city.limits


def test_limits_of_a_unit_override_those_of_a_category() -> None:
    """The nearest says it: city, category, then each unit from the top, for all it does and for one category."""
    files = pack_files()
    files["categories.toml"] = files["categories.toml"].replace(
        b'unit = "dinkes"', b'unit = "dinkes"\n\n[category.limits]\nfollow_up_days = 7\nverification_days = 2'
    )
    files["units.toml"] = (
        files["units.toml"]
        .replace(b'short = "Dinkes"', b'short = "Dinkes"\nlimits = {follow_up_days = 8, hold_days = 30}')
        .replace(
            b'short = "Puskesmas Oesapa"',
            b'short = "Puskesmas Oesapa"\nlimits_by_category = {kesehatan = {follow_up_days = 2}}',
        )
    )
    city = parse_city(files)

    def days(category: str, unit: str) -> tuple[int, int, int]:
        limits = city.limits_for(category, unit)
        return limits.follow_up_days, limits.verification_days, limits.hold_days

    assert (7, 2, 90) == days("kesehatan", "")
    assert (7, 2, 90) == days("kesehatan", "dishub")
    assert (8, 2, 30) == days("kesehatan", "dinkes")
    assert (2, 2, 30) == days("kesehatan", "pkm-oesapa")
    assert (8, 3, 30) == days("lainnya", "pkm-oesapa")
    assert (8, 2, 30) == days("kesehatan", "pkm-alak")


@pytest.mark.parametrize(("file", "old", "new", "message"), [row[1:] for row in SPOILED], ids=[r[0] for r in SPOILED])
def test_spoiled_pack_names_file_key_and_problem(file: str, old: bytes, new: bytes, message: str) -> None:
    """A mistake in a pack is reported with its file, its key and what is wrong."""
    files = pack_files()
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    with pytest.raises(CityError) as caught:
        parse_city(files)
    assert file == caught.value.file
    assert message in str(caught.value)


def test_how_an_editor_saves_a_pack_makes_no_difference() -> None:
    """A byte order mark and the line ends of Windows, in every file of a pack, change nothing."""
    saved = {
        name: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") if name.endswith(".toml") else content
        for name, content in pack_files().items()
    }
    assert parse_city(pack_files()).units == parse_city(saved).units
    assert kupang().texts == parse_city(saved).texts


@pytest.mark.parametrize("file", ["city.toml", "units.toml", "areas.toml", "categories.toml"])
def test_missing_file_is_named(file: str) -> None:
    """A pack without one of its files is refused, with the name of the file."""
    files = pack_files()
    del files[file]
    with pytest.raises(CityError, match=f"{file}: -: the file is missing"):
        parse_city(files)


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    """A folder that does not exist is no city pack."""
    with pytest.raises(FileNotFoundError, match="no city pack"):
        read_city(tmp_path / "nowhere")


def test_both_languages_say_the_same_things() -> None:
    """Indonesian and English have the same keys with the same fields."""
    assert [] == differences(kupang().texts, "id", "en")


@pytest.mark.parametrize(
    ("override", "key", "problem"),
    [
        ('[citizen]\nyou_are_welcom = "Ya"', "citizen.you_are_welcom", "no such text"),
        ('[citizen]\nstale_sent = "Nomor {nomor}"', "citizen.stale_sent", "asks for nomor"),
    ],
)
def test_an_own_wording_that_could_never_be_said_is_found(override: str, key: str, problem: str) -> None:
    """A city's text under a key that nobody uses, or with a field that nobody fills, is named when the pack is read."""
    files = {**pack_files(), "texts.id.toml": override.encode()}

    with pytest.raises(CityError, match=problem) as caught:
        parse_city(files)

    assert ("texts.id.toml", key) == (caught.value.file, caught.value.key)
