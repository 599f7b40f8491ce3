"""One complaint of the month: who does what next with it, as the dice say, by the status in which it is found."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bench.month import citizens, said
from bench.month.citizens import NotHeard
from bench.month.office import Button, Office
from bench.month.place import LEADS, LIAISON, UNITS, WORKS
from bench.month.plan import Case, Person, complaint
from core.vocabulary.errors import KanalError
from demo.actors import Citizen
from demo.stage import COORDINATOR

Json = dict[str, Any]
_OVER = frozenset({"selesai", "lewat", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"})
_WORKERS = (WORKS, LIAISON)


class Nobody(KanalError):
    """Raised when nobody is there who could do it: an office may be empty until somebody comes."""


class Life:
    """Let people act on one case after another."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.town = office.town
        self.open: dict[str, str] = {}
        """Unit -> the number of the newest open ticket there: what another may be merged into."""
        self.born: list[Case] = []
        """What complaints became besides, until somebody takes it up."""

    async def goes_on(self, case: Case, now: datetime) -> datetime | None:
        """Do the next thing about a complaint; give when something is done again, None when it is over."""
        if not case.number:
            await self._file(case)
            if case.number:
                self.open[case.unit] = case.number
        else:
            ticket = self.ticket(case.number)
            name = self._choose(case, ticket)
            if name:
                await self._do(case, ticket, name)
            if ticket["status"] in _OVER and name != "again":
                return None
        return self._next(case, now) if case.number else None

    async def _file(self, case: Case) -> None:
        case.confidential, follows = case.dice.random() < 0.05, case.dice.random() < 0.3
        citizen = await self._arrives(case)
        case.person = Person([citizen])
        try:
            case.number = await citizens.file(citizen, case.text, confidential=case.confidential, follows=follows)
        except NotHeard as error:
            case.missed.append(f"file: {error}")
            return
        case.done["filed" if case.number else "followed"] += 1

    async def _arrives(self, case: Case) -> Citizen:
        category = next(one.code for one in self.town.city.categories if one.unit == case.unit)
        area = case.area.removeprefix("Kelurahan ")
        privacy = "rahasia" if case.confidential else "anonim"
        return await citizens.arrive(self.town, case.channel, case.place, category=category, area=area, privacy=privacy)

    def ticket(self, number: str) -> Json:
        found = self.town.database["lanes"].find_one({"_id": f"ticket:{number}"})
        assert found is not None
        return dict(found["state"])

    def _next(self, case: Case, now: datetime) -> datetime:
        """Give the hour at which somebody gets round to it: of an ignored one, days later."""
        hours = case.dice.expovariate(1 / 20)
        if case.ignored and case.dice.random() < 0.5:
            hours = case.dice.uniform(4 * 24, 11 * 24)
        later = now + timedelta(hours=max(0.5, hours))
        opened = self.town.calendars.at(now).opening(later)
        return opened + timedelta(hours=case.dice.uniform(0, 8)) if opened != later else later

    def _choose(self, case: Case, ticket: Json) -> str:
        table = _CHOICES.get(ticket["status"], {})
        if ticket.get("closing"):
            table = {"second": 9, "": 1}
        elif ticket.get("offered"):
            table = {"accept": 5, "decline": 2, "": 3}
        table = {name: weight for name, weight in table.items() if name not in _IF or _IF[name](case)}
        if not table:
            return ""
        return case.dice.choices(list(table), list(table.values()))[0]

    async def _do(self, case: Case, ticket: Json, name: str) -> None:
        try:
            await _ACTS[name](self, case, ticket)
            case.done[name] += 1
        except Nobody:
            case.missed.append(f"{name} with nobody there")
        except (TimeoutError, NotHeard):
            case.missed.append(f"{name} in {ticket['status']}")

    # --- who ----------------------------------------------------------------------------------------------------------

    def _workers(self, ticket: Json) -> list[int]:
        people = [one.id for one in self.town.staff.of(ticket["unit"], *_WORKERS)]
        if not people:
            raise Nobody(ticket["unit"])
        return people

    def _somebody(self, case: Case, ticket: Json) -> int:
        """Name who works on a ticket: its holder, or anybody of its unit."""
        people, holder = self._workers(ticket), ticket.get("holder")
        return int(holder["id"]) if holder and int(holder["id"]) in people else case.dice.choice(people)

    # --- the coordinator ----------------------------------------------------------------------------------------------

    async def verify(self, case: Case, ticket: Json) -> None:
        """Verify it."""
        await self.office.presses(COORDINATOR, case.number, f"verifikasi:{case.number}")

    async def dispose(self, case: Case, ticket: Json) -> None:
        """Give it to a unit; sometimes that is a slip, which is taken back."""
        before = self._undo(case)
        await self._dispose(case, case.unit)
        if case.dice.random() < 0.06:
            await self._takes_back(case, COORDINATOR, before)

    async def _dispose(self, case: Case, unit: str) -> None:
        number = case.number
        async with self.office.busy(COORDINATOR):
            await self.office.presses(COORDINATOR, number, f"menu:{number}:units")
            await self.office.presses(COORDINATOR, number, f"disposisi:{number}:{unit}")

    async def archive(self, case: Case, ticket: Json) -> None:
        """Put it away."""
        await self.office.explains(COORDINATOR, case.number, "arsip", case.say("official", "archive"))

    async def not_ours(self, case: Case, ticket: Json) -> None:
        """Say that it is not the city's."""
        await self.office.explains(COORDINATOR, case.number, "bukan_wewenang", case.say("official", "not_ours"))

    async def merge(self, case: Case, ticket: Json) -> None:
        """Merge it into another that lies open, although the two may be two matters; not what is confidential."""
        other = self.open.get(case.unit, "")
        offered = self.office.button(case.number, f"duplikat:{case.number}")
        if not other or other == case.number or case.merged or not offered:
            return
        case.merged = True
        await self.office.explains(COORDINATOR, case.number, "duplikat", other)
        sure = f"duplikat:{case.number}:{other}"
        await self.office.until(lambda: self._is_merged(case) or self.office.button(case.number, sure))
        if not self._is_merged(case) and self.office.button(case.number, sure):
            await self.office.presses(COORDINATOR, case.number, sure)

    def _is_merged(self, case: Case) -> bool:
        return bool(self.ticket(case.number)["status"] == "duplikat")

    def _undo(self, case: Case) -> Button | None:
        return self.office.button(case.number, f"urungkan:{case.number}:")

    async def _takes_back(self, case: Case, who: int, before: Button | None) -> None:
        """Take back what was just done, by the button that the card has since then."""
        await self.office.until(lambda: self._undo(case) != before)
        await self.office.presses(who, case.number, f"urungkan:{case.number}:")

    async def again(self, case: Case, ticket: Json) -> None:
        """Open again what had ended."""
        if case.done["again"] < 1:
            await self.office.explains(COORDINATOR, case.number, "buka_kembali", case.say("official", "again"))

    # --- the unit -----------------------------------------------------------------------------------------------------

    async def claim(self, case: Case, ticket: Json) -> None:
        """Claim it; now and then two want it at once."""
        people = self._workers(ticket)
        for one in case.dice.sample(people, min(len(people), 2 if case.dice.random() < 0.15 else 1)):
            await self.office.presses(one, case.number, f"ambil:{case.number}")

    async def give_back(self, case: Case, ticket: Json) -> None:
        """Send it back to the coordinator."""
        who = self._somebody(case, ticket)
        await self.office.explains(who, case.number, "bukan_wewenang", case.say("official", "not_theirs"))

    async def ask(self, case: Case, ticket: Json) -> None:
        """Ask the citizen."""
        who = self._somebody(case, ticket)
        await self.office.explains(who, case.number, "tanya", case.say("official", "question"))

    async def progress(self, case: Case, ticket: Json) -> None:
        """Tell the citizen how far it is."""
        who = self._somebody(case, ticket)
        await self.office.explains(who, case.number, "progres", case.say("official", "progress"))

    async def hold(self, case: Case, ticket: Json) -> None:
        """Hold it until a day."""
        who = self._somebody(case, ticket) if ticket.get("unit") else COORDINATOR
        day = (self.town.clock.now() + timedelta(days=case.dice.randint(1, 6))).date()
        words_ = case.say("official", "hold", day=f"{day.day}/{day.month}/{day.year}")
        await self.office.explains(who, case.number, "tunda", words_)

    async def resume(self, case: Case, ticket: Json) -> None:
        """Go on, before the day has come."""
        who = self._somebody(case, ticket) if ticket.get("unit") else COORDINATOR
        await self.office.presses(who, case.number, f"lanjutkan:{case.number}")

    async def release(self, case: Case, ticket: Json) -> None:
        """Let go of it."""
        await self.office.presses(self._somebody(case, ticket), case.number, f"lepas:{case.number}")

    async def hand_over(self, case: Case, ticket: Json) -> None:
        """Offer it to a colleague."""
        who = self._somebody(case, ticket)
        others = [one for one in self._workers(ticket) if one != who]
        if others:
            await self.office.offers(who, case.number, case.dice.choice(others))

    async def accept(self, case: Case, ticket: Json) -> None:
        """Take over what was offered."""
        await self.office.presses(int(ticket["offered"]["id"]), case.number, f"terima:{case.number}")

    async def decline(self, case: Case, ticket: Json) -> None:
        """Turn down what was offered."""
        await self.office.presses(int(ticket["offered"]["id"]), case.number, f"tolak:{case.number}")

    async def first(self, case: Case, ticket: Json) -> None:
        """Put it before others, as who leads the unit."""
        number = case.number
        if leads := self.town.staff.of(ticket.get("unit", ""), LEADS):
            words_ = case.say("official", "first")
            await self.office.explains_further(leads[0].id, number, f"prioritas:{number}:", words_)

    async def close(self, case: Case, ticket: Json) -> None:
        """Answer with words and a photo; a slip is taken back now and then."""
        who, before = self._somebody(case, ticket), self._undo(case)
        await self.office.explains(who, case.number, "selesai", case.say("official", "done"), photo=True)
        if case.dice.random() < 0.05:
            await self._takes_back(case, who, before)

    async def second(self, case: Case, ticket: Json) -> None:
        """Confirm as a second officer that an answer is honest."""
        closer = ticket["closing"]["by"]["id"]
        others = [one for one in self._workers(ticket) if str(one) != closer]
        if not others:
            raise Nobody(ticket["unit"])
        await self.office.presses(case.dice.choice(others), case.number, f"sahkan:{case.number}")

    async def split(self, case: Case, ticket: Json) -> None:
        """Make two tickets of it: the second matter is another office's, and the same citizen's."""
        assert case.person is not None
        number = case.number
        who = self._somebody(case, ticket) if ticket.get("unit") else COORDINATOR
        unit = case.dice.choice([one for one in UNITS if one != case.unit])
        text, area = complaint(unit, case.dice)
        await self.office.explains_further(who, number, f"pecah:{number}", text)
        other = await self.office.split_off(number, case.parts)
        case.parts += 1
        case.person.tickets += 1
        place, begins = case.place * 10 + case.parts, self.town.clock.now()
        part = Case(10_000 + place, case.channel, unit, text, area, begins, random.Random(place), ignored=False)
        part.number, part.person = other, case.person
        self.born.append(part)


Act = Callable[[Life, Case, Json], Awaitable[None]]
_ACTS: Mapping[str, Act] = {
    **{
        name: getattr(Life, name)
        for name in (
            "verify", "dispose", "archive", "not_ours", "merge", "again", "claim", "give_back", "ask", "progress",
            "hold", "resume", "release", "hand_over", "accept", "decline", "first", "close", "second", "split",
        )
    },
    **{name: getattr(said, name) for name in ("answer", "confirm", "dispute", "withdraw", "link")},
}  # fmt: skip
_IF: Mapping[str, Callable[[Case], bool]] = {
    "split": lambda case: not case.confidential and case.parts < 1,
    "link": lambda case: case.channel in citizens.LINKED and case.person is not None and len(case.person.chats) == 1,
}
"""What is done in some cases only."""
_CHOICES: Mapping[str, Mapping[str, int]] = {
    "baru": {"verify": 82, "hold": 5, "archive": 3, "not_ours": 3, "merge": 4, "withdraw": 3, "split": 4, "link": 4},
    "terverifikasi": {"dispose": 90, "hold": 3, "archive": 2, "merge": 2, "withdraw": 3, "split": 3},
    "didisposisikan": {
        "claim": 80, "give_back": 6, "hold": 5, "first": 3, "withdraw": 3, "split": 2, "link": 4, "": 3,
    },
    "diproses": {
        "close": 38, "ask": 18, "progress": 14, "hold": 8, "release": 5, "hand_over": 7, "give_back": 4, "first": 3,
        "withdraw": 3, "split": 4, "link": 5,
    },
    "menunggu_pelapor": {"answer": 60, "resume": 8, "close": 5, "withdraw": 2, "": 25},
    "ditindaklanjuti": {"confirm": 45, "dispute": 18, "link": 4, "": 33},
    "disanggah": {"resume": 45, "close": 45, "ask": 10},
    "ditunda": {"resume": 20, "": 80},
    "selesai": {"": 90, "again": 4, "dispute": 6},
    "lewat": {"": 80, "confirm": 12, "dispute": 8},
}  # fmt: skip
"""What may happen in a status, and how often; "" is that nobody does anything this time."""
