"""Describe a city: its offices, categories, places, limits and words, read from a city pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from core.city.answers import CannedAnswer
from core.city.costs import Costs
from core.city.danger import Danger, EmergencyKind, EmergencyLine
from core.city.desks import VERIFICATION, Desk
from core.city.holidays import OfficeHours
from core.city.languages import ByLanguage, in_language
from core.city.limits import Limits, with_unit
from core.city.mentions import MentionWords
from core.city.telling import Telling
from core.city.units import Unit, UnitTree
from core.language.data import Language, Word
from core.language.told import MomentWords, NameWords, PrivateWords

T = TypeVar("T")

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Category:
    """What people complain about, and which unit answers for it."""

    code: str
    names: ByLanguage
    unit: str
    words: tuple[Word, ...] = ()
    limits: Limits | None = None
    """Limits of this category where they differ from the city's."""
    redirects: ByLanguage = field(default_factory=dict)
    """Said to the citizen when the city itself cannot help: who can, and how to reach them."""
    photo: bool = True
    """Whether a complaint is closed with a photo of what was done: it is, where there is something to see."""

    def name(self, language: str) -> str:
        """Name the category in a language, or else in the city's default one."""
        return in_language(self.names, language)

    def redirect(self, language: str) -> str:
        """Say who can help instead of the city; empty when it is the city itself."""
        return in_language(self.redirects, language)


@dataclass(frozen=True, slots=True)
class Kelurahan:
    """One of the city's smallest areas, with the spellings that people use."""

    name: str
    kecamatan: str
    spellings: tuple[str, ...] = ()
    careful: tuple[str, ...] = ()
    """Of name and spellings those that are ordinary words too: only believed after a word such as "kelurahan"."""
    not_after: tuple[str, ...] = ()
    """Words after which the name means something else."""
    tile: tuple[int, int] | None = None
    """Row and column on the tile map, from 1 at its north-west; either every area of a city has one, or none."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """A picture of the areas: its size in units, and name -> data of an SVG path in them."""

    width: int
    height: int
    paths: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MapBox:
    """Where the city lies: degrees between which its latitudes and longitudes are."""

    south: float
    west: float
    north: float
    east: float

    def crosses(self, degrees: float) -> bool:
        """Tell whether a number is a latitude (with its sign or without) or a longitude of the city."""
        latitude = self.south <= degrees <= self.north or self.south <= -degrees <= self.north
        return latitude or self.west <= degrees <= self.east


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A message that a platform has to approve before use; ``{{1}}``, ``{{2}}`` in ``body`` are filled in order.

    ``channel`` says which; ``key`` is how the conversation names it, ``name`` and ``language`` how the platform does;
    ``examples`` go with the submission.
    """

    channel: str
    key: str
    name: str
    language: str
    category: str
    body: str
    examples: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        """Count what has to be filled in."""
        return self.body.count("{{")


@dataclass(frozen=True)
class City:
    """Everything that differs between two cities; built by `core.city.pack.parse_city`."""

    code: str
    name: str
    prefix: str
    timezone: str
    timezone_label: str
    languages: tuple[str, ...]
    """Languages that citizens can be answered in, the default one first."""
    group_language: str
    """What the officials' groups read."""
    verification_unit: str
    units: tuple[Unit, ...]
    categories: tuple[Category, ...]
    kecamatan: tuple[str, ...]
    kelurahan: tuple[Kelurahan, ...]
    emergencies: tuple[EmergencyKind, ...]
    limits: Limits
    language: Language
    holidays_country: str
    holidays_language: str
    """Country and language of the `holidays` package."""
    holidays_added: Mapping[date, str]
    holidays_removed: frozenset[date]
    hours: OfficeHours
    texts: Mapping[str, Mapping[str, str]]
    """Language code -> key -> template, the default language first; the city's own texts override the base's."""
    desks: tuple[Desk, ...] = ()
    """In the order in which a group shows them."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Lane of a group besides the common one -> its chat, in the ids of the platform that has the common one."""
    secretary_unit: str = ""
    """Whose office decides what units and coordinator cannot; empty where the tree says it (`UnitTree`)."""
    sms_number: str = ""
    sms_keyword: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    """Well-known places, in lower case -> name of the kelurahan they stand in."""
    danger: Danger = field(default_factory=Danger)
    templates: tuple[TemplateText, ...] = ()
    """Messages that stand in where a platform allows no free text (`core.city.templates`)."""
    telling: Telling = field(default_factory=Telling)
    """Who is told what (`core.city.telling`)."""
    emergency_lines: tuple[EmergencyLine, ...] = ()
    """The first is the one for everything."""
    map_box: MapBox | None = None
    outlines: Outlines | None = None
    """Where the borders of the areas run, None where the pack does not say."""
    moment_words: MomentWords = field(default_factory=MomentWords)
    name_words: NameWords = field(default_factory=NameWords)
    private_words: PrivateWords = field(default_factory=PrivateWords)
    mention_words: MentionWords = field(default_factory=MentionWords)
    answers: tuple[CannedAnswer, ...] = ()
    """Answers that officials choose instead of writing them, in the order in which they are offered."""
    act_weights: bytes = b""
    """Weights of the linear reader of acts of speech (`core.language.model`), empty when the pack has none."""
    guide_pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Page of the officials' guide -> its picture (PNG), where the pack has one (`core.city.guide`)."""
    costs: Costs = field(default_factory=Costs)
    """What messages cost (`core.city.costs`)."""

    @property
    def default_language(self) -> str:
        """Give the language in which somebody is answered who named none."""
        return self.languages[0]

    @cached_property
    def _made(self) -> dict[str, object]:
        return {}

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Make something costly out of this city once, whoever asks: its compiled words serve every reader."""
        if name not in self._made:
            self._made[name] = make()
        return cast("T", self._made[name])

    @cached_property
    def tree(self) -> UnitTree:
        """Give the tree of offices: rights, desks and escalation follow from it."""
        return UnitTree(self.units, self.verification_unit, (desk.key for desk in self.desks), self.secretary_unit)

    @cached_property
    def _desks(self) -> dict[str, Desk]:
        return {desk.key: desk for desk in self.desks}

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {category.code: category for category in self.categories}

    @cached_property
    def _kelurahan(self) -> dict[str, Kelurahan]:
        return {area.name: area for area in self.kelurahan}

    @cached_property
    def _emergencies(self) -> dict[str, EmergencyKind]:
        return {kind.code: kind for kind in self.emergencies}

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Give every word of the pack in lower case: of categories, places, units, and how people write."""
        language, found = self.language, set[str]()
        texts = [
            *(text for unit in self.units for text in (unit.name, unit.short)),
            *(text for category in self.categories for text in category.names.values()),
            *(word.text for category in self.categories for word in category.words),
            *(text for area in self.kelurahan for text in (area.name, area.kecamatan, *area.spellings)),
            *self.kecamatan,
            *self.places,
            self.name,
            *(text for pair in (*language.spellings.items(), *language.stems.items()) for text in pair),
            *(text for texts in (*language.groups.values(), *language.lists.values()) for text in texts),
        ]
        for text in texts:
            found.update(_WORD.findall(text.casefold()))
        return frozenset(found)

    def has_category(self, code: str) -> bool:
        """Tell whether the city has a category of that code."""
        return code in self._categories

    def category(self, code: str) -> Category | None:
        """Give the category of that code; None when there is none (any more)."""
        return self._categories.get(code)

    def category_name(self, code: str, language: str) -> str:
        """Name a category in a language, or by its code when the city has none such."""
        known = self.category(code)
        return known.name(language) if known is not None else code

    def redirect(self, category: str, language: str) -> str:
        """Say who helps instead with a category that is not the city's; empty when the city itself helps."""
        known = self.category(category)
        return known.redirect(language) if known is not None else ""

    def emergency(self, code: str) -> EmergencyKind | None:
        """Give the kind of danger of that code; None when there is none (any more)."""
        return self._emergencies.get(code)

    def area(self, name: str) -> Kelurahan | None:
        """Give the kelurahan of exactly that name; None when there is none."""
        return self._kelurahan.get(name)

    def kecamatan_of(self, kelurahan: str) -> str:
        """Give the kecamatan of a kelurahan given by its exact name; raise KeyError when it is unknown."""
        return self._kelurahan[kelurahan].kecamatan

    def desk(self, key: str) -> Desk:
        """Give a desk by its key; a unit without one of its own has a topic of the common group."""
        return self._desks.get(key) or Desk(key, {self.default_language: self.tree.short_name(key)})

    def desk_for_unit(self, code: str) -> Desk:
        """Give the desk on which cases of a unit lie; that of verification for no unit, or one that is gone."""
        return self.desk(self.tree.desk_of(code) if code in self.tree else VERIFICATION)

    def needs_topics(self, lane: str) -> bool:
        """Tell whether any desk of a group is a topic there."""
        return any(desk.lane == lane and not desk.whole for desk in self.desks)

    def unit_for(self, category: str) -> Unit:
        """Give the unit that answers for a category; the verification unit for an unknown one."""
        known = self.category(category)
        return self.tree[known.unit if known else self.verification_unit]

    def sub_units_for(self, category: str, kelurahan: str) -> tuple[Unit, ...]:
        """Give the units below the category's unit that serve a kelurahan (the puskesmas nearby)."""
        known = self.category(category)
        if known is None:
            return ()
        return tuple(
            unit for unit in self.tree if kelurahan in unit.serves and self.tree.is_within(unit.code, known.unit)
        )

    def limits_for(self, category: str, unit: str = "") -> Limits:
        """Give the limits of a category at a unit: the city's, the category's, then those of units from the top."""
        known = self.category(category)
        base = (known.limits if known else None) or self.limits
        return with_unit(base, self.tree.chain(unit), category) if unit in self.tree else base
