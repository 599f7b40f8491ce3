"""What times, names and private data are told by in a language: data of `moments.toml`, `names.toml`, `private.toml`.

Lists hold words or phrases as they are written, lower case; "minggu|pekan lalu" are two phrases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = tuple[str, ...]
WordLists = Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Past:
    """Phrases that name a day before today, or after it: so many days or months away."""

    days: int = 0
    months: int = 0
    words: Words = ()


@dataclass(frozen=True, slots=True)
class MomentWords:
    """Words that say when something happened."""

    numbers: WordLists = field(default_factory=dict)
    """"1", "2" and so on -> words."""
    months: WordLists = field(default_factory=dict)
    """"1" (January) to "12" -> names."""
    weekdays: WordLists = field(default_factory=dict)
    """"1" (Monday) to "7" -> names."""
    units: WordLists = field(default_factory=dict)
    """"day", "week", "month", "year" -> words."""
    past: Mapping[str, Past] = field(default_factory=dict)
    """The first in the pack's order that is found counts."""
    since: Words = ()
    before_dates: Words = ()
    no_dates_after: Words = ()
    """What is named after dates, so that none is meant ("Jalan 17 Agustus")."""
    after_counts: Words = ()
    before_weekdays: Words = ()
    after_weekdays: Words = ()
    """Words that alone make a weekday one of the past ("Senin lalu")."""
    today: Words = ()
    today_since: Words = ()
    """Times of today, but only after a word of `since`."""
    some: Words = ()
    always: Words = ()
    coming: Mapping[str, Past] = field(default_factory=dict)
    """Phrases of days to come; the first in the pack's order that is found counts."""
    until: Words = ()
    """What stands before the day on which something ends."""
    next: Words = ()
    """After a weekday they make it one to come ("Senin depan")."""
    begins: Words = ()
    middles: Words = ()
    ends: Words = ()
    """Before a week, a month or a year they name a part of it ("akhir bulan")."""
    working: Words = ()
    """After a count of days they make only those count on which offices work."""
    was_after: Words = ()
    was_before: Words = ()
    """What stands before, or after, a day or a count that is none to come ("sejak Senin", "2 minggu lalu")."""


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words that surround, begin or cannot be the name of a person."""

    common: Words = ()
    roles: Words = ()
    also_names: Words = ()
    """Words of the dictionary that are given to children as well."""
    places: Words = ()
    """Before a name they make it the name of a public place."""
    links: Words = ()
    introductions: Words = ()
    """Whatever follows is a name."""
    labels: Words = ()
    """The same before a colon."""
    capital_introductions: Words = ()
    """The same before a capital letter."""
    for_words: Words = ()
    """What follows may be a name in capitals, or something else."""
    reporting_words: Words = ()
    """After a name in small letters ("saya maria mau lapor")."""
    is_words: Words = ()
    i_words: Words = ()
    capital_i_words: Words = ()
    """The same, where only a word in a capital is believed ("ini Maria")."""
    my_words: Words = ()
    my_before: Words = ()
    """"Mine", as it stands after and before what is mine."""
    have_words: Words = ()
    """Between the two, where the owner stands first ("beta pung anak")."""
    kin: Words = ()
    kin_kinds: Words = ()
    """Between a relative and whose it is ("adik kandung saya")."""
    contacts: Words = ()
    """Before whoever is to be called."""
    contact_links: Words = ()
    """Between a name and its number ("Maria di 0812 …")."""
    from_words: Words = ()
    greetings: Words = ()
    here_words: Words = ()
    and_words: Words = ()
    agents: Words = ()
    """Before whoever said, did or owns something, or lives beside it."""
    areas: Words = ()
    """What may stand with its number between an office and who holds it ("ketua RT 5 Markus")."""
    degrees: Words = ()
    locatives: Words = ()
    """Before a place."""
    age_words: Words = ()
    """After the name of a child."""
    foreign: Words = ()
    """Of languages that the dictionary does not know: where one stands, no word in small letters is a name."""
    home_words: Words = ()
    going_words: Words = ()
    titles: Words = ()
    closings: Words = ()
    thanks: Words = ()
    capital_closings: Words = ()
    """The end of a letter, after which only a word in a capital is a name."""
    thanks_more: Words = ()
    """What may follow thanks ("terima kasih banyak sebelumnya")."""
    after_signature: Words = ()
    named_words: Words = ()
    """Before whoever is called so, also in small letters."""
    called: Words = ()
    """Between an office and who holds it ("lurah bernama Yosef")."""
    endings: Words = ()
    beginnings: WordLists = field(default_factory=dict)
    """What everyday speech makes of the beginning of a root -> what the root may begin with."""


@dataclass(frozen=True, slots=True)
class PrivateWords:
    """What private numbers and addresses look like where the city lies, and what is written for them."""

    tokens: Mapping[str, str] = field(default_factory=dict)
    """"number", "identity", "tax", "email", "name", "account", "plate", "home" -> what stands there instead."""
    country_code: str = ""
    trunk: str = ""
    """What a number is dialled with inside the country."""
    mobile: str = ""
    """What follows the trunk prefix in numbers of mobile telephones."""
    phone_words: Words = ()
    digits: Words = ()
    """Names of digits: a number may be spelled out."""
    doublers: Words = ()
    """Words that repeat the digit after them ("double three")."""
    mails: Words = ()
    """Names of those that many have their e-mail with: without a sign between they still make an address."""
    mail_words: Words = ()
    mine: Words = ()
    """"My", between what is owned and its number or name."""
    vehicles: Words = ()
    """Before a plate."""
    currencies: Words = ()
    after_amounts: Words = ()
    addresses: Words = ()
    """What stands before the number of a neighbourhood ("RT 5"), the larger one second."""
    banks: Words = ()
    sites: Words = ()
    services: Words = ()
    """Names of services before somebody's account ("ig: ina")."""
    identity: str = ""
    """Pattern of the number of an identity card."""
    tax: Words = ()
    """Patterns of the number of a taxpayer."""
    plate: str = ""
    """Pattern of a vehicle's plate."""
    home: Words = ()
    """Patterns of where somebody lives: house numbers, neighbourhoods; a group ``only`` at the end is what goes."""


TOKENS = ("number", "identity", "tax", "email", "name", "account", "plate", "home")
UNITS = ("day", "week", "month", "year")
