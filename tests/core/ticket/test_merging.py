"""Merging two tickets that say the same, taking them apart again, and that every order of events comes to the same."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import pytest
from msgspec import structs

from core.ticket.number import format_number
from core.ticket.state import Follower, TicketState, load
from core.vocabulary.citizen import ChangePrivacy, EvidenceArrived, Opened, Replied, Update, Withdrawn
from core.vocabulary.effects import Tell
from core.vocabulary.events import Body, Event
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.near import Follow, FollowedBy, FollowerUpdate, Released
from core.vocabulary.officials import Act, Relay, Verdict
from core.vocabulary.steps import Moment
from core.vocabulary.ticket import Action, Official
from tests.core.ticket.lane import ADMIN, COORDINATOR, DISHUB, MONDAY, NUMBER, OTHER, PHOTO, filing, steps, texts

A, B, C = NUMBER, OTHER, format_number("KPG", 2026, 3)
ANNA, BENY, CLARA, FAN = "person:anna", "person:beny", "person:clara", "person:fan"
REPORTERS = {A: ANNA, B: BENY, C: CLARA}


class Desk:
    """Several tickets that tell each other, as the engine would pass it on: each event once or twice, in order."""

    def __init__(self, *, twice: bool = False, **changes: Any) -> None:
        self.states: dict[str, Any] = {}
        self.told: list[Tell] = []
        self.twice = twice
        self._count = 0
        for number, reporter in REPORTERS.items():
            self.happens(number, Opened(number, filing(reporter=reporter, **changes)))

    def __getitem__(self, number: str) -> TicketState:
        found = load(self.states[ticket_lane(number)])
        assert found is not None
        return found

    def happens(self, number: str, body: Body, *, passed_on: bool = True) -> list[Tell]:
        """Step one event and pass on what tickets tell tickets; give what the event itself told."""
        told = self._step(ticket_lane(number), body)
        if passed_on:
            self.pass_on(told)
        return told

    def pass_on(self, told: list[Tell]) -> None:
        """Let what tickets tell tickets arrive."""
        for tell in told:
            if tell.lane in self.states:
                for _ in range(2 if self.twice else 1):
                    self.happens(tell.lane.partition(":")[2], tell.command)

    def _step(self, lane: str, body: Body) -> list[Tell]:
        self._count += 1
        event = Event(f"e{self._count}", lane, MONDAY, body)
        documents = {name: self.states.get(name) for name in steps().reads(event)}
        outcome = steps().step(self.states.get(lane), event, Moment(MONDAY, lane=lane, documents=documents))
        self.states[lane] = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        told = [effect for effect in outcome.effects if isinstance(effect, Tell)]
        self.told += told
        return told

    def does(self, number: str, action: Action, by: Official = COORDINATOR, **more: Any) -> str:
        """Let an official act; give the sentence of the verdict."""
        verdicts = [t.command for t in self.happens(number, Act(action, by, **more)) if isinstance(t.command, Verdict)]
        return texts().say(verdicts[-1].key, "id", **verdicts[-1].values)

    def merges(self, number: str, other: str, **more: Any) -> str:
        """Merge a ticket into another."""
        return self.does(number, "duplikat", other=other, **more)

    def news_of(self, person: str) -> list[tuple[str, str, str]]:
        """List what a person heard as a follower."""
        updates = [t.command for t in self.told if t.lane == person and isinstance(t.command, FollowerUpdate)]
        return [(one.number, one.kind, one.status) for one in updates]

    def updates_of(self, person: str) -> list[str]:
        """List what a person heard as a reporter."""
        return [t.command.kind for t in self.told if t.lane == person and isinstance(t.command, Update)]


@pytest.mark.parametrize("twice", [False, True])
def test_every_reporter_hears(twice: bool) -> None:
    """The reporter of a merged ticket follows the other one: its news, its status, and nobody's words."""
    desk = Desk(twice=twice)
    assert "Digabung. Pelapor diberi tahu, dan mendapat kabar tiket itu." == desk.merges(A, B)
    assert ("duplikat", B, "baru") == (desk[A].status, desk[A].duplicate_of, desk[A].before)
    assert (Follower(ANNA, A),) == desk[B].followers
    assert [f"Gabungan: {A} masalahnya sama; pelapornya ikut mendapat kabar."] == list(desk[B].notes)
    desk.does(B, "verifikasi")
    desk.does(B, "disposisi", unit="dishub")
    desk.does(B, "ambil", DISHUB)
    desk.does(B, "selesai", DISHUB, text="Sudah, Ibu Beny", evidence=(PHOTO,))
    news = [(B, "known", "baru"), *((B, "news", s) for s in ("terverifikasi", "didisposisikan", "diproses"))]
    assert [*news, (B, "news", "ditindaklanjuti")] == desk.news_of(ANNA)
    assert ["filed", "duplicate"] == desk.updates_of(ANNA)
    assert [] == desk.news_of(BENY)


@pytest.mark.parametrize("twice", [False, True])
def test_unmerging_gives_everything_back(twice: bool) -> None:
    """A ticket that was merged by mistake stands where it stood, with a date; its reporter hears of it alone."""
    desk = Desk(twice=twice)
    desk.does(A, "verifikasi")
    desk.merges(A, B)
    assert "Dilepas dari gabungan. Status sekarang: terverifikasi. Pelapor diberi tahu." == desk.does(A, "gabung_lepas")
    assert ("terverifikasi", "", "verifikasi") == (desk[A].status, desk[A].duplicate_of, desk[A].due_kind)
    assert desk[A].due_at is not None
    assert () == desk[B].followers
    desk.does(B, "verifikasi")
    assert [(B, "known", "baru"), (B, "gone", "")] == desk.news_of(ANNA)
    assert ["filed", "verified", "duplicate", "unmerged"] == desk.updates_of(ANNA)


def test_who_may_unmerge() -> None:
    """Only the coordinating office or an admin; what is not merged cannot be taken apart."""
    desk = Desk()
    assert "Tidak bisa" in desk.does(A, "gabung_lepas")
    desk.merges(A, B)
    assert desk.does(A, "gabung_lepas", DISHUB).startswith("Hanya petugas")
    assert "Dilepas" in desk.does(A, "gabung_lepas", ADMIN)


def test_followers_come_along() -> None:
    """Who follows the merged ticket follows the other one from then on, and is let go of with it."""
    desk = Desk()
    desk.happens(A, Follow(FAN, "chat:x"))
    desk.merges(A, B)
    assert {Follower(ANNA, A), Follower(FAN, A)} == set(desk[B].followers)
    assert [(A, "news", "duplikat"), (B, "known", "baru")] == desk.news_of(FAN)
    desk.does(A, "gabung_lepas")
    assert [(B, "gone", ""), (A, "news", "baru")] == sorted(desk.news_of(FAN)[2:], reverse=True)


def test_who_follows_by_an_own_wish_stays() -> None:
    """A wish of one's own is not undone by a merge that is."""
    desk = Desk()
    desk.happens(B, Follow(ANNA, "chat:x"))
    desk.merges(A, B)
    desk.does(A, "gabung_lepas")
    assert (Follower(ANNA),) == desk[B].followers
    assert [] == desk.news_of(ANNA)


@pytest.mark.parametrize("twice", [False, True])
def test_chains(twice: bool) -> None:
    """What is merged into a ticket goes along when that is merged on, and leaves alone what is taken out again."""
    desk = Desk(twice=twice)
    desk.merges(A, B)
    desk.merges(B, C)
    assert {Follower(BENY, B), Follower(ANNA, B)} == set(desk[C].followers)
    desk.does(A, "gabung_lepas")
    assert (Follower(BENY, B),) == desk[C].followers
    desk.does(B, "gabung_lepas")
    assert () == desk[C].followers


def test_refusals() -> None:
    """Into itself, into nothing, into what is merged itself: each is refused with what to do instead."""
    desk = Desk()
    desk.merges(B, C)
    said = [desk.merges(A, A), desk.merges(A, format_number("KPG", 2026, 99)), desk.merges(A, B), desk.merges(A, "")]
    assert ["duplikat dirinya sendiri", "tidak ditemukan", f"Gabungkan ke {C}", "nomor tiket yang pertama"] == [
        next(part for part in (hint,) if part in sentence)
        for hint, sentence in zip(
            ("duplikat dirinya sendiri", "tidak ditemukan", f"Gabungkan ke {C}", "nomor tiket yang pertama"),
            said,
            strict=True,
        )
    ]
    assert "baru" == desk[A].status


def test_confidential_ones_are_never_merged() -> None:
    """Neither way, however much an official insists: what is the same would tell what it says."""
    desk = Desk()
    desk.happens(B, ChangePrivacy("rahasia"))
    assert "rahasia" in desk.merges(A, B, sure=True)
    assert "rahasia" in desk.merges(B, A, sure=True)
    assert ("baru", "baru") == (desk[A].status, desk[B].status)


UNLIKELY: dict[str, tuple[Callable[[Desk], object], str]] = {
    "another kind": (lambda desk: desk.does(B, "verifikasi", category="sampah"), "Sepertinya bukan masalah yang sama"),
    "ended": (lambda desk: desk.happens(B, Withdrawn()), "hanya akan dapat kabar kalau dibuka lagi"),
}


@pytest.mark.parametrize(("before", "expected"), UNLIKELY.values(), ids=UNLIKELY)
def test_an_unlikely_merge_asks_again(before: Callable[[Desk], object], expected: str) -> None:
    """What looks like two matters, or is over, is merged only when the official insists."""
    desk = Desk()
    before(desk)
    assert expected in desk.merges(A, B)
    assert "baru" == desk[A].status
    assert "Digabung" in desk.merges(A, B, sure=True)


def test_the_reporter_of_the_other_takes_it_back() -> None:
    """Merged tickets do not go down with one that its reporter withdraws: each stands by itself again."""
    desk = Desk()
    desk.happens(C, Follow(FAN, "chat:x"))
    desk.merges(A, C)
    desk.happens(C, Withdrawn("sudah tidak perlu"))
    assert ("ditarik", "baru", "") == (desk[C].status, desk[A].status, desk[A].duplicate_of)
    assert ["filed", "duplicate", "unmerged"] == desk.updates_of(ANNA)
    assert (C, "news", "ditarik") in desk.news_of(FAN)


def test_a_release_that_comes_late_changes_nothing() -> None:
    """Who is merged into another one by now is not let go of by the former."""
    desk = Desk()
    desk.merges(A, B)
    assert [] == desk.happens(A, Released(C))
    assert B == desk[A].duplicate_of
    desk.does(A, "gabung_lepas")
    assert [] == desk.happens(A, Released(B))


@pytest.mark.parametrize("order", list(itertools.permutations((A, B))))
def test_two_that_are_merged_into_each_other(order: tuple[str, ...]) -> None:
    """Two officials at one moment: the older ticket stands by itself again, the younger one stays merged into it."""
    desk = Desk()
    acts = [(A, Act("duplikat", COORDINATOR, other=B)), (B, Act("duplikat", ADMIN, other=A))]
    before = dict(desk.states)
    told = []
    for number, act in acts:  # each sees the other as it was before
        desk.states, mine = dict(before), dict(desk.states)
        told.append(desk.happens(number, act, passed_on=False))
        desk.states = {**mine, ticket_lane(number): desk.states[ticket_lane(number)]}
    waiting = {A: told[0], B: told[1]}
    while sender := next((number for number in order if waiting[number]), None):  # what one lane tells stays in order
        tell, *waiting[sender] = waiting[sender]
        if tell.lane in desk.states:
            number = tell.lane.partition(":")[2]
            waiting[number] += desk.happens(number, tell.command, passed_on=False)
    assert (("baru", ""), ("duplikat", A)) == tuple((desk[one].status, desk[one].duplicate_of) for one in (A, B))
    assert (Follower(BENY, B),) == desk[A].followers
    assert () == desk[B].followers


def test_nothing_of_the_merged_words_goes_over() -> None:
    """The other ticket gets numbers and persons' lanes alone; its card counts who follows."""
    desk = Desk(text="Lampu mati di rumah Bapak Yohanes")
    told = desk.happens(A, Act("duplikat", COORDINATOR, other=B))
    (command,) = [tell.command for tell in told if isinstance(tell.command, FollowedBy)]
    assert FollowedBy(A, (ANNA,)) == command


def test_the_other_way_round_is_refused_as_done() -> None:
    """A ticket is not to be merged into itself because the other one was merged into it."""
    desk = Desk()
    desk.merges(B, A)
    assert f"{B} sudah digabung ke tiket ini; tidak ada yang perlu digabungkan lagi." == desk.merges(A, B)
    assert "baru" == desk[A].status


# --- words of who was merged ------------------------------------------------------------------------------------------


def relays_of(desk: Desk, number: str) -> list[Relay]:
    """List what the officials were shown under a ticket."""
    return [t.command for t in desk.told if isinstance(t.command, Relay) and t.command.number == number]


def test_words_to_a_merged_ticket_arrive_where_it_is_worked_on() -> None:
    """What the reporter says to the ticket that has ended is shown under the other one, redacted, with the files."""
    desk = Desk()
    desk.merges(B, A)
    file = structs.replace(PHOTO, ref="later", media="")
    desk.happens(B, Replied("Masih gelap, telepon 081234567890", evidence=(PHOTO, file)))
    (shown,) = relays_of(desk, A)
    assert ("addition", (PHOTO.ref,)) == (shown.kind, tuple(one.ref for one in shown.evidence))
    assert f"Kata pelapor {B}, yang digabung ke sini:\nMasih gelap" in shown.text
    assert "081234567890" not in shown.text
    desk.happens(B, EvidenceArrived("later", "m2", "image/jpeg"))
    assert ["later"] == [one.ref for one in relays_of(desk, A)[-1].evidence]
    assert [] == relays_of(desk, C)


def test_words_follow_every_merge() -> None:
    """Of tickets merged into one another the last one shows them, and those between show nothing."""
    desk = Desk()
    desk.merges(B, A)
    desk.merges(A, C)
    desk.happens(B, Replied("Masih gelap"))
    assert (1, 0) == (len(relays_of(desk, C)), len(relays_of(desk, A)))


def test_words_of_a_merged_reporter_are_no_silence() -> None:
    """While the city waits for a verdict the time of silence begins anew, as for the reporter's own words."""
    desk = Desk()
    desk.merges(B, A)
    desk.does(A, "verifikasi")
    desk.does(A, "disposisi", unit="dishub")
    desk.does(A, "ambil", DISHUB)
    desk.does(A, "selesai", DISHUB, text="Sudah", evidence=(PHOTO,))
    assert "ditindaklanjuti" == desk[A].status
    before = desk[A].spoke_at
    desk.happens(B, Replied("Masih gelap"))
    assert (None, MONDAY) == (before, desk[A].spoke_at)


def test_what_is_confidential_by_now_stays_with_its_ticket() -> None:
    """Who makes a merged report confidential says nothing under another one any more; so does a ticket by itself."""
    desk = Desk()
    desk.merges(B, A)
    desk.happens(B, ChangePrivacy("rahasia"))
    desk.happens(B, Replied("Masih gelap"))
    desk.happens(C, Replied("Di sini juga"))
    assert [] == relays_of(desk, A)
