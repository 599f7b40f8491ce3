"""Several chats of one person: how they are linked, what each then shows, and what is left when they part."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.vocabulary.citizen import Confirmed
from core.vocabulary.events import Blocked, Person
from core.vocabulary.lane_names import person_lane
from core.vocabulary.linking import TakeBack
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
