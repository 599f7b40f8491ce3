"""What private numbers and addresses look like: the patterns of a pack's words, each with the name of its token."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from core.language.phrases import any_phrase
from core.language.told import PrivateWords

Rule = tuple[re.Pattern[str], str]

_GAP = r"[\s.\-–—()/\\_·*~|:+=]{0,4}"
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:(?:\.|\(dot\)|\[dot\])[\w-]+)*(?:\.|\(dot\)|\[dot\])[a-z]{2,}",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<![\w@.])@[A-Za-z0-9_][A-Za-z0-9_.]{1,29}(?<!\.)")
_GROUPED = re.compile(r"(?<![\w.,])\d(?:(?:[\s.\-]?\d){8,}|(?:\s?[,;]\s?\d){8,})(?![\w])")
"""Written in groups ("3171 2345 6789"), or one by one ("0,8,1,2,3,4,5,6,7"): at least nine digits with single gaps is
nobody's house number.
"""
_PERSONAL_PAGE = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']{0,120}?(?:/(?:in|u|user|users|profil|profile|people|@[\w.-]+)/?[^\s<>\"']*"
    r"|[?&](?:name|nama|user|email|mail|hp|phone|tel|nik)=[^\s<>\"']*)",
    re.IGNORECASE,
)
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_SPELLED = re.compile(r"\d+|[^\W\d_]+")
_SPELLED_GAP = re.compile(r"[\s,.\-–/()]{0,3}")
_SHORTEST_NUMBER = 8
"""Digits of the shortest telephone number that is spelled out: fewer are a count."""


def amounts(words: PrivateWords) -> Iterator[re.Pattern[str]]:
    """Give what keeps its digits beside dates and positions: money and neighbourhoods."""
    currency, after = any_phrase(words.currencies), any_phrase(words.after_amounts)
    yield re.compile(rf"\b{currency}\s?\.?\s?\d{{1,3}}(?:[.,]\d{{3}})*(?:,-|,\d\d)?(?!\d)", re.IGNORECASE)
    yield re.compile(rf"(?<![\d.])\d{{1,3}}(?:\.\d{{3}}){{1,3}}(?![\d.]*\d)(?=\s*{after}\b)", re.IGNORECASE)
    if words.addresses:
        first, *further = words.addresses
        more = rf"(?:{any_phrase(further)}\W{{0,2}}\d{{1,3}})?"
        yield re.compile(rf"\b{re.escape(first)}\W{{0,2}}\d{{1,3}}\s?[/,]?\s?{more}", re.IGNORECASE)


def rules(words: PrivateWords) -> Iterator[Rule]:
    """Give what is taken out, with the name of its token; the first that fits a place counts.

    Where a pattern has a group ``only``, that is what goes.
    """
    yield from ((pattern, "email") for pattern in _addresses(words))
    site, service = any_phrase(words.sites), any_phrase(words.services)
    yield re.compile(rf"(?:https?://)?(?:www\.|m\.|web\.|id\.)?{site}/[^\s<>\"']+", re.IGNORECASE), "account"
    yield _PERSONAL_PAGE, "account"
    yield _ACCOUNT, "account"
    yield re.compile(rf"\b{service}\s?:\s?(?P<only>[A-Za-z0-9_.]{{3,30}})", re.IGNORECASE), "account"
    mine = any_phrase(words.mine)
    handle = r"(?=[a-z0-9_.]*[_.\d][a-z0-9])[a-z][a-z0-9_.]{2,29}"
    yield re.compile(rf"\b{service}\s+(?:{mine}\s+)?(?P<only>{handle})(?<!\.)", re.IGNORECASE), "account"
    yield from ((re.compile(pattern, re.IGNORECASE), "tax") for pattern in words.tax)
    if words.identity:
        yield re.compile(words.identity), "identity"
    yield from ((pattern, "number") for pattern in _telephones(words))
    bank = any_phrase(words.banks)
    digits = r"(?P<only>(?:\d[\s.\-]?){7,17}\d)"
    yield re.compile(rf"\b{bank}(?:\s+{mine})?\W{{1,4}}(?:no\.?\s?)?{digits}", re.IGNORECASE), "number"
    yield _GROUPED, "number"
    if words.plate and words.vehicles:
        vehicle = any_phrase(words.vehicles)
        own = rf"\b(?:{vehicle}\s+{mine}|{mine}\s+\w{{1,6}}\s+{vehicle})\b[^.\n]{{0,20}}?"
        yield re.compile(rf"(?i:{own})(?P<only>{words.plate})"), "plate"


def plates(words: PrivateWords) -> Iterator[re.Pattern[str]]:
    """Give what the plate of a vehicle looks like: anywhere in capitals, in any case after a word for a vehicle."""
    if words.plate:
        yield re.compile(words.plate)
    if words.plate and words.vehicles:
        vehicle = any_phrase(words.vehicles)
        short = r"(?P<only>[a-z]{1,2}\s?\d{3,4}(?:[\s-]?[a-z]{1,3})?)"
        yield re.compile(rf"\b{vehicle}\b[^\n,;]{{0,20}}?\b(?!(?:di|ke|no|rt|rw|km|dp|rp)\b){short}\b", re.IGNORECASE)


def spelled(text: str, digits: Collection[str], doublers: Collection[str]) -> Iterator[tuple[int, int]]:
    """Give where a long number is spelled out, also in part ("nol 812 tiga empat lima enam tujuh").

    ``digits`` are the names of digits; ``doublers`` are words that repeat what follows.
    """
    run: list[re.Match[str]] = []
    tokens = list(_SPELLED.finditer(text))
    for token, following in (*pairwise(tokens), *(((tokens[-1], None),) if tokens else ())):
        if not _is_digit(token[0], digits) and not (run and token[0].lower() in doublers):
            yield from _run(run, digits)
            run = []
            continue
        run.append(token)
        if following is None or not _SPELLED_GAP.fullmatch(text, token.end(), following.start()):
            yield from _run(run, digits)
            run = []


def _run(run: list[re.Match[str]], digits: Collection[str]) -> Iterator[tuple[int, int]]:
    while run and not _is_digit(run[-1][0], digits):
        run.pop()
    total = sum(len(one[0]) if one[0].isdigit() else 1 for one in run)
    if total >= _SHORTEST_NUMBER and any(one[0].lower() in digits for one in run):
        yield run[0].start(), run[-1].end()


def _is_digit(token: str, digits: Collection[str]) -> bool:
    return token.isdigit() or token.lower() in digits


def _addresses(words: PrivateWords) -> Iterator[re.Pattern[str]]:
    """Give what e-mail looks like, also where people write it out so that no machine may read it."""
    yield _EMAIL
    if words.mails:
        provider, label = any_phrase(words.mails), any_phrase(words.mail_words)
        dot = r"\s?(?:\.|\bdot\b|\btitik\b|\(dot\)|\[dot\])\s?"
        at = r"\s?(?:@|\bat\b|\bet\b|\(at\)|\[at\])\s?"
        local = rf"[\w+-]{{1,40}}(?:{dot}[\w+-]{{1,40}}){{0,3}}"
        yield re.compile(rf"(?<![\w.+-]){local}{at}{provider}(?:{dot}[a-z]{{2,4}}){{1,2}}\b", re.IGNORECASE)
        yield re.compile(
            rf"\b{label}\b(?:\s+{any_phrase(words.mine)})?\W{{0,3}}"
            rf"(?P<only>{local}(?:\s+[\w+-]{{1,40}}){{0,2}}?{at[:-3]}?\s*{provider}(?:{dot}[a-z]{{2,4}}){{1,2}})\b",
            re.IGNORECASE,
        )


def _telephones(words: PrivateWords) -> Iterator[re.Pattern[str]]:
    country, mobile = re.escape(words.country_code), re.escape(words.mobile)
    trunk = "[0oO]" if words.trunk == "0" else re.escape(words.trunk)
    hidden = r"(?:\s?[xX*]{2,4})?"
    if country:
        yield re.compile(rf"(?<![\w])(?:\+|00)?{country}(?:{_GAP}\d){{7,13}}(?!\d)")
    if mobile:
        yield re.compile(rf"(?<![\w])[(]?{trunk}{_GAP}{mobile}(?:{_GAP}\d){{6,12}}{hidden}(?!\d)")
        yield re.compile(rf"(?<![\w])[(]?{trunk}{mobile}\d{{2}}(?:\s?,\s?\d{{3,4}}){{2}}(?!\d)")
        yield re.compile(rf"(?<![\w]){trunk}{_GAP}{mobile}(?=(?:\D{{0,5}}\d){{5}})(?:{_GAP}[\doOIl]){{7,11}}(?!\w)")
    if trunk:
        area = re.escape(words.trunk)
        yield re.compile(rf"(?<![\w])[(]?{area}\d{{2,3}}[)]?[\s.\-/]{{0,3}}\d{{3,4}}{_GAP}\d{{3,5}}(?!\d)")
    yield re.compile(rf"(?<![\w])\+(?:{_GAP}\d){{8,15}}(?!\d)")
    if mobile:
        yield re.compile(rf"(?<![\w]){mobile}\d{{2}}{_GAP}\d{{3,4}}{_GAP}\d{{3,5}}(?!\d)")
    phone = any_phrase(words.phone_words)
    yield re.compile(rf"\b{phone}\b\W{{0,4}}(?P<only>(?:\d[\s.\-]?){{6,14}}\d)(?!\d)", re.IGNORECASE)
