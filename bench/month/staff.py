"""Who works in the offices of the month: they are entered by the coordinator, and some leave, go or come back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bench.month.place import FIRST_OFFICIAL, LEADS, LIAISON, WORKS, Colleague
from demo.stage import COORDINATOR

if TYPE_CHECKING:
    from bench.month.town import MonthTown

Json = dict[str, Any]
_AT_WORK = ["diproses", "menunggu_pelapor", "disanggah"]
_LATER = 500
"""Ids of those who come later begin so far behind those of the first."""
_PATIENCE_SECONDS = 60.0


class Staff:
    """The officials who may act now, in their groups."""

    def __init__(self, town: MonthTown, people: list[Colleague]) -> None:
        self._town = town
        self.people = people
        self._later = 0

    def of(self, unit: str, *roles: str) -> list[Colleague]:
        """List who is in a unit in some of the roles."""
        return [one for one in self.people if one.unit == unit and one.role in roles]

    def busiest(self) -> Colleague | None:
        """Give who holds most of what is worked on; None when nobody holds anything."""
        held: Counter[str] = Counter()
        wanted = {"_id": {"$gte": "ticket:", "$lt": "ticket;"}, "state.status": {"$in": _AT_WORK}}
        for lane in self._town.database["lanes"].find(wanted, {"state.holder": 1}):
            held[(lane["state"].get("holder") or {}).get("id", "")] += 1
        workers = [one for one in self.people if one.role in (LIAISON, WORKS)]
        most = max(workers, key=lambda one: (held[str(one.id)], -one.id), default=None)
        return most if most is not None and held[str(most.id)] else None

    async def register(self, one: Colleague) -> None:
        """Let the coordinator enter an official, who accepts the code of ethics."""
        people, group, telegram = self._town.telegram.people, self._town.stage.group_id, self._town.telegram
        sent = self._enter(one)

        def consent() -> Json | None:
            for message in reversed(telegram.messages(group, from_bot=True)):
                if message["message_id"] <= sent["message_id"]:
                    return None
                if f"setuju:{one.id}:" in str(message.get("reply_markup")):
                    return message
            return None

        asked = await telegram.wait_for(consent, _PATIENCE_SECONDS)
        button = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        query = people.press(one.id, asked["message_id"], data=button, chat_id=group)
        await telegram.wait_for(lambda: any(a["id"] == query for a in telegram.answers), _PATIENCE_SECONDS)

    def _enter(self, one: Colleague) -> Json:
        role = {LEADS: f" {LEADS}", LIAISON: f" {LIAISON}"}.get(one.role, "")
        words = f"/daftar {one.id} {one.unit}{role} {one.name}"
        return self._town.telegram.people.say(COORDINATOR, words, self._town.stage.group_id)

    def home(self, unit: str) -> int:
        """Give the chat in which a unit has its desk."""
        return self._town.chats.get(unit, self._town.stage.group_id)

    # --- those who go, and those who come -----------------------------------------------------------------------------

    def leaves(self, one: Colleague) -> None:
        """Let somebody leave the group of the own desk."""
        self._town.telegram.groups.leave(one.id, self.home(one.unit))
        self.people.remove(one)

    async def returns(self, one: Colleague) -> None:
        """Let who left come in again, which gives no right back, and be entered anew."""
        self._town.telegram.groups.join(one.id, self.home(one.unit))
        await self._town.settled()
        self._enter(one)
        self.people.append(one)

    def is_removed(self, one: Colleague) -> None:
        """Let the coordinator take somebody out."""
        self._town.telegram.people.say(COORDINATOR, f"/daftar hapus {one.id}", self._town.stage.group_id)
        self.people.remove(one)

    def moves(self, one: Colleague, unit: str) -> None:
        """Let the coordinator give somebody another unit."""
        there = replace(one, unit=unit)
        if self.home(unit) != self._town.stage.group_id:
            self._town.telegram.groups.join(one.id, self.home(unit))
        self._enter(there)
        self.people[self.people.index(one)] = there

    async def takes_over(self, gone: Colleague) -> None:
        """Bring in somebody new in the place of an official who is gone."""
        self._later += 1
        new = replace(gone, id=FIRST_OFFICIAL + _LATER + self._later, name=f"Petugas Baru {self._later}")
        self._town.telegram.people.add_user(new.id, new.name)
        for chat in dict.fromkeys((self._town.stage.group_id, self.home(new.unit))):
            self._town.telegram.groups.join(new.id, chat)
        await self.register(new)
        self.people.append(new)
