"""Several chats of one person: how they are linked, what each then shows, and what is left when they part."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.person.codes import CODE_KEY, START, find_code
from core.vocabulary.citizen import Confirmed
from core.vocabulary.effects import Withdraw
from core.vocabulary.events import Blocked, Person
from core.vocabulary.lane_names import person_lane
from core.vocabulary.linking import PageLinkChanged, TakeBack
from core.vocabulary.results import Undelivered
from tests.bots.citizen.linked_town import SMS, STRANGER, TELEGRAM, WHATSAPP, LinkedTown

OTHER = "Sampah tidak diangkut seminggu di Pasar Oeba"


@pytest.fixture
def town() -> LinkedTown:
    """Give a city where nobody has written yet."""
    return LinkedTown()


# --- both sides agree -------------------------------------------------------------------------------------------------


def test_two_chats_become_one_persons(town: LinkedTown) -> None:
    """A code from one chat, typed in the other and agreed to in both, shows the reports of both in each."""
    first, second = town.files(SMS), town.files(WHATSAPP, OTHER)
    code = town.code(SMS)
    assert "dari obrolan lewat SMS" in town.writes_in(WHATSAPP, f"tautkan {code.lower()}")
    assert ["Ya, tautkan", "Tidak"] == [one.label for one in town.messages(WHATSAPP)[-1].choices]
    town.chooses(WHATSAPP, "Ya, tautkan")
    assert "obrolan lewat WhatsApp" in town.messages(SMS)[-1].text
    assert {first} == set(town.numbers(SMS))
    town.chooses(SMS, "Ya, tautkan")
    assert "Tertaut dengan obrolan Anda lewat WhatsApp" in town.messages(SMS)[-1].text
    assert "Tertaut dengan obrolan Anda lewat SMS" in town.messages(WHATSAPP)[-1].text
    assert [{first, second}] * 2 == [set(town.numbers(chat)) for chat in (SMS, WHATSAPP)]


@pytest.mark.parametrize("refuses", [WHATSAPP, SMS])
def test_one_no_is_enough(town: LinkedTown, refuses: str) -> None:
    """Whoever says no ends it: nothing is shown in either chat, and the code is used up."""
    first = town.files(SMS)
    code = town.code(SMS)
    town.writes_in(WHATSAPP, f"tautkan {code}")
    if refuses == SMS:
        town.chooses(WHATSAPP, "Ya, tautkan")
    town.chooses(refuses, "Tidak")
    assert ([first], []) == (town.numbers(SMS), town.numbers(WHATSAPP))
    assert "tidak berlaku" in town.writes_in(STRANGER, f"tautkan {code}")


def test_a_code_alone_shows_nothing(town: LinkedTown) -> None:
    """Before both agreed the chat that typed a code learns nothing of the other's reports, not even that there are."""
    number = town.files(SMS)
    shown = town.writes_in(STRANGER, f"tautkan {town.code(SMS)}")
    shown += town.chooses(STRANGER, "Ya, tautkan")
    assert number not in shown + town.writes_in(STRANGER, "status") + town.writes_in(STRANGER, number)


def test_a_code_opens_once_and_for_ten_minutes(town: LinkedTown) -> None:
    """A code that was typed, replaced by a newer one, mistyped or too old opens nothing, and all sound alike."""
    used = town.code(SMS)
    town.writes_in(WHATSAPP, f"tautkan {used}")
    town.chooses(WHATSAPP, "Tidak")
    old = town.code(SMS)
    town.now += timedelta(minutes=10)
    said = {town.writes_in(TELEGRAM, f"tautkan {code}") for code in (used, old, "ABCD-EFG2")}
    assert 1 == len(said)
    assert "tidak berlaku" in said.pop()
    assert "dibuat di obrolan ini" in town.writes_in(SMS, f"tautkan {town.code(SMS)}")


def test_a_code_typed_again_is_asked_about_again(town: LinkedTown) -> None:
    """Who missed the question and types the code a second time is asked again, and can still agree."""
    first, code = town.files(SMS), town.code(SMS)
    town.writes_in(WHATSAPP, f"tautkan {code}")
    assert "dari obrolan lewat SMS" in town.writes_in(WHATSAPP, f"tautkan {code}")
    town.chooses(WHATSAPP, "Ya, tautkan")
    town.chooses(SMS, "Ya, tautkan")
    assert [first] == town.numbers(WHATSAPP)


def test_a_replaced_code_is_declined(town: LinkedTown) -> None:
    """Who got a newer code agrees to nothing by the one before."""
    old = town.code(SMS)
    town.code(SMS)
    town.writes_in(WHATSAPP, f"tautkan {old}")
    assert "tidak disetujui" in town.chooses(WHATSAPP, "Ya, tautkan")


def test_guessing_ends_soon(town: LinkedTown) -> None:
    """Five wrong codes in an hour are looked up, a sixth is not, even when it is right; later it is again."""
    for code in ("AAAA-AAA2", "BBBB-BBB2", "CCCC-CCC2", "DDDD-DDD2", "EEEE-EEE2"):
        assert "tidak berlaku" in town.writes_in(STRANGER, f"tautkan {code}")
    right = town.code(SMS)
    assert "Terlalu banyak" in town.writes_in(STRANGER, f"tautkan {right}")
    town.now += timedelta(hours=1)
    assert "dari obrolan lewat SMS" in town.writes_in(STRANGER, f"tautkan {town.code(SMS)}")


def test_codes_are_asked_for_five_times_a_day(town: LinkedTown) -> None:
    """A sixth code in a day is not made."""
    assert 5 == len({town.code(SMS) for _ in range(5)})
    assert "Hari ini sudah cukup" in town.writes_in(SMS, "tautkan")


def test_codes_are_kept_as_digests(town: LinkedTown) -> None:
    """No document of any lane holds a code, nor any command between lanes."""
    code = town.code(SMS)
    town.writes_in(WHATSAPP, f"tautkan {code}")
    kept = f"{town.states} {town.told}"
    assert [False, False] == [form in kept.upper() for form in (code, code.replace("-", ""))]


def test_what_is_too_late(town: LinkedTown) -> None:
    """An hour after the code nobody's yes links anything."""
    number = town.files(SMS)
    town.writes_in(WHATSAPP, f"tautkan {town.code(SMS)}")
    town.chooses(WHATSAPP, "Ya, tautkan")
    town.now += timedelta(hours=1)
    assert "sudah lewat" in town.chooses(SMS, "Ya, tautkan")
    assert ([], [number]) == (town.numbers(WHATSAPP), town.numbers(SMS))


@pytest.mark.parametrize(
    "text", ["/tautkan {code}", "TAUTKAN {code}", "link {code}", "/start k_{code}", "tautkan {bare}"]
)
def test_ways_to_type_it(town: LinkedTown, text: str) -> None:
    """A code comes after the word in capitals or not, with or without its dash, or along with a link."""
    code = town.code(SMS)
    assert "dari obrolan lewat SMS" in town.writes_in(WHATSAPP, text.format(code=code, bare=code.replace("-", "")))


def test_a_code_alone_counts_where_it_is_awaited(town: LinkedTown) -> None:
    """After the word for linking the code may come by itself; without it eight letters are words like others."""
    code = town.code(SMS)
    town.writes_in(WHATSAPP, "tautkan")
    assert "dari obrolan lewat SMS" in town.writes_in(WHATSAPP, code)
    assert "obrolan lewat" not in town.writes_in(TELEGRAM, town.code(SMS))


# --- a shared phone, and more than two --------------------------------------------------------------------------------


def test_a_shared_phone_gives_nobody_the_others_reports(town: LinkedTown) -> None:
    """Who shares a phone that is linked with somebody's chat links no chat of their own to it in secret."""
    hers = town.files(TELEGRAM)
    town.links(TELEGRAM, SMS)
    code = town.code(SMS)
    town.writes_in(STRANGER, f"tautkan {code}")
    town.chooses(STRANGER, "Ya, tautkan")
    town.chooses(SMS, "Ya, tautkan")
    assert [] == town.numbers(STRANGER)
    assert "obrolan lewat Telegram" in town.messages(TELEGRAM)[-1].text
    town.chooses(TELEGRAM, "Tidak")
    assert ([], [hers]) == (town.numbers(STRANGER), town.numbers(TELEGRAM))
    assert "sudah tertaut" in town.writes_in(SMS, f"tautkan {town.code(STRANGER)}")


def test_a_third_chat_joins_when_both_others_agree(town: LinkedTown) -> None:
    """A third chat shows what the two have, and they what it has."""
    numbers = {town.files(SMS), town.files(TELEGRAM, OTHER), town.files(WHATSAPP, "Got mampet di Kelurahan Oebobo")}
    town.links(SMS, WHATSAPP)
    town.links(WHATSAPP, TELEGRAM)
    assert 1 == len(set(town.numbers(TELEGRAM)))
    town.chooses(SMS, "Ya, tautkan")
    assert [numbers] * 3 == [set(town.numbers(chat)) for chat in (SMS, WHATSAPP, TELEGRAM)]


# --- news -------------------------------------------------------------------------------------------------------------


def test_news_goes_to_the_chat_used_last(town: LinkedTown) -> None:
    """One chat alone is told, the one written in last, wherever the report was filed; the other knows the status."""
    first, second = town.files(SMS), town.files(WHATSAPP, OTHER)
    town.links(SMS, WHATSAPP)
    for last in (SMS, WHATSAPP):
        town.writes_in(last, "terima kasih")
        for number in (first, second):
            assert [last] == town.pushes(number)
    town.pushes(first, "answered", "Lampu sudah diganti.", status="ditindaklanjuti")
    assert ["ditindaklanjuti"] * 2 == [town.chat(chat).ticket(first).status for chat in (SMS, WHATSAPP)]  # type: ignore[union-attr]


def test_a_report_filed_later_is_known_in_both(town: LinkedTown) -> None:
    """Its number is told where it was filed, and the other chat knows it with its words, without saying anything."""
    town.links(SMS, WHATSAPP)
    before = len(town.messages(WHATSAPP))
    number = town.files(SMS)
    assert before == len(town.messages(WHATSAPP))
    known = town.chat(WHATSAPP).ticket(number)
    assert known is not None
    assert (True, 0) == ("Lampu" in known.about, known.serial)


def test_it_can_be_answered_in_either(town: LinkedTown) -> None:
    """A question that was shown in one chat is answered in the other, and a verdict is given there."""
    number = town.files(SMS)
    town.links(SMS, WHATSAPP)
    assert [WHATSAPP] == town.pushes(number, "question", "Tiang nomor berapa?", status="menunggu_pelapor")
    assert "diteruskan" in town.writes_in(SMS, "Tiang nomor 12")
    assert [SMS] == town.pushes(number, "answered", "Lampu sudah diganti.", status="ditindaklanjuti")
    town.writes_in(WHATSAPP, "sudah beres, terima kasih")
    confirmed = [tell.command for tell in town.told if isinstance(tell.command, Confirmed)]
    assert [person_lane(WHATSAPP)] == [one.person for one in confirmed]


def test_a_stopped_chat_is_passed_over(town: LinkedTown) -> None:
    """While the chat used last is stopped the other one is told."""
    number = town.files(SMS)
    town.links(SMS, WHATSAPP)
    town.happens(WHATSAPP, Blocked(Person("6281239990022")))
    assert [SMS] == town.pushes(number)


def test_what_waits_too_long_is_told_in_the_other_chat(town: LinkedTown) -> None:
    """What waits behind a window is taken back there, and then told once in the other chat, with its number."""
    number = town.files(SMS)
    town.links(SMS, WHATSAPP)
    assert [WHATSAPP] == town.pushes(number)
    cause = town.chat(WHATSAPP).ticket(number).causes[-1]  # type: ignore[union-attr]
    town.happens(WHATSAPP, Undelivered(f"{cause}:0", number, "window"))
    assert [TakeBack(number)] == [tell.command for tell in town.told if isinstance(tell.command, TakeBack)]
    before = len(town.shown)
    town.happens(WHATSAPP, Undelivered(f"{cause}:0", number, "rejected"))
    (shown,) = town.shown[before:]
    assert (SMS, True) == (shown.lane, number in shown.message.text)
    assert number not in town.writes_in(WHATSAPP, "halo")


# --- confidential -----------------------------------------------------------------------------------------------------


def test_a_confidential_reports_words_are_shown_where_it_was_filed(town: LinkedTown) -> None:
    """Elsewhere there is news with a number and no words, in the list too; who asks for them sees them there."""
    number = town.files(TELEGRAM, "Pegawai loket di Oebobo minta uang 50 ribu", "Rahasia")
    town.links(TELEGRAM, SMS)
    assert "minta uang" not in town.writes_in(SMS, "status")
    assert [SMS] == town.pushes(number, text="Kepala loket sudah kami panggil.")
    news = town.messages(SMS)[-1]
    assert (True, False, ["Tampilkan di sini"]) == (
        number in news.text,
        "loket" in news.text,
        [choice.label for choice in news.choices],
    )
    assert "Kepala loket sudah kami panggil." in town.chooses(SMS, "Tampilkan di sini")
    town.writes_in(TELEGRAM, "terima kasih")
    town.pushes(number, text="Pemeriksaan selesai besok.")
    assert "Pemeriksaan selesai besok." in town.messages(TELEGRAM)[-1].text


# --- parting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [SMS, WHATSAPP])
def test_parted_chats_keep_their_own(town: LinkedTown, by: str) -> None:
    """Unlinked from either side, each chat shows and is told only of what was filed there, also while linked."""
    first, second = town.files(SMS), town.files(WHATSAPP, OTHER)
    town.links(SMS, WHATSAPP)
    third = town.files(WHATSAPP, "Got mampet di Kelurahan Oebobo")
    town.writes_in(by, "putuskan")
    town.chooses(by, f"Lepas {'WhatsApp' if by == SMS else 'SMS'}")
    assert ([first], {second, third}) == (town.numbers(SMS), set(town.numbers(WHATSAPP)))
    assert ([SMS], [WHATSAPP], [WHATSAPP]) == tuple(town.pushes(number) for number in (first, second, third))
    assert "tidak tertaut" in town.writes_in(by, "putuskan")
    town.links(SMS, WHATSAPP)
    assert {first, second, third} == set(town.numbers(SMS))


@pytest.mark.parametrize("lost", [SMS, WHATSAPP])
def test_a_lost_number_shows_nothing_and_its_reports_stay(town: LinkedTown, lost: str) -> None:
    """Whoever has a lost number next sees nothing; its reports stay with the person, and are told there."""
    left = WHATSAPP if lost == SMS else SMS
    first, second = town.files(SMS, "Lampu jalan mati di depan SMA 5 Kelurahan Oebufu"), town.files(WHATSAPP, OTHER)
    town.links(SMS, WHATSAPP)
    town.writes_in(lost, "lampu di gang juga mati")
    name = "SMS" if lost == SMS else "WhatsApp"
    town.writes_in(left, "putuskan")
    assert "benar bukan milik" in town.chooses(left, f"{name} hilang")
    town.chooses(left, "Ya, bukan milik saya")
    assert {first, second} == set(town.numbers(left))
    said = "".join(town.writes_in(lost, text) for text in ("status", f"status {first}", "lanjut", "halo"))
    assert [] == [words for words in (first, second, "SMA 5", "gang", "Oeba") if words in said]
    assert ([left], [left]) == (town.pushes(first), town.pushes(second))
    theirs = town.files(lost, "Jalan berlubang di depan Puskesmas Sikumana")
    assert theirs not in town.numbers(left)
    assert [lost] == town.pushes(theirs)


def test_somebody_else_has_the_number_now(town: LinkedTown) -> None:
    """A new owner who says so is asked without a word about the former one; then nothing of that one is left."""
    number = town.files(SMS)
    asked = town.writes_in(SMS, "nomor ini baru saya pakai")
    assert number not in asked
    town.chooses(SMS, "Ya, baru milik saya")
    said = town.writes_in(SMS, "status") + town.writes_in(SMS, f"status {number}")
    assert "baru" not in said.casefold()
    assert [] == town.pushes(number)
    assert number != town.files(SMS, OTHER)


def test_what_was_on_its_way_is_taken_back(town: LinkedTown) -> None:
    """A chat that is somebody else's now takes back everything that has not gone out."""
    town.files(SMS)
    town.links(TELEGRAM, SMS)
    town.writes_in(TELEGRAM, "putuskan")
    town.chooses(TELEGRAM, "SMS hilang")
    town.chooses(TELEGRAM, "Ya, bukan milik saya")
    assert [(SMS, Withdraw())] == [one for one in town.withdrawn if not one[1].ref]


def test_who_handled_a_ticket_confirms_it_by_no_chat(town: LinkedTown) -> None:
    """All chats that were ever linked count as the reporter's accounts, also after they parted."""
    town.files(SMS)
    town.links(SMS, WHATSAPP)
    town.writes_in(SMS, "putuskan")
    town.chooses(SMS, "Lepas WhatsApp")
    both = {town.digest(SMS), town.digest(WHATSAPP)}
    assert [both] * 2 == [set(town.person(chat).accounts) for chat in (SMS, WHATSAPP)]


# --- a page of the web ------------------------------------------------------------------------------------------------

PAGE = "chat:web:f00d"


@pytest.mark.parametrize(("closed", "said"), [(False, "diganti baru saja"), (True, "ditutup baru saja")])
def test_the_other_chats_hear_of_another_link(town: LinkedTown, closed: bool, said: str) -> None:
    """Whoever replaces or closes the link to a page is noticed in the person's other chats, and not on the page."""
    town.files(PAGE)
    town.links(PAGE, WHATSAPP)
    before = len(town.messages(PAGE))
    town.happens(PAGE, PageLinkChanged(closed=closed))
    assert said in town.messages(WHATSAPP)[-1].text
    assert before == len(town.messages(PAGE))


def test_a_page_alone_has_nobody_to_tell(town: LinkedTown) -> None:
    """Without another chat nothing is said."""
    town.files(PAGE)
    assert "" == town.happens_in(PAGE, PageLinkChanged())


@pytest.mark.parametrize("first", [PAGE, WHATSAPP])
def test_the_page_is_told_by_whichever_is_first(town: LinkedTown, first: str) -> None:
    """It makes no difference which of the two gave the code."""
    town.links(first, WHATSAPP if first == PAGE else PAGE)
    town.happens(PAGE, PageLinkChanged())
    assert "diganti baru saja" in town.messages(WHATSAPP)[-1].text


def test_a_page_finds_the_code_that_it_was_given(town: LinkedTown) -> None:
    """The message that gives a code is known by its name, and the code is read out of its words."""
    said = town.writes_in(PAGE, "/tautkan")
    given = town.messages(PAGE)[-1]
    assert (CODE_KEY, said) == (given.key, given.text)
    assert "dari obrolan lewat situs web" in town.writes_in(WHATSAPP, f"/start {START}{find_code(given.text)}")
