"""What is said in public, over real sockets: seen at the desk, made a ticket, invited, muted, counted."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from simulator.pages.world import Comment
from tests.journeys.conftest import Build
from tests.journeys.page_driver import PageCitizen, PageTown, page_town
from tests.journeys.pictures import png
from tests.journeys.reading import Json, buttons_of, number_in, text_of
from tests.journeys.x_driver import x_town

LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu, gelap sekali. Tolong diperbaiki!"
WASTE = "Sampah di Oesapa tidak diangkut dua minggu, bau sekali. Tolong!"


async def candidate(town: Any, words: str, *labels: str) -> Json:
    """Wait for the candidate with these words that offers these buttons."""

    def look() -> Json | None:
        fitting = (message for message in reversed(town.group()) if words in text_of(message))
        fitting = (message for message in fitting if "🔎" in text_of(message))
        return next((one for one in fitting if all(label in buttons_of(one) for label in labels)), None)

    found: Json = await town.wait(look, lambda: f"{words!r} {labels} among {[text_of(m) for m in town.group()][-4:]}")
    return found


async def presses(town: Any, words: str, label: str) -> str:
    """Let the coordinator press a candidate's button; give the answer."""
    shown = await candidate(town, words, label)
    answer: str = await town.answer(town.admin.taps(shown, label))
    return answer


def comments(town: PageTown, person: PageCitizen, text: str = LAMP) -> Comment:
    """Let somebody comment under a post of the Page."""
    town.spoken.add(text)
    post = town.page.people.page_post("Selamat pagi!")
    return town.page.people.comment(person.key, post, text)


async def made_ticket(town: Any, words: str = LAMP) -> str:
    """Let the coordinator make a ticket of a candidate; give its number."""
    await presses(town, words, "Jadikan tiket")
    return number_in(await candidate(town, "📄 Tiket KPG-"))


async def worked(town: Any, number: str) -> None:
    """Bring a ticket to its answer."""
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)
    await town.officer().closes(number, "Lampu sudah diganti sejak sore ini.", png(201))


# --- a ticket ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
async def test_a_comment_becomes_a_ticket(build: Build, channel: str) -> None:
    """A comment is shown, made a ticket and worked to its end; its author is told nothing, in public or private."""
    town = await page_town(build, channel)
    author = town.person(anonymous=False)
    comments(town, author)
    number = await made_ticket(town)
    await worked(town, number)
    await town.card(number, words=("Belum sampai ke pelapor", "Dibicarakan di ruang publik"))
    await town.settle()
    assert [] == author.heard()
    assert 1 == len(town.page.comments)


async def test_a_mention_on_x_becomes_a_ticket(build: Build) -> None:
    """A mention is shown with its author, made a ticket and worked; nothing is said in public."""
    town = await x_town(build)
    author = town.person(anonymous=False)
    text = f"@{town.x.world.account.username} {LAMP}"
    town.spoken.add(LAMP)
    town.x.people.post(author.id, text)
    number = await made_ticket(town)
    await worked(town, number)
    await town.card(number, words=("Belum sampai ke pelapor",))
    await town.settle()
    assert [] == author.heard()
    assert [] == [post for post in town.x.world.posts.values() if post.author.id == town.x.world.account.id]


# --- invited ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
async def test_invited_in_private(build: Build, channel: str) -> None:
    """A comment's author is invited, finds the post in the draft, files it, and is told of it to the end."""
    town = await page_town(build, channel)
    author = town.person(anonymous=False)
    comments(town, author)
    await presses(town, LAMP, "Undang")
    await author.hears("bukan saya")
    await candidate(town, "Diundang lewat pesan pribadi")
    author.says("Halo, iya")
    draft = await author.hears("Lampu jalan mati", button="Kirim")
    await candidate(town, "sudah menulis secara pribadi")
    number = await author.confirms(draft)
    shown = await candidate(town, "sudah melapor sendiri")
    assert number not in text_of(shown)
    await worked(town, number)
    answered = await author.hears(number, "ditindaklanjuti")
    author.presses(answered, "Sudah beres")
    await town.card(number, words=("Selesai, dikonfirmasi",))
    assert 1 == len(town.page.comments)


async def test_not_the_author(build: Build) -> None:
    """Whoever says that the post is somebody else's finds nothing of it any more."""
    town = await page_town(build, "messenger", registered=False)
    author = town.person(anonymous=False)
    comments(town, author)
    await presses(town, LAMP, "Undang")
    await author.hears("bukan saya")
    await town.settle()
    author.says("ini bukan saya")
    await author.hears("kami lupakan")
    author.says("kirim")
    await town.settle()
    assert not any("Lampu jalan mati" in text for text in author.heard())


async def test_invited_on_x(build: Build) -> None:
    """Who addressed the account is answered in public once, without a link, and finds the post in the draft."""
    town = await x_town(build, registered=False)
    author = town.person(anonymous=False)
    town.spoken.add(LAMP)
    town.x.people.post(author.id, f"@{town.x.world.account.username} {LAMP}")
    await presses(town, LAMP, "Undang")
    own = town.x.world.account.id
    await town.sees(
        lambda: [post for post in town.x.world.posts.values() if post.author.id == own] or None, lambda: "an answer"
    )
    (answer,) = [post for post in town.x.world.posts.values() if post.author.id == own]
    assert "pesan pribadi" in answer.text
    assert "http" not in answer.text
    author.says("Halo")
    await author.hears("Lampu jalan mati", choice="Kirim")


async def test_a_ticket_is_told_to_who_comes_later(build: Build) -> None:
    """The author of a post that is a ticket already is told of it as soon as they write."""
    town = await page_town(build, "messenger", registered=False)
    author = town.person(anonymous=False)
    comments(town, author)
    number = await made_ticket(town)
    await presses(town, LAMP, "Undang")
    await author.hears("bukan saya")
    author.says("Halo")
    await author.hears(number)
    await town.settle()
    assert "Belum sampai" not in text_of(town.cards(number)[-1])


# --- who may, and how many --------------------------------------------------------------------------------------------


async def test_rights_and_muting(build: Build) -> None:
    """An official of another office is refused in private; a media official mutes, and no more is shown."""
    town = await page_town(build, "messenger")
    author = town.person(anonymous=False)
    comments(town, author)
    shown = await candidate(town, LAMP, "Bisukan")
    for label in ("Jadikan tiket", "Undang", "Abaikan", "Bisukan"):
        assert "petugas media" in await town.answer(town.officer().taps(shown, label))
    town.admin.says(f"/daftar {town.stranger.id} media Orang Lewat")
    asked = await town.group_says("Orang Lewat", "baca kode etik")
    await town.answer(town.stranger.taps(asked, "Saya setuju"))
    await town.answer(town.stranger.taps(shown, "Bisukan"))
    await candidate(town, "Penulis dibisukan", "Bunyikan lagi")
    comments(town, author, WASTE)
    await candidate(town, "1 kiriman berikutnya tidak ditampilkan")
    await town.settle()
    assert not any("Sampah di Oesapa" in text_of(message) for message in town.group())
    assert [] == author.heard()


async def test_thirty(build: Build) -> None:
    """Thirty people who say the same are one candidate that counts, called out three times."""
    town = await page_town(build, "messenger", registered=False)
    post = town.page.people.page_post("Selamat pagi!")
    town.spoken.add(LAMP)
    for number in range(30):
        town.page.people.add_user(f"warga{number}", f"Warga {number}")
        town.page.people.comment(f"warga{number}", post, LAMP)
    await candidate(town, "30 kiriman tentang hal yang sama")
    await town.group_says("30 kiriman serupa dalam 1 jam")
    await town.settle()
    shown = [text_of(message) for message in town.group()]
    assert 1 == sum("🔎" in text for text in shown)
    assert 3 == sum("kiriman serupa dalam" in text for text in shown)


async def test_edited_and_removed(build: Build) -> None:
    """A comment that is edited reads so on its card; one that is removed leaves the card."""
    town = await page_town(build, "messenger", registered=False)
    author = town.person(anonymous=False)
    comment = comments(town, author)
    await candidate(town, LAMP)
    town.spoken.add(WASTE)
    town.page.people.edit_comment(comment.id, WASTE)
    await candidate(town, WASTE)
    town.page.people.remove_comment(comment.id)
    await candidate(town, "Dihapus oleh penulisnya", "Abaikan")
    await asyncio.sleep(0)
    assert not any(WASTE in text_of(message) or LAMP in text_of(message) for message in town.group())


async def test_a_mention_without_words(build: Build) -> None:
    """Where the platform only says that the account was named, the words are asked for."""
    town = await page_town(build, "instagram", registered=False)
    author = town.person(anonymous=False)
    town.spoken.add(LAMP)
    town.page.people.mention(author.key, LAMP, in_comment=True)
    await candidate(town, LAMP, "Jadikan tiket")
