"""Take personal data out of free text before officials' groups, logs or the public see it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from core.reading.names import is_name_of_place, own_name_spans

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
    re.compile(r"(?<![\d.])-?\d{1,2}\.\d{3,8}\s?,\s?-?\d{1,3}\.\d{3,8}(?!\d)"),  # a position, not a person
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


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    token: str


def redact(text: str, known: Sequence[str] = (), *, plates: bool = False, spare: Collection[str] = ()) -> str:
    """Replace personal data by visible tokens such as [nomor], [NIK], [email], [nama] and [akun].

    `known` are strings that are known to belong to the reporter (names, user name, number): each is removed wherever
    it stands as a whole word, in any case; a single word of `spare` (lower case: the words of a city's pack) stays,
    because a report about street lights says "lampu" whatever the account is called. Vehicle plates go only when
    `plates` is true, because a complaint is often about a vehicle. Ticket numbers, dates, prices, RT/RW and house
    numbers stay.
    """
    clean = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    spans = [*_known_spans(clean, known, spare), *_direct_spans(clean)]
    spans += [_Span(start, end, NAME) for start, end in own_name_spans(clean, spare)]
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


def _known_spans(text: str, known: Sequence[str], spare: Collection[str]) -> Iterable[_Span]:
    for item in known:
        words = unicodedata.normalize("NFKC", item).translate(_INVISIBLE).split()
        if not words or len("".join(words)) < 2 or (len(words) == 1 and words[0].lower() in spare):
            continue
        pattern = r"(?<![^\W_])@?" + r"\s+".join(map(re.escape, words)) + r"(?![^\W_])"
        token = NUMBER if words[0].lstrip("+").isdigit() else NAME
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if token == NAME and len(words) == 1 and is_name_of_place(text, match.start()):
                continue
            yield _Span(match.start(), match.end(), token)


def _replace(text: str, spans: Iterable[_Span]) -> str:
    parts: list[str] = []
    position = 0
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if span.start < position:
            continue
        parts += [text[position : span.start], span.token]
        position = span.end
    return "".join([*parts, text[position:]])
