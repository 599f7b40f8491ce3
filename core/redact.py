"""Take personal data out of free text before officials' groups, logs or the public see it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NUMBER, NIK, TAX_NUMBER, EMAIL, NAME, ACCOUNT, PLATE = (
    "[nomor]",
    "[NIK]",
    "[NPWP]",
    "[email]",
    "[nama]",
    "[akun]",
    "[plat]",
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_GAP = r"[\s.\-–—()/\\_·]{0,3}"
_SHORTEST_NUMBER = 7
_LONG_RUN = re.compile(r"(?<!\d)\d{9,}(?!\d)")

_PROTECTED = (
    re.compile(r"(?<![^\W_])[A-Z]{2,6}[\s-]\d\d[\s-]\d{5,6}[\s-]\d(?!\d)", re.IGNORECASE),  # ticket numbers
    re.compile(r"\b(?:rp|idr)\s?\.?\s?\d{1,3}(?:[.,]\d{3})*(?:,-|,\d\d)?(?!\d)", re.IGNORECASE),
    re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3}){1,3}(?![\d.]*\d)(?=\s*(?:rupiah|ribu|juta|perak)\b)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?<!\d[/.-])[0-3]?\d[/.-][01]?\d[/.-](?:\d{4}|\d{2})(?![/.-]?\d)"),
    re.compile(r"(?<!\d)(?<!\d[.:-])[0-2]?\d[.:][0-5]\d(?:\s?[-–]\s?[0-2]?\d[.:][0-5]\d)?(?![.:-]?\d)"),
    re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"),
    re.compile(r"\brt\W{0,2}\d{1,3}\s?[/,]?\s?(?:rw\W{0,2}\d{1,3})?", re.IGNORECASE),
    re.compile(r"(?<![\d.])-?(?:9|10)\.\d{3,8}\s?,\s?12[34]\.\d{3,8}(?!\d)"),  # a place in the city, not a person
)

_PHONE_WORD = r"\b(?:hp|no\.?\s?hp|wa|whatsapp|telp?|telepon|tlp|nomor|kontak|hubungi|sms|call|phone)\b"
_SPOKEN = (
    r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|"
    r"zero|one|two|three|four|five|six|seven|eight|nine)"
)
_DIRECT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE), EMAIL),
    (
        re.compile(
            r"(?:https?://)?(?:www\.|m\.|web\.)?(?:wa\.me|t\.me|telegram\.me|api\.whatsapp\.com|chat\.whatsapp\.com|"
            r"instagram\.com|facebook\.com|fb\.com|fb\.me|fb\.watch|m\.me|twitter\.com|x\.com|tiktok\.com|line\.me|"
            r"threads\.net|linktr\.ee)/[^\s<>\"']+",
            re.IGNORECASE,
        ),
        ACCOUNT,
    ),
    (re.compile(r"(?<![\w@.])@[A-Za-z0-9_][A-Za-z0-9_.]{1,29}(?<!\.)"), ACCOUNT),
    (
        re.compile(
            r"\b(?:ig|insta|instagram|fb|facebook|tiktok|telegram|tele|line|twitter)\s?:\s?[A-Za-z0-9_.]{3,30}", re.I
        ),
        ACCOUNT,
    ),
    (re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d[-.]\d{3}\.\d{3}(?!\d)"), TAX_NUMBER),
    (re.compile(r"\bnpwp\W{0,3}(?:\d[\s.\-]{0,2}){14,15}\d(?!\d)", re.IGNORECASE), TAX_NUMBER),
    (re.compile(r"(?<!\d)(?:\d[\s.\-]{0,2}){15}\d(?!\d)"), NIK),
    (re.compile(r"(?<![\w])(?:\+|00)?62" + rf"(?:{_GAP}\d){{7,13}}(?!\d)"), NUMBER),
    (re.compile(rf"(?<![\w])[(]?[0oO]{_GAP}8(?:{_GAP}\d){{6,12}}(?!\d)"), NUMBER),
    (re.compile(rf"(?<![\w])[(]?0\d{{2,3}}[)]?[\s.\-/]{{0,3}}\d{{3,4}}{_GAP}\d{{3,5}}(?!\d)"), NUMBER),
    (re.compile(rf"(?<![\w])\+(?:{_GAP}\d){{8,15}}(?!\d)"), NUMBER),
    (re.compile(rf"(?<![\w])8\d{{2}}{_GAP}\d{{3,4}}{_GAP}\d{{3,5}}(?!\d)"), NUMBER),
    (re.compile(rf"{_PHONE_WORD}\W{{0,4}}(?P<only>(?:\d[\s.\-]?){{6,14}}\d)(?!\d)", re.IGNORECASE), NUMBER),
    (
        re.compile(
            r"\b(?:rek(?:ening)?|norek|bri|bni|bca|mandiri|btn|bank\s?ntt)\W{1,4}(?:no\.?\s?)?(?:\d[\s.\-]?){7,17}\d",
            re.I,
        ),
        NUMBER,
    ),
    (re.compile(rf"\b(?:{_SPOKEN}[\s,.-]+){{7,}}{_SPOKEN}\b", re.IGNORECASE), NUMBER),
    # Written in groups ("3171 2345 6789"): at least nine digits with single gaps is nobody's house number.
    (re.compile(r"(?<![\w.,])\d(?:[\s.\-]?\d){8,}(?![\w])"), NUMBER),
)
_PLATE = re.compile(r"\b[A-Z]{1,2}\s?\d{1,4}\s?[A-Z]{1,3}\b")
_NAME_START = re.compile(
    r"(?:\b(?:nama\s+(?:lengkap\s+)?(?:saya|sy|beta|be|aku|ku|katong|pelapor)|(?:beta|be|saya|sy|aku)\s+(?:pung?|pu|punya)\s+nama|"
    r"perkenalkan\s*,?\s*(?:nama\s+)?(?:saya|sy|beta)|(?:saya|beta)\s+bernama|panggil\s+(?:saya|beta)|my\s+name\s+is|"
    r"nama\s+pelapor|atas\s+nama|a\.?\s?n\.)|\b(?:nama|pelapor)(?=\s*:)|\bttd\.?|\bi\s+am(?=\s+(?-i:[A-Z])))\s*(?:adalah|ialah|yaitu|is)?\s*[:,=]?\s*",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?i:saya|sy|beta|aku|i['’]m|this\s+is)\s*,?\s+(?:(?i:bapak|bpk\.?|pak|ibu|bu|mama|om|kaka)\s+)?"
    r"(?P<name>[A-Z][a-z'’-]+(?:\s+[A-Z](?:\.|[\w'’-]*)){0,3})"
    r"(?=\s*(?:[,.;:(\n]|$)|\s+(?i:dari|asal|from|warga|tinggal|beralamat|alamat|umur|mau|ingin|hendak|melapor\w*|lapor)\b)"
)
"""Who says "Saya Yohanes Bria, warga Oeba" gives a name without the word "nama"; "Saya guru" or "Saya PNS" does not."""
_NAME_WORD = re.compile(r"\s*([^\W\d_][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?)", re.UNICODE)
_COMMON_WORDS = """
ada adalah air aku alamat anak and asal bapak be belum bertanya beta bosong dan dari datang deng dengan di
dicatut dirahasiakan disebut dong from got hendak here hilang hp i ibu ingin ini itu jalan jangan jl jln juga
kami karena katong ke kel kelurahan kena kk ktp lampu lapor live lu malu mau melapor melaporkan menyampaikan
minta mohon my nik no nomor pekerjaan pemilik pi pohon pung punya rahasia rekening rt rumah rw salah sampah
sampaikan saya sebagai sebut sejak sekarang son sonde su sudah sy takut tanya telp tercantum terdaftar tertulis
the tidak tinggal tolong umur untuk usia wa want warga we wni yang
"""
_NOT_A_NAME = frozenset(_COMMON_WORDS.split())
_MOST_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    token: str


def redact(text: str, known: Sequence[str] = (), *, plates: bool = False) -> str:
    """Replace personal data by visible tokens such as [nomor], [NIK], [email], [nama] and [akun].

    `known` are strings that are known to belong to the reporter (names, user name, number): each is removed wherever
    it stands as a whole word, in any case. Vehicle plates go only when `plates` is true, because a complaint is often
    about a vehicle. Ticket numbers, dates, prices, RT/RW and house numbers stay.
    """
    clean = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    spans = [*_known_spans(clean, known), *_direct_spans(clean), *_name_spans(clean)]
    if plates:
        spans += [_Span(m.start(), m.end(), PLATE) for m in _PLATE.finditer(clean)]
    return _LONG_RUN.sub(NUMBER, _replace(clean, spans))


def _direct_spans(text: str) -> Iterable[_Span]:
    kept = [(m.start(), m.end()) for pattern in _PROTECTED for m in pattern.finditer(text)]
    for pattern, token in _DIRECT:
        for match in pattern.finditer(text):
            if not _mostly_kept(match, kept):
                only = match.group("only") if "only" in pattern.groupindex else match[0]
                yield _Span(match.end() - len(only), match.end(), token)


def _mostly_kept(match: re.Match[str], kept: Sequence[tuple[int, int]]) -> bool:
    """Say whether a find only overlaps what stays: fewer digits are left than the shortest telephone number has."""
    near = [(start, end) for start, end in kept if start < match.end() and match.start() < end]
    if not near:
        return False
    left = sum(
        match.string[place].isdigit() and not any(start <= place < end for start, end in near)
        for place in range(match.start(), match.end())
    )
    return left < _SHORTEST_NUMBER


def _known_spans(text: str, known: Sequence[str]) -> Iterable[_Span]:
    for item in known:
        words = unicodedata.normalize("NFKC", item).translate(_INVISIBLE).split()
        if not words or len("".join(words)) < 2:
            continue
        pattern = r"(?<![^\W_])@?" + r"\s+".join(map(re.escape, words)) + r"(?![^\W_])"
        token = NUMBER if words[0].lstrip("+").isdigit() else NAME
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield _Span(match.start(), match.end(), token)


def _name_spans(text: str) -> Iterable[_Span]:
    for start in _NAME_START.finditer(text):
        first = position = start.end()
        capital: bool | None = None
        for _ in range(_MOST_NAME_WORDS):
            word = _NAME_WORD.match(text, position)
            if word is None or word[1].lower().rstrip(".") in _NOT_A_NAME or "\n" in word[0]:
                break
            if capital and not word[1][0].isupper() and word[1].lower() not in {"da", "de", "bin", "binti", "van"}:
                break
            capital = word[1][0].isupper() if capital is None else capital
            first = word.start(1) if position == start.end() else first
            position = word.end(1)
        if position > start.end():
            yield _Span(first, position, NAME)
    for found in _INTRODUCED.finditer(text):
        if not _NOT_A_NAME & set(found["name"].lower().split()):
            yield _Span(found.start("name"), found.end("name"), NAME)


def _replace(text: str, spans: Iterable[_Span]) -> str:
    parts: list[str] = []
    position = 0
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if span.start < position:
            continue
        parts += [text[position : span.start], span.token]
        position = span.end
    return "".join([*parts, text[position:]])
