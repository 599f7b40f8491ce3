"""The word before a complaint on a number that many share: taken away however it was typed, never asked for.

The form is KEYWORD<space>complaint (SP4N LAPOR!, text messages); people forget the space, double it, drop a letter.
"""

import re

NEAR = 2
"""Letters that may be wrong in a keyword of at least eight; one in a shorter one, none in one below five."""
_LONG, _SHORT = 8, 5
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"[\s:;,.#*_\-–—/=<>\"'“”]*")


def without(text: str, keyword: str, city: str = "") -> tuple[str, bool]:
    """Give a message without the keyword in front of it, and whether there was one.

    ``city`` is its name, which may begin a complaint: as two words it is the keyword only in capitals.
    """
    if not keyword:
        return text, False
    words = list(_WORD.finditer(text[:200]))
    if not words or _AFTER.fullmatch(text[: words[0].start()]) is None:
        return text, False
    end = _end_of(words, keyword.casefold(), city.casefold().replace(" ", ""))
    if not end:
        return text, False
    return text[end + len(_AFTER.match(text, end)[0]) :].strip(), True  # type: ignore[index]  # it matches nothing too


def _end_of(words: list[re.Match[str]], keyword: str, city: str) -> int:
    """Give where the keyword ends, 0 where there is none."""
    first = words[0]
    # First of all without a space: "KEYWORDdi depan pasar", where "di" is no slip of the thumb.
    if first[0].casefold().startswith(keyword):
        return first.start() + len(keyword)
    if is_near(first[0].casefold(), keyword):
        return first.end()
    if len(words) > 1:
        both = first[0] + words[1][0]
        if is_near(both.casefold(), keyword, most=1) and (both.casefold() != city or both.isupper()):
            return words[1].end()
    # Without a space, and a letter too much or too few.
    lengths = (len(keyword) + 1, len(keyword) - 1)
    near = (length for length in lengths if is_near(first[0][:length].casefold(), keyword, most=1))
    return next((first.start() + length for length in near if length < len(first[0])), 0)


def is_near(word: str, keyword: str, most: int | None = None) -> bool:
    """Tell whether a word is the keyword but for a few letters; the first letter is always right."""
    if most is None:
        most = NEAR if len(keyword) >= _LONG else 1
    if len(keyword) < _SHORT:
        most = 0
    if word[:1] != keyword[:1] or abs(len(word) - len(keyword)) > most:
        return False
    return _distance(word, keyword) <= most


def _distance(word: str, other: str) -> int:
    """Count the letters to change, leave out, put in or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(word, 1):
        before, last, row = row, before, [place]
        for column, wanted in enumerate(other, 1):
            cost = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != wanted))
            if place > 1 and column > 1 and letter == other[column - 2] and word[place - 2] == wanted:
                cost = min(cost, last[column - 2] + 1)
            row.append(cost)
    return row[-1]
