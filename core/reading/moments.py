"""Read when something happened: "tadi malam", "su 3 hari", "sejak Senin", "tanggal 5 Maret", "since yesterday"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "satu se sehari one a",
            "dua two",
            "tiga three",
            "empat ampa four",
            "lima five",
            "enam six",
            "tujuh tuju seven",
            "delapan lapan eight",
            "sembilan nine",
            "sepuluh ten",
        ),
        start=1,
    )
    for word in words.split()
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february pebruari",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags august",
            "september sep sept",
            "oktober okt october",
            "november nov nopember",
            "desember des december",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "senin monday",
            "selasa tuesday",
            "rabu wednesday",
            "kamis thursday",
            "jumat jum'at jumaat friday",
            "sabtu saturday",
            "minggu sunday",
        )
    )
    for name in names.split()
}
_UNIT_DAYS = {"hari": 1, "ari": 1, "malam": 1, "day": 1, "days": 1, "minggu": 7, "pekan": 7, "week": 7, "weeks": 7}
_UNIT_MONTHS = {"bulan": 1, "bln": 1, "month": 1, "months": 1, "tahun": 12, "thn": 12, "year": 12, "years": 12}
_SINCE = r"(?:sejak|dari|mulai|since|semenjak)\s+"
_NO_ROAD = r"(?<!jalan )(?<!jln )(?<!jl )(?<!jl\. )(?<!jl\.)(?<!smp )(?<!sma )"
"""Roads and schools are named after dates: "Jalan 17 Agustus"."""
_COUNT = r"(?:\d{1,2}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = "|".join(sorted((*_UNIT_DAYS, *_UNIT_MONTHS), key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class EventTime:
    """When something happened: the words as written, and the day when they say one (and `today` was known)."""

    phrase: str
    day: date | None


Resolver = Callable[[re.Match[str], date], "date | None"]


def _ago(days: int) -> Resolver:
    return lambda _match, today: today - timedelta(days=days)


def _months_back(today: date, months: int) -> date:
    index = today.year * 12 + today.month - 1 - months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(today.day, last))


def _count_ago(match: re.Match[str], today: date) -> date | None:
    word, unit = match["count"].lower(), match["unit"].lower()
    count = int(word) if word.isdigit() else _NUMBERS[word]
    if unit in _UNIT_DAYS:
        return today - timedelta(days=count * _UNIT_DAYS[unit])
    return _months_back(today, count * _UNIT_MONTHS[unit])


def _last_weekday(match: re.Match[str], today: date) -> date | None:
    back = (today.weekday() - _WEEKDAYS[match["weekday"].lower()]) % 7
    return today - timedelta(days=back or 7)


def _named_day(match: re.Match[str], today: date) -> date | None:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else _MONTHS[month]
    year = int(match["year"]) if match["year"] else today.year
    try:
        day = date(year + 2000 if year < 100 else year, number, int(match["day"]))
    except ValueError:
        return None
    if day > today and not match["year"]:
        # Nobody reports the future: "5 Desember" said in January was last year.
        return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else None
    return day


def _unknown(_match: re.Match[str], _today: date) -> date | None:
    return None


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b{pattern}\b", re.IGNORECASE)


_RULES: tuple[tuple[re.Pattern[str], Resolver], ...] = (
    (
        _compiled(
            rf"(?:{_SINCE})?(?:tanggal|tgl)\.?\s*(?P<day>\d{{1,2}})[\s/.-]+(?P<month>{_MONTH}|\d{{1,2}})(?:[\s/.-]+(?P<year>\d{{4}}|\d{{2}}))?"
        ),
        _named_day,
    ),
    (
        _compiled(rf"(?:{_SINCE})?{_NO_ROAD}(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})(?:\s+(?P<year>\d{{4}}))?"),
        _named_day,
    ),
    (_compiled(r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4}|\d{2})"), _named_day),
    (_compiled(rf"(?:{_SINCE})?(?:kemarin\s?dulu|kamaren\s?dolo|kemaren\s?dulu|dua hari lalu)"), _ago(2)),
    (_compiled(rf"(?:{_SINCE})?(?:tadi\s?malam|semalam|tadi\s?malm|kemarin malam|last night)"), _ago(1)),
    (_compiled(rf"(?:{_SINCE})?(?:minggu|pekan)\s+(?:lalu|kemarin|lewat|kamaren)|last week"), _ago(7)),
    (
        _compiled(rf"(?:{_SINCE})?(?:bulan)\s+(?:lalu|kemarin|lewat|kamaren)|last month"),
        lambda _m, today: _months_back(today, 1),
    ),
    (
        _compiled(rf"(?:{_SINCE})?(?:tahun)\s+(?:lalu|kemarin|lewat)|last year"),
        lambda _m, today: _months_back(today, 12),
    ),
    (
        _compiled(
            rf"(?:{_SINCE})?(?:hari\s+)?(?:kemarin|kemaren|kmrn|kamaren|kamarin)(?:\s+(?:pagi|siang|sore))?|(?:since\s+)?yesterday"
        ),
        _ago(1),
    ),
    (
        _compiled(
            r"(?P<count>"
            + _COUNT
            + r")\s*(?P<unit>"
            + _UNIT
            + r")(?:\s+(?:lebih|lalu|yang lalu|terakhir|lewat|ini|ago))?"
        ),
        _count_ago,
    ),
    (
        _compiled(r"(?P<count>se)(?P<unit>hari|minggu|pekan|bulan|tahun)(?:\s+(?:lebih|lalu|yang lalu|terakhir|ini))?"),
        _count_ago,
    ),
    (
        _compiled(
            r"(?:ber(?:hari|minggu|bulan|tahun)[\s-]*(?:hari|minggu|bulan|tahun)|(?:beberapa|pirang|several)\s+(?:hari|minggu|bulan|days|weeks))"
        ),
        _unknown,
    ),
    (
        _compiled(
            rf"(?:(?:{_SINCE})(?:hari\s+)?|(?:pada\s+)?hari\s+|on\s+)(?P<weekday>{_WEEKDAY})(?:\s+(?:lalu|kemarin))?"
        ),
        _last_weekday,
    ),
    (_compiled(rf"(?P<weekday>{_WEEKDAY})\s+(?:lalu|kemarin|lewat)"), _last_weekday),
    (
        _compiled(
            rf"(?:{_SINCE})?(?:tadi\s?(?:pagi|siang|sore|subuh)|(?:ini\s+)?hari ini|ini hari|"
            r"(?:pagi|siang|sore|malam) ini|barusan|baru saja|sekarang|today|this morning|tonight|right now)"
        ),
        _ago(0),
    ),
    (_compiled(rf"(?:{_SINCE})(?:pagi|subuh|siang|sore)"), _ago(0)),
    (
        _compiled(
            r"(?:sudah|su|udah)\s+lama(?: sekali)?|(?:tiap|setiap|every)\s+(?:hari|malam|pagi|sore|minggu|day|night)"
        ),
        _unknown,
    ),
)


def read_time(text: str, today: date | None) -> EventTime | None:
    """Return the first and most exact time phrase of a text, resolved against `today` where it names a day.

    Rules are ordered from exact (a date) to vague ("su lama"); the first rule that matches wins.
    """
    for pattern, resolve in _RULES:
        match = pattern.search(text)
        if match is None:
            continue
        return EventTime(" ".join(match[0].split()), resolve(match, today) if today is not None else None)
    return None
