"""The window of 24 hours: templates, holding, and what goes out when the person writes again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.whatsapp_driver import WhatsAppCitizen, WhatsAppTown, whatsapp_town

FIXED = "Lampu sudah diganti sejak sore ini."
ASKED = "Tiang nomor berapa yang mati?"
PROGRESS = "Suku cadang sedang dipesan dari Surabaya."
UNREACHED = ("Belum sampai ke pelapor", "menunggu pelapor menulis lagi")
TEMPLATES = ("kabar_laporan", "pertanyaan_petugas", "konfirmasi_tindak_lanjut")


async def at_work(build: Build) -> tuple[WhatsAppTown, WhatsAppCitizen, str]:
    """Bring a report to the officer of dishub, in a city whose clock moves only by hand."""
    town = await whatsapp_town(build, rate=0.0)
    citizen = town.person()
    return town, citizen, await citizen.working()


def pause(town: WhatsAppTown) -> None:
    """Pause every template that a push may use."""
    for name in TEMPLATES:
        town.whatsapp.templates.set_status(name, "PAUSED")


async def test_a_template_stands_in_for_the_answer_and_the_words_follow(build: Build) -> None:
    """Behind a closed window the approved message goes out; "ya" brings words, photo and buttons, and confirms nothing.

    After that the case goes on as if nothing had been in between.
    """
    town, citizen, number = await at_work(build)
    await town.later(hours=24, seconds=1)
    await town.closed(number, FIXED)
    told = await citizen.one_bubble(number, "sudah ditindaklanjuti oleh Dinas Perhubungan", "Balas pesan ini")
    assert ("template", "konfirmasi_tindak_lanjut") == (told.kind, told.content.template)
    assert FIXED not in told.text
    assert "Belum sampai" not in str(await town.card(number))
    citizen.says("ya", reply_to=told)
    answered = await citizen.one_bubble(number, FIXED)
    assert answered.content.media is not None
    await town.card(number, words=("Ditindaklanjuti",))
    citizen.presses(answered, "Sudah beres")
    await citizen.hears(number, "selesai karena")
    await town.card(number, words=("Selesai, dikonfirmasi",))


async def test_an_english_citizen_gets_the_english_template(build: Build) -> None:
    """The template is the one in the citizen's language."""
    town, citizen, number = await at_work(build)
    citizen.says("english please")
    await citizen.hears("English")
    await town.later(hours=24, seconds=1)
    await town.officer().explains(number, "Tanya", ASKED)
    told = await citizen.one_bubble("An officer of Kota Kupang has a question", number)
    assert "pertanyaan_petugas" == told.content.template


async def test_words_before_an_unread_question_are_not_its_answer(build: Build) -> None:
    """Who replies to the template at length is shown the question and asked where the words belong."""
    town, citizen, number = await at_work(build)
    await town.later(hours=24, seconds=1)
    await town.officer().explains(number, "Tanya", ASKED)
    told = await citizen.one_bubble("bertanya tentang laporan Anda", number)
    citizen.says("Maaf baru baca, kemarin saya ada di Kabupaten Kupang", reply_to=told)
    shown = await citizen.one_bubble(ASKED, number)
    await town.card(number, words=("Menunggu jawaban pelapor",))
    citizen.presses(shown, number)
    await citizen.hears("diteruskan", number)
    await town.group_says("jawaban pelapor", number, "baru baca")


async def test_without_a_template_all_is_held_and_arrives_merged(build: Build) -> None:
    """With paused templates the card says what did not arrive; the next message brings all, oldest first, in one."""
    town, citizen, number = await at_work(build)
    pause(town)
    await town.later(hours=24, seconds=1)
    await town.officer().explains(number, "Progres", PROGRESS)
    await town.card(number, words=UNREACHED)
    await town.officer().explains(number, "Tanya", ASKED)
    await town.card(number, words=(*UNREACHED, "Menunggu jawaban pelapor"))
    await town.settle()
    assert [] == citizen.heard(citizen.before)
    citizen.says("status")
    shown = await citizen.one_bubble(PROGRESS, ASKED)
    assert shown.text.index(PROGRESS) < shown.text.index(ASKED) < shown.text.rindex(number)
    assert "Belum sampai" not in str(await town.card(number, words=("Menunggu jawaban pelapor",)))
    citizen.says("Tiang nomor 12 di samping gerbang")
    await town.group_says("jawaban pelapor", number, "nomor 12")


@pytest.mark.parametrize(("after", "kind"), [(timedelta(hours=24) - timedelta(seconds=1), "text"),
                                             (timedelta(hours=24) + timedelta(seconds=1), "template")])  # fmt: skip
async def test_the_last_second_and_the_first_after(build: Build, after: timedelta, kind: str) -> None:
    """At 23:59:59 the words go out themselves, at 24:00:01 the template."""
    town, citizen, number = await at_work(build)
    await town.later(seconds=after.total_seconds())
    await town.officer().explains(number, "Progres", PROGRESS)
    assert kind == (await citizen.one_bubble(number)).kind


@pytest.mark.parametrize("late", [False, True], ids=["as the answer", "as a failed status"])
@pytest.mark.parametrize("paused", [False, True], ids=["template", "held"])
async def test_the_platform_calls_the_window_closed(build: Build, late: bool, paused: bool) -> None:
    """131047 inside what we took for the window leads where the clock leads: template, or held and told; then words."""
    town, citizen, number = await at_work(build)
    if paused:
        pause(town)
    town.whatsapp.fail("late" if late else "error", method="messages", user=citizen.key, code=131047)
    await town.officer().explains(number, "Progres", PROGRESS)
    if paused:
        await town.card(number, words=UNREACHED)
    else:
        assert "template" == (await citizen.one_bubble(number)).kind
    assert PROGRESS not in str(citizen.heard())
    citizen.says("ok")
    await citizen.one_bubble(PROGRESS)
    assert "Belum sampai" not in str(await town.card(number))
    assert [] == town.whatsapp.faults.planned


async def test_the_answer_is_recalled_an_hour_before_the_window_closes(build: Build) -> None:
    """Words of the citizen that wait unanswered are brought up once, an hour before free messages end."""
    town, citizen, number = await at_work(build)
    citizen.says("tambahan: sekarang dua tiang yang mati", reply_to=town.whatsapp.last(citizen.key))
    await citizen.hears("Tambahan Anda", number)
    await town.later(hours=22, minutes=59)
    before = town.last_in_group()
    await town.later(minutes=2)
    await town.group_says(number, "pelapor menunggu jawaban", after=before)
    before = town.last_in_group()
    await town.later(minutes=30)
    told = [message for message in town.group() if message["message_id"] > before]
    assert "menunggu jawaban" not in str(told)


async def test_a_message_of_no_use_opens_the_window_too(build: Build) -> None:
    """A poll from somebody for whom something is held brings it, with the word that a poll is of no use."""
    town, citizen, number = await at_work(build)
    pause(town)
    await town.later(hours=24, seconds=1)
    await town.officer().explains(number, "Progres", PROGRESS)
    await town.card(number, words=UNREACHED)
    citizen.people.send_unsupported(citizen.key, "poll")
    await citizen.one_bubble(PROGRESS)
    assert "Belum sampai" not in str(await town.card(number))


async def test_pushes_of_two_reports_keep_their_buttons(build: Build) -> None:
    """What was held about two reports goes out in one bubble each where both can be pressed, and both confirm."""
    town, citizen, first = await at_work(build)
    second = await citizen.reports("Lampu jalan mati di depan Gereja Oepura, gelap sekali")
    await town.admin.verifies(second)
    await town.admin.disposes(second)
    await town.officer().claims(second)
    await citizen.hears(second, "dikerjakan")
    pause(town)
    await town.later(hours=24, seconds=1)
    await town.closed(first, "Yang pertama sudah menyala.")
    await town.closed(second, "Yang kedua juga menyala.")
    await town.card(first, words=UNREACHED)
    await town.card(second, words=UNREACHED)
    citizen.says("halo")
    one = await citizen.hears(first, "pertama sudah menyala", button="Sudah beres")
    other = await citizen.hears(second, "kedua juga menyala", button="Sudah beres")
    citizen.presses(one, "Sudah beres")
    await citizen.hears(first, "selesai karena")
    citizen.presses(other, "Sudah beres")
    await citizen.hears(second, "selesai karena")


async def test_a_complaint_that_arrives_after_its_window_is_not_lost(build: Build) -> None:
    """What a failure kept back for a day is answered by a template; the draft waits unharmed and is filed in the end.

    The health topic counts who waits, in one notice; no time runs for a draft that nobody saw.
    """
    town = await whatsapp_town(build, rate=0.0)
    first, second = town.person(), town.person()
    town.whatsapp.webhook.hold()
    for citizen in (first, second):
        citizen.says(LAMP)
    town.clock.move(hours=26)
    town.whatsapp.webhook.release()
    told = await first.one_bubble("sudah menerima pesan Anda", "balas pesan ini")
    assert ("template", "pesan_diterima") == (told.kind, told.content.template)
    await second.one_bubble("sudah menerima pesan Anda")
    await town.group_says("2 percakapan menunggu")
    for hours in (2, 23, 30):
        await town.later(hours=hours)
    first.says("halo")
    draft = await first.hears("Ini yang kami catat", button="Kirim")
    number = await first.confirms(draft)
    assert number


async def test_four_changes_within_an_hour_are_one_template(build: Build) -> None:
    """Behind a closed window the first change asks the person to write, and the others follow when that is done."""
    town, citizen, number = await at_work(build)
    await town.later(hours=24, seconds=1)
    before = len(town.whatsapp.bubbles(citizen.key))
    for n in range(4):
        await town.officer().explains(number, "Progres", f"{PROGRESS} Hari ke-{n + 1}.")
        await town.later(minutes=12)
    told = town.whatsapp.bubbles(citizen.key)[before:]
    assert ["template"] == [bubble.kind for bubble in told]
    citizen.says("ya", reply_to=told[0])
    await citizen.hears(*(f"Hari ke-{n + 1}." for n in range(4)))
