"""Find where a text names the person who wrote it: introductions, signatures, names in capitals.

A name is told from ordinary words by where it stands, by its letters, and by not being a word: the dictionary of roots
and the words of the city's pack say what is one. Streets, schools, churches and offices keep the names of people.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from core.language.words import is_root_word, stem

Span = tuple[int, int]

_COMMON_WORDS = """
ada adalah air aku alamat anak and asal bapak be belum bertanya beta bosong dan dari datang deng dengan di
dicatut dirahasiakan disebut dong from got hendak here hilang hp i ibu ingin ini itu jalan jangan jl jln juga
kami karena katong ke kel kelurahan kena kk ktp lampu lapor live lu malu mau melapor melaporkan menyampaikan
minta mohon my nik no nomor pekerjaan pemilik pi pohon pung punya rahasia rekening rt rumah rw salah sampah
sampaikan saya sebagai sebut sejak sekarang son sonde su sudah sy takut tanya telp tercantum terdaftar tertulis
the tidak tinggal tolong umur untuk usia wa want warga we wni yang
"""
_ROLES = """
anggota asn atasan bidan buruh camat dirut dokter dosen dpr dprd duda guru honorer ibu istri janda kader kades kadis
kaka kakak karyawan kasir kepala kepsek ketua korban lurah mahasiswa mahasiswi mama masyarakat mantri menantu nelayan
nona ojek om opa oma orang pak papa pasien pedagang pegawai pelajar pemuda pendeta pengurus pensiunan penduduk penjual
perawat perwakilan petani petugas pimpinan pns polisi polri prt rakyat rt rw satpam sekretaris siswa siswi sopir suami
supir tante tentara tetangga tni tukang tuan wakil wali walikota wiraswasta wna bpk bu sdr sdri saudara saudari bang mas
mbak nyonya
"""
_ALSO_NAMES = """
adi agung agus anggrek asih ayu bagus bintang budi bunga cahaya cinta dewa dewi dian dwi eka eko fajar guntur indah
indra intan jaya joko kartika kasih lestari mawar melati mutiara permata perdana purnama putra putri rahayu raja ratna
ratu rini rosa sari satria setia sri surya tirta tri utama wahyu wati wulan yanti yoga
"""
NOT_A_NAME = frozenset(_COMMON_WORDS.split())
_NEVER = NOT_A_NAME | frozenset(_ROLES.split())
_ALSO = frozenset(_ALSO_NAMES.split())
"""Words of the dictionary that are given to children as well."""
_PLACE_WORDS = """
asrama badan bandara bank bsd btn bundaran desa dinas dusun gang gedung gereja gg gmit hotel jalan jembatan jl jln
kampung kampus kantor kapela katedral kec kecamatan kel kelurahan klinik komplek kompleks lapangan lorong losmen mall
masjid mesjid musala mushola paroki pasar patung paud pelabuhan perempatan pertamina pertigaan perum perumahan plaza
pura puskesmas pustu rs rsia rsu rsud rumkit santa santo sd sdi sdk sdn sekolah simpang sma smak sman smk smkn smp
smpk smpn spbu st stadion stasi stikes taman terminal tk tugu unika universitas vihara wihara yayasan
"""
_PLACES = frozenset(_PLACE_WORDS.split())
"""Before a name they make it the name of a public place; a kiosk or workshop is called after who lives there."""
_LINKS = frozenset({"da", "de", "bin", "binti", "van"})
_MOST_WORDS = 4
_SHORTEST_ROOT = 4
"""Of shorter ones the stemmer finds too many: "dom" in "Domi"."""

_START = re.compile(
    r"(?:\b(?:nama\s+(?:lengkap\s+)?(?:saya|sy|beta|be|aku|ku|katong|pelapor)|(?:beta|be|saya|sy|aku)\s+(?:pung?|pu|punya)\s+nama|"
    r"perkenalkan\s*,?\s*(?:nama\s+)?(?:saya|sy|beta)|(?:saya|beta)\s+bernama|panggil\s+(?:saya|beta)|my\s+name\s+is|"
    r"nama\s+pelapor|atas\s+nama|a\.?\s?n\.)|\b(?:nama|pelapor)(?=\s*:)|\bttd\.?|\bi\s+am(?=\s+(?-i:[A-Z])))\s*(?:adalah|ialah|yaitu|is)?\s*[:,=]?\s*",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s*([^\W\d_][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?)", re.UNICODE)
_TITLE = r"(?:(?i:bapak|bpk\.?|pak|ibu|bu|mama|om|kaka|sdr\.?|sdri\.?)\s+)?"
_PART = r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?"
_NAMES = rf"(?P<name>{_PART}(?:[ \t]+{_PART}){{0,{_MOST_WORDS - 1}}}?)"
_I = r"\b(?i:saya|sy|beta|aku|i['’]m|this\s+is)"
_HOME = r"(?i:dari|asal|from|warga|tinggal|beralamat|alamat|umur)\b"
_INTRODUCED = re.compile(
    rf"{_I}\s*,?\s+{_TITLE}{_NAMES}"
    rf"(?=\s*(?:[,.;:(\n]|$)|\s+(?i:dari|asal|from|warga|tinggal|beralamat|alamat|umur|mau|ingin|hendak|melapor\w*|lapor)\b)"
)
"""Who says "Saya Yohanes Bria, warga Oeba" gives a name without the word "nama"; "Saya guru" or "Saya PNS" does not."""
_SMALL = re.compile(rf"{_I}\s*,?\s+{_TITLE}{_NAMES}(?=\s+{_HOME})")
"""The same without capitals, where every word has to be none that a dictionary knows."""
_TAIL = r"(?=[ \t]*(?:[,.(;)\]]|\n|$)|[ \t]+(?i:warga|rt|dari|di)\b)"
_CLOSED = re.compile(
    r"(?:^|(?<=[.!?\n]))[ \t]*(?i:hormat\s+(?:saya|kami)|salam(?:\s+(?:hormat|hangat|kami|saya))?|wassalam\w*|tertanda|"
    r"yang\s+melapor|pelapor|(?:best\s+|kind\s+)?regards|sincerely(?:\s+yours)?|yours(?:\s+\w+)?)"
    rf"[ \t]*(?:[,.:;–—-]+\s*|\n\s*)[(\[]?{_TITLE}{_NAMES}{_TAIL}",
    re.MULTILINE,
)
_THANKED = re.compile(
    r"(?i:terima\s*kasih|makasih|trims|tks|mksh|thanks|thank\s+you)[^\n.,:!]{0,30}(?:[,.:!–—-]+\s*|\n\s*)[(\[]?"
    rf"{_TITLE}{_NAMES}[)\]]?[ \t.]*(?:,[^\n]{{0,40}})?\s*$"
)
_DASHED = re.compile(rf"(?:^|\n)[ \t]*[-–—~][ \t]*{_TITLE}{_NAMES}(?P<home>[ \t]*[,(][^\n]*)?[ \t.]*$")
_LAST = re.compile(rf"(?:\n\s*|[.!?]\s+){_TITLE}{_NAMES}[ \t.]*(?:[,(][^\n]{{0,40}})?\s*$")
_SHOUTED = re.compile(r"(?<![^\W_])[A-Z]{2,}(?:['’-][A-Z]+)*(?:[ \t]+[A-Z]{2,}(?:['’-][A-Z]+)*)+(?![^\W_])")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def own_name_spans(text: str, spare: Collection[str] = ()) -> Iterator[Span]:
    """Give where the writer's own name stands; words of ``spare`` (lower case) are none."""
    yield from _announced(text)
    for found in _INTRODUCED.finditer(text):
        if _has_capitals(found["name"]) and _is_name(found["name"], spare, firm=not _is_capital_around(found)):
            yield found.span("name")
    for found in _SMALL.finditer(text):
        if _is_name(found["name"], spare, firm=False):
            yield found.span("name")
    for found in _CLOSED.finditer(text):
        if _has_capitals(found["name"]) and _is_name(found["name"], spare, firm=True):
            yield found.span("name")
    yield from _signed(text, spare)
    yield from _shouted(text, spare)


def is_name_of_place(text: str, start: int) -> bool:
    """Say whether what begins here is named after somebody: the word before it is that of a street, school, church."""
    before = _WORDS.findall(text[max(0, start - 40) : start])
    gap = text[:start].rstrip(" .\t")
    return bool(before) and before[-1].lower() in _PLACES and gap.lower().endswith(before[-1].lower())


def _announced(text: str) -> Iterator[Span]:
    for start in _START.finditer(text):
        first = position = start.end()
        capital: bool | None = None
        for _ in range(_MOST_WORDS):
            word = _NEXT_WORD.match(text, position)
            if word is None or word[1].lower().rstrip(".") in NOT_A_NAME or "\n" in word[0]:
                break
            if capital and not word[1][0].isupper() and word[1].lower() not in _LINKS:
                break
            capital = word[1][0].isupper() if capital is None else capital
            first = word.start(1) if position == start.end() else first
            position = word.end(1)
        if position > start.end():
            yield first, position


def _signed(text: str, spare: Collection[str]) -> Iterator[Span]:
    """Look at the end, where people sign: after thanks, after a dash, or with nothing but their name."""
    text = text.rstrip()
    for pattern in (_THANKED, _DASHED, _LAST):
        found = pattern.search(text)
        if found is None or not _has_capitals(found["name"]) or is_name_of_place(text, found.start("name")):
            continue
        firm = pattern is _DASHED and bool(found["home"])
        long_enough = pattern is not _LAST or len(found["name"].split()) > 1
        if long_enough and _is_name(found["name"], spare, firm=firm):
            yield found.span("name")


def _shouted(text: str, spare: Collection[str]) -> Iterator[Span]:
    """Find names in capitals; where the whole text shouts, capitals say nothing."""
    letters = [character for character in text if character.isalpha()]
    if sum(character.isupper() for character in letters) * 2 > len(letters):
        return
    for found in _SHOUTED.finditer(text):
        if not is_name_of_place(text, found.start()) and _is_name(found[0], spare, firm=False):
            yield found.span()


def _has_capitals(name: str) -> bool:
    return all(word[0].isupper() for word in name.split() if word.lower() not in _LINKS)


def _is_capital_around(found: re.Match[str]) -> bool:
    """Say whether the other words begin with a capital as well, so that those of the name mean nothing."""
    others = _WORDS.findall(found.string[: found.start("name")] + found.string[found.end("name") :])
    capital = sum(word[0].isupper() for word in others)
    shouted = bool(others) and all(word.isupper() for word in others)
    return shouted or (len(others) > 3 and capital * 5 > len(others) * 3)


def _is_name(name: str, spare: Collection[str], *, firm: bool) -> bool:
    """Say whether words can be a name: ``firm`` where they stand and are written as one, so that "Budi" may be one."""
    words = [word.strip(".").lower() for word in name.split()]
    own = sum(word in spare for word in words)
    return own < (len(words) if firm else 1) and all(can_be_name(word, firm=firm) for word in words)


@lru_cache(maxsize=16_384)
def can_be_name(word: str, *, firm: bool) -> bool:
    """Say whether one word in lower case can be a name; ``firm``: where it stands nothing else is likely."""
    if word in _NEVER or word in _PLACES:
        return False
    if len(word) == 1:
        return firm
    if word in _ALSO:
        return True
    root = stem(word)
    if root != word and len(root) >= _SHORTEST_ROOT and is_root_word(root):
        return False  # "pedagang" of "dagang"
    if firm:
        return True
    known = len(word) < 3 or any(map(is_root_word, (word, *_spoken_roots(word))))
    return not known and any(letter in "aeiouy" for letter in word) and any(letter not in "aeiou" for letter in word)


def _spoken_roots(word: str) -> Iterator[str]:
    """Undo what everyday speech does to a root: "ngungsi" of "ungsi", "nyapu" of "sapu", "bilangin" of "bilang"."""
    for ending in ("", "in", "nya", "an", "kan"):
        base = word.removesuffix(ending)
        yield base
        if base.startswith("ng"):
            yield from (base[2:], f"k{base[2:]}", base.removeprefix("nge"))
        if base.startswith("ny"):
            yield f"s{base[2:]}"
        if base.startswith(("n", "m")):
            yield from (f"t{base[1:]}", f"p{base[1:]}")
