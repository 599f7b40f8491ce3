"""Bring many citizens at once to where each case begins, let each say its words, and look at what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from demo.stage import COORDINATOR
from simulator.control import Impossible
from tests.journeys.cast import LAMP
from tests.journeys.driver import Town
from tests.journeys.pictures import png
from tests.journeys.reading import NUMBER, Json, buttons_of, label_like, says, text_of
from tests.turns.cases import Case
from tests.turns.judge import Observed, Shown
from tests.turns.phones import Bubble, Phone, Phones

RUBBISH = "Sampah menumpuk su seminggu dekat Pasar Inpres Naikoten, tidak diangkut"
NO_PLACE = "Got mampet, airnya bau sekali, tolong dibersihkan"
QUESTION = "Nomor tiangnya berapa?"
DONE = "Lampu sudah kami ganti, silakan dicek."
PATIENCE_SECONDS = 120.0
OFFICERS = 12
_FIRST_OFFICER = 7200
_TELLING = 10
"""So many characters of a case's words tell whose a message without a ticket's number is."""
TWO = frozenset({"filed-2", "verdict-2"})
WORKED = frozenset({"question", "verdict", "verdict-2", "lapsed", "rating", "closed"})
FILED = WORKED | {"filed", "filed-2"}


@dataclass
class Player:
    """One case with its own citizen. ``problem`` says why it could not be brought to where it begins."""

    case: Case
    phone: Phone
    numbers: list[str] = field(default_factory=list)
    problem: str = ""
    officer: int = 0
    mark: int = 0
    before: dict[int, str] = field(default_factory=dict)
    draft: str = ""
    log: list[Bubble] = field(default_factory=list)
    """What was on the screen when it was looked at last, the oldest first."""

    @property
    def number(self) -> str:
        """Give the ticket that officials work on."""
        return self.numbers[0]

    @property
    def bubbles(self) -> list[Bubble]:
        """Give what the bot wrote, the oldest first."""
        return [one for one in self.log if not one.mine]

    @property
    def fresh_numbers(self) -> list[str]:
        """Give ticket numbers on the screen that are not known yet."""
        shown = [number for one in self.bubbles for number in NUMBER.findall(one.text)]
        return [number for number in shown if number not in self.numbers]

    @property
    def first_words(self) -> str:
        """Give what this citizen says first; empty where the case itself is the first."""
        if self.case.context == "none":
            return ""
        return NO_PLACE if self.case.context == "draft-noplace" else LAMP


class Scene:
    """One town in which cases are played side by side, in step: everybody acts, then all of it is waited for."""

    def __init__(self, town: Town, phones: Phones) -> None:
        """Take a town whose officers are registered, and what its citizens write with."""
        self.town = town
        self.phones = phones
        self.players: list[Player] = []
        self.officers: list[int] = []
        self._group_mark = 0

    async def hire(self, count: int) -> None:
        """Register more officers of the street lights' office, so that many tickets are worked at once."""
        town = self.town
        for user in range(_FIRST_OFFICER, _FIRST_OFFICER + count):
            town.people.add_user(user, "Petugas", str(user))
            town.standin.groups.join(user, town.group_id)
            town.people.say(COORDINATOR, f"/daftar {user} dishub Petugas {user}", town.group_id)
        await self.calm()
        for message in town.group():
            for user in range(_FIRST_OFFICER, _FIRST_OFFICER + count):
                if says(message, f"Petugas {user},") and label_like(message, "setuju"):
                    town.people.press(user, message["message_id"], "setuju", chat_id=town.group_id)
        await self.calm()
        self.officers = list(range(_FIRST_OFFICER, _FIRST_OFFICER + count))

    async def calm(self) -> None:
        """Wait until nothing is on its way, in a crowd and on a busy machine."""
        standin, front = self.town.standin, self.town.front
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                before = (standin.journal.count, len(front.answers), self.phones.seen())
                await self.phones.idle(PATIENCE_SECONDS)
                await standin.webhook.idle(PATIENCE_SECONDS)
                for runtime in self.town.runtimes:
                    await runtime.engine.settle(PATIENCE_SECONDS)
                busy = any(runtime.engine.busy() for runtime in self.town.runtimes)
                if not busy and before == (standin.journal.count, len(front.answers), self.phones.seen()):
                    break
        for player in self.players:
            player.log = await player.phone.log()

    # --- to where the cases begin ---------------------------------------------------------------------------------

    def enter(self, cases: Sequence[Case]) -> list[Player]:
        """Bring in a citizen for each case."""
        self.players = [Player(case, self.phones.new(place)) for place, case in enumerate(cases)]
        return self.players

    async def prepare(self, players: list[Player]) -> None:
        """Play what comes before each case, by real conversation and officials' acts."""
        begun = [player for player in players if player.first_words]
        await self._each(begun, lambda one: one.phone.says(one.first_words))
        filed = _in(players, FILED)
        await self._file(filed)
        second = _in(filed, TWO)
        await self._each(second, lambda one: one.phone.says(RUBBISH))
        await self._file(second)
        worked = _in(players, WORKED)
        if worked:
            await self._work(worked)
        lapsed = _in(players, {"lapsed"})
        if lapsed:
            await self._pass_time()
            await self._each(lapsed, lambda one: self._newest(one, "Belum beres"))
        confirmed = _in(players, {"rating", "closed"})
        await self._each(confirmed, lambda one: self._press(one, "Sudah beres"))
        await self._each(_in(players, {"closed"}), lambda one: one.phone.says("5"))
        for player in players:
            self._check(player)

    async def _each(self, players: Sequence[Player], act: Callable[[Player], Any]) -> None:
        """Let everybody act who is still in play, and wait for what comes of it."""
        for player in players:
            if not player.problem:
                try:
                    act(player)
                except (Impossible, AssertionError) as reason:
                    player.problem = f"{reason}; last seen: {[one.text for one in player.bubbles[-1:]]}"
        if players:
            await self.calm()

    async def _file(self, players: list[Player]) -> None:
        """Send what is drafted; a form has sent it already."""
        for label in ("Kirim", "Anonim"):
            drafted = [player for player in players if not player.fresh_numbers]
            await self._each(drafted, partial(self._press, label=label))
        for player in players:
            if player.fresh_numbers:
                player.numbers.append(player.fresh_numbers[0])
            elif not player.problem:
                player.problem = f"no ticket number; last seen: {[one.text for one in player.bubbles[-1:]]}"

    def _newest(self, player: Player, label: str) -> tuple[Bubble, str]:
        """Give the newest message with a button that contains this, and the button's whole label."""
        offered = ((one, full) for one in reversed(player.bubbles) for full in one.buttons)
        found = next(((one, full) for one, full in offered if label.lower() in full.lower()), None)
        assert found is not None, f"no button {label!r}"
        return found

    def _press(self, player: Player, label: str) -> None:
        player.phone.presses(*self._newest(player, label))

    def _check(self, player: Player) -> None:
        """See that a verdict is asked about with a photo, and that a question is there."""
        wanted = {"question": QUESTION, "verdict": DONE, "verdict-2": DONE}.get(player.case.context, "")
        if wanted and not player.problem and not any(wanted in one.text for one in player.bubbles):
            player.problem = f"the official's words {wanted!r} did not come"

    # --- the officials ------------------------------------------------------------------------------------------------

    async def _work(self, players: list[Player]) -> None:
        for place, player in enumerate(players):
            player.officer = self.officers[place % len(self.officers)]
        for label in ("Verifikasi", "Disposisi", "Dishub"):
            await self._tap(players, label, by=lambda _one: COORDINATOR)
        await self._tap(players, "Ambil", by=lambda one: one.officer)
        for place in range(0, len(players), len(self.officers)):
            await self._explain(players[place : place + len(self.officers)])

    async def _explain(self, players: list[Player]) -> None:
        """Let each officer ask about, or close, one ticket."""
        before = self.town.last_in_group()
        asked = _in(players, {"question"})
        await self._tap(asked, "Tanya", by=lambda one: one.officer)
        await self._tap([one for one in players if one not in asked], "Selesai", by=lambda one: one.officer)
        prompts = [message for message in self.town.group() if message["message_id"] > before]
        await self._each(players, lambda one: self._answer(one, prompts))

    def _answer(self, player: Player, prompts: list[Json]) -> None:
        prompt = next((one for one in prompts if says(one, player.number, f"Petugas {player.officer},")), None)
        assert prompt is not None, f"no prompt about {player.number}"
        people, group = self.town.people, self.town.group_id
        thread, reply = prompt.get("message_thread_id"), prompt["message_id"]
        if player.case.context == "question":
            people.say(player.officer, QUESTION, group, thread, reply)
        else:
            people.send_photo(player.officer, png(player.phone.seed % 250), DONE, group, thread, reply)

    async def _tap(self, players: Sequence[Player], label: str, *, by: Callable[[Player], int]) -> None:
        """Let officials press a button on the card of each ticket."""
        cards = self._cards(label)

        def tap(player: Player) -> None:
            card = cards.get(player.number)
            assert card is not None, f"no card of {player.number} offers {label!r}"
            whole = label_like(card, label)
            self.town.people.press(by(player), card["message_id"], whole, chat_id=self.town.group_id)

        await self._each(players, tap)

    def _cards(self, label: str) -> dict[str, Json]:
        """Give the newest message of each ticket in the group that offers a button."""
        found: dict[str, Json] = {}
        for message in self.town.group():
            number = NUMBER.search(text_of(message).partition("\n")[0])
            if number and label_like(message, label):
                found[number[0]] = message
        return found

    async def _pass_time(self) -> None:
        """Let the limit of silence pass."""
        for days in (13, 3):
            await self.calm()
            self.town.clock.move(days=days)
            for runtime in self.town.runtimes:
                await runtime.engine.sweeps.timers()
            await self.calm()

    # --- the case itself ----------------------------------------------------------------------------------------------

    async def play(self, players: list[Player]) -> list[Observed]:
        """Let everybody say the words of the case, and give what each could see afterwards."""
        self._group_mark = self.town.last_in_group()
        for player in players:
            player.mark = max((one.id for one in player.bubbles), default=0)
            player.before = {one.id: one.text for one in player.bubbles}
            player.draft = player.before.get(player.mark, "") if player.case.context not in FILED | {"none"} else ""
        await self._each(players, self._speak)
        await self._soon()
        return [self._observe(player) for player in players]

    async def _soon(self) -> None:
        """Let pass what waits for a moment only, such as the end of an album."""
        self.town.clock.move(seconds=2)
        for runtime in self.town.runtimes:
            await runtime.engine.sweeps.timers()
        await self.calm()

    def _speak(self, player: Player) -> None:
        case, words = player.case, player.case.words
        for place, number in enumerate(player.numbers, 1):
            words = words.replace(f"{{{place}}}", number)
        if case.attached == "balas":
            player.phone.says(words, reply_to=player.mark)
        elif case.attached:
            player.phone.sends(case.attached, words)
        else:
            player.phone.says(words)

    def _observe(self, player: Player) -> Observed:
        changed = [one for one in player.bubbles if player.before.get(one.id, "") != one.text]
        fresh = [one for one in changed if one.id > player.mark]
        edited = [one for one in changed if one.id <= player.mark]
        group = [message for message in self.town.group() if message["message_id"] > self._group_mark]
        own = [message for message in group if _is_about(message, player)]
        return Observed(
            tuple(Shown(one.text, one.buttons) for one in [*fresh, *edited]),
            tuple(_shown(message) for message in own),
            tuple(player.numbers),
            player.draft,
            player.first_words,
        )

    def dialogue(self, player: Player, *, whole: bool) -> str:
        """Write the conversation of one case and the group's side, from the last message before its words or whole."""
        lines = [f"# {player.case.context}: {player.case.says}"]
        for one in player.log:
            fresh = one.id > player.mark
            if whole or fresh or one.id == player.mark:
                who = "Warga" if one.mine else "KANAL >>" if fresh else "Kanal"
                lines.append(_worded(who, one.kind, one.text, one.buttons))
        for message in self.town.group():
            fresh = message["message_id"] > self._group_mark
            if (whole or fresh) and _is_about(message, player):
                shown = _shown(message)
                lines.append(_worded("GROUP >>" if fresh else "Group", "", shown.text, shown.buttons))
        return "\n".join(lines)


def _in(players: Sequence[Player], contexts: frozenset[str] | set[str]) -> list[Player]:
    return [player for player in players if player.case.context in contexts]


def _is_about(message: Json, player: Player) -> bool:
    """Say whether a message of the group is this citizen's: by the ticket's number, else by the citizen's words."""
    text = text_of(message)
    if NUMBER.search(text):
        return any(number in text for number in player.numbers)
    return len(player.case.words) >= _TELLING and player.case.words.casefold() in text.casefold()


def _shown(message: Json) -> Shown:
    return Shown(text_of(message), tuple(buttons_of(message)))


def _worded(who: str, kind: str, words: str, buttons: Sequence[str]) -> str:
    text = " ".join([*([f"[{kind}]"] if kind not in ("", "text") else []), words]).replace("\n", "\n         | ")
    return f"{who:>8} | {text}" + (f"\n         | {list(buttons)}" if buttons else "")


def patient_city(town: Town) -> None:
    """Lift the limits that many cases in one minute would meet, which are no part of what is measured."""
    city = town.city
    town.city = replace(city, limits=replace(city.limits, flood_messages_per_minute=1000, flood_tickets_per_day=1000))
