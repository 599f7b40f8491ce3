"""Word what a period says for policy as a document of sections and sheets, which text and pages draw alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.tally.catalogue import BY_CODE, Indicator
from core.tally.document import Document, Section, Sheet
from core.tally.matters import Matter
from core.tally.periods import Period
from core.tally.policy import Growth, Policy, StageTime
from core.tally.reading import value_of
from core.tally.wording import NOTHING, Wording

HIDDEN: Final = "*"
"""Stands for a number that is small, or that would tell a small one."""
MAIN: Final = ("received", "answered", "in_time", "missed", "first_answer_median", "confirmed", "disputed", "returned",
               "reopened")  # fmt: skip
"""Indicators of the catalogue that the first sheet shows: those that rows of the export tell."""
NOTABLE: Final = 1.25
"""A stage that takes so many times what it took, or the other way round, has changed."""


@dataclass(frozen=True)
class Author:
    """What writes the document of one period; `code` is the period as commands name it (`2026-03`, `2026-Q1`)."""

    words: Wording
    code: str
    code_before: str

    def write(self, policy: Policy) -> Document:
        """Write everything."""
        words = self.words
        title = self.say("title", city=words.city.name, days=words.days(policy.period))
        as_of = self.say("as_of", day=words.days(Period(policy.until, policy.until)), before=words.days(policy.before))
        return Document(
            title,
            (as_of, self.say("hidden", sign=HIDDEN)),
            (
                self._numbers(policy),
                self._changed(policy),
                self._what(policy),
                self._matters(policy),
                self._where(policy),
            ),
            (self._cells(policy),),
        )

    def say(self, key: str, **values: object) -> str:
        """Say `policy.<key>`."""
        return self.words.texts.say(f"policy.{key}", self.words.language, **values)

    def headline(self, policy: Policy) -> str:
        """Say how many came, and how many more or fewer than before."""
        change = self._change(policy.received - policy.received_before)
        return self.say("what.received", count=self.words.number(policy.received), change=change)

    # --- sections ---------------------------------------------------------------------------------------------------

    def _numbers(self, policy: Policy) -> Section:
        rows = tuple(self._indicator(BY_CODE[code], policy) for code in MAIN)
        heads = (self.say("indicator"), self.say("now"), self.say("before"))
        day = self.words.days(Period(policy.until, policy.until))
        sheet = Sheet("indicators", self.say("numbers.caption", day=day), heads, rows)
        note = self.say("numbers.note", command=f"kanal report {self.code} --figures")
        commands = self._from_rows(policy, words=False)
        return Section(self.say("numbers.title"), sheets=(sheet,), notes=(note,), commands=commands)

    def _indicator(self, one: Indicator, policy: Policy) -> tuple[str, ...]:
        values = (value_of(one, policy.counts), value_of(one, policy.counts_before))
        return (self.words.name(one), *(self.words.value(one, value) for value in values))

    def _what(self, policy: Policy) -> Section:
        words = self.words
        lines = [self.headline(policy)]
        if policy.confidential:
            lines.append(self.say("what.confidential", count=words.number(policy.confidential)))
        spots = tuple(
            (words.line("category", one.category), one.kelurahan, words.number(one.count), self._number(one.before))
            for one in policy.spots
        )
        heads = (self.say("category"), self.say("kelurahan"), self.say("now"), self.say("before"))
        sheets = [self._growth("category", policy.categories), self._growth("kelurahan", policy.kelurahan)]
        if spots:
            bars = tuple(float(one.count) for one in policy.spots)
            sheets.append(Sheet("spots", self.say("what.spots"), heads, spots, bars))
        return Section(
            self.say("what.title"), tuple(lines), tuple(sheets), commands=self._from_rows(policy, words=False)
        )

    def _growth(self, table: str, found: Sequence[Growth]) -> Sheet:
        told = [one for one in found if one.count is not None or one.before]
        rows = [
            (
                self.words.line("category" if table == "category" else "kelurahan", one.key),
                self._number(one.count),
                self._number(one.before),
                HIDDEN if one.change is None else self._signed(one.change),
            )
            for one in told
        ]
        if rest := len(found) - len(told):
            rows.append((self.say("rest", count=self.words.number(rest)), HIDDEN, HIDDEN, HIDDEN))
        heads = (self.say(table), self.say("now"), self.say("before"), self.say("change"))
        bars = [None if one.count is None else float(one.count) for one in told]
        return Sheet(
            table, self.say(f"what.by_{table}"), heads, tuple(rows), (*bars, *[None] * (len(rows) - len(bars)))
        )

    def _matters(self, policy: Policy) -> Section:
        found = policy.matters
        title, note = self.say("matters.title"), self.say("matters.note")
        if not found:
            return Section(title, (self.say("matters.none"),), commands=self._from_rows(policy, words=True))
        heads = (
            self.say("category"),
            self.say("matters.words"),
            self.say("now"),
            self.say("before"),
            self.say("matters.places"),
        )
        rows = tuple(self._matter(one) for one in found)
        sheet = Sheet("matters", self.say("matters.caption"), heads, rows, tuple(float(one.count) for one in found))
        told = tuple(
            self.say("matters.typical", words=", ".join(one.words), text=one.typical) for one in found if one.words
        )
        return Section(title, told, (sheet,), (note,), self._from_rows(policy, words=True))

    def _matter(self, one: Matter) -> tuple[str, ...]:
        places = ", ".join(f"{name} {self.words.number(count)}" for name, count in one.places)
        count = self.words.number(one.count)
        numbers = (count if one.exact else self.say("at_least", count=count), self.words.number(one.before))
        return (self.words.line("category", one.category), ", ".join(one.words) or NOTHING, *numbers, places or NOTHING)

    def _cells(self, policy: Policy) -> Sheet:
        words = self.words
        heads = (self.say("category"), self.say("kelurahan"), self.say("now"))
        rows = tuple(
            (words.line("category", category), words.line("kelurahan", kelurahan), self._number(count))
            for category, kelurahan, count in policy.cells
            if count != 0
        )
        return Sheet("cells", self.say("what.cells"), heads, rows)

    def _where(self, policy: Policy) -> Section:
        before = {one.stage: one for one in policy.stages_before}
        rows = tuple(self._stage(one, before.get(one.stage)) for one in policy.stages)
        spans = (self.say("where.median"), self.say("where.most"))
        heads = (
            self.say("where.stage"),
            self.say("where.ended"),
            *spans,
            self.say("where.share"),
            self.say("where.before"),
        )
        bars = tuple(one.share for one in policy.stages)
        sheets = [Sheet("stages", self.say("where.caption"), heads, rows, bars)]
        if policy.units:
            of_units = tuple(
                (
                    self.words.line("unit", one.unit),
                    self.say(f"stage.{one.stage}"),
                    self.words.number(one.ended),
                    self.words.span(one.median),
                    self.words.span(one.most),
                )
                for one in policy.units
            )
            heads_of_units = (self.say("unit"), self.say("where.stage"), self.say("where.ended"), *spans)
            bars = tuple(float(one.most) for one in policy.units)
            sheets.append(Sheet("units", self.say("where.units"), heads_of_units, of_units, bars))
        commands = self._from_rows(policy, words=False)
        return Section(
            self.say("where.title"), sheets=tuple(sheets), notes=(self.say("where.note"),), commands=commands
        )

    def _stage(self, one: StageTime, before: StageTime | None) -> tuple[str, ...]:
        words = self.words
        return (
            self.say(f"stage.{one.stage}"),
            words.number(one.ended),
            words.span(one.median),
            words.span(one.most),
            words.say("percent", value=words.number(round(one.share))),
            words.span(before.median) if before is not None else NOTHING,
        )

    def _changed(self, policy: Policy) -> Section:
        lines = (*self._growing(policy), *self._slower(policy), *self._new(policy.matters))
        commands = self._from_rows(policy, words=True)
        return Section(self.say("changed.title"), lines or (self.say("changed.nothing"),), commands=commands)

    def _growing(self, policy: Policy) -> Iterator[str]:
        for key, found in (("risen", policy.risen), ("fallen", policy.fallen)):
            for one in found:
                numbers = {"count": self._number(one.count), "before": self._number(one.before)}
                yield self.say(f"changed.{key}", name=self.words.line("category", one.key), **numbers)

    def _slower(self, policy: Policy) -> Iterator[str]:
        before: Mapping[str, StageTime] = {one.stage: one for one in policy.stages_before}
        for one in policy.stages:
            old = before.get(one.stage)
            if old is None or not old.median or not one.median:
                continue
            times = one.median / old.median
            if times >= NOTABLE or times <= 1 / NOTABLE:
                spans = {"now": self.words.span(one.median), "before": self.words.span(old.median)}
                yield self.say(
                    f"changed.{'slower' if times > 1 else 'faster'}", stage=self.say(f"stage.{one.stage}"), **spans
                )

    def _new(self, matters: Sequence[Matter]) -> Iterator[str]:
        for one in matters:
            if not one.before and one.words:
                category = self.words.line("category", one.category)
                yield self.say("changed.new", category=category, words=", ".join(one.words), count=one.count)

    # --- numbers ----------------------------------------------------------------------------------------------------

    def _from_rows(self, policy: Policy, *, words: bool) -> tuple[str, ...]:
        """Name the commands by which everything that is made of rows is counted again, from two exports."""
        until_before = policy.before.last + (policy.until - policy.period.last)
        more = " --words" if words else ""
        return (
            f"kanal export now.jsonl --for monitor{more} --period {self.code} --until {policy.until}",
            f"kanal export before.jsonl --for monitor{more} --period {self.code_before} --until {until_before}",
            f"kanal report {self.code} --until {policy.until} --rows now.jsonl --rows-before before.jsonl",
        )

    def _number(self, count: int | None) -> str:
        return HIDDEN if count is None else self.words.number(count)

    def _signed(self, change: int) -> str:
        return f"{'+' if change > 0 else '−' if change < 0 else ''}{self.words.number(abs(change))}"

    def _change(self, change: int) -> str:
        key = "more" if change > 0 else "fewer" if change < 0 else "same"
        return self.say(f"what.{key}", count=self.words.number(abs(change)))
