"""Who the officials are: invited by a link, bound by a role, gone with their rights; and desks that get own groups."""

from __future__ import annotations

import copy
import re
from dataclasses import replace

from demo.stage import COORDINATOR
from tests.journeys.cast import LAMP, Official
from tests.journeys.driver import Town
from tests.journeys.reading import Json, buttons_of, label_like, says, shown, text_of
from tests.journeys.watch import written

NEW = 7050
CODE = re.compile(r"/ikat ([A-Z2-7]{4}-[A-Z2-7]{4})")


async def in_private(town: Town, person: int, *needles: str, after: int = 0) -> Json:
    """Wait for a message of the bot in somebody's private chat."""

    def look() -> Json | None:
        said = [one for one in town.standin.messages(person, from_bot=True) if one["message_id"] > after]
        return next((one for one in reversed(said) if says(one, *needles)), None)

    everything = lambda: f"{needles} among {[text_of(one) for one in town.standin.messages(person, from_bot=True)]}"  # noqa: E731
    return await town.wait(look, everything)


async def token_for(town: Town, place: str) -> str:
    """Let the coordinator invite; give what the link brings along."""
    town.people.start(COORDINATOR)
    await in_private(town, COORDINATOR, "layanan pengaduan")
    town.admin.says(f"/undang {place}")
    link = text_of(await in_private(town, COORDINATOR, "sekali pakai"))
    found = re.search(r"\?start=(\S+)", link)
    assert found is not None
    return found[1]


async def newcomer(town: Town, place: str, user_id: int = NEW, name: str = "Dina Nalle") -> Official:
    """Bring in somebody by an invitation, who accepts the code of ethics in the private chat."""
    token = await token_for(town, place)
    first, _, last = name.partition(" ")
    town.people.add_user(user_id, first, last)
    town.people.start(user_id, token)
    asked = await in_private(town, user_id, "Selamat datang", "Kode etik petugas, versi 1")
    town.people.press(user_id, asked["message_id"], "Saya setuju", chat_id=user_id)
    await in_private(town, user_id, "Anda dapat bertindak")
    town.standin.groups.join(user_id, town.stage.group_id)
    return Official(town, user_id, name)


async def test_an_invitation_makes_an_official(town: Town) -> None:
    """The link goes to the private chat of who asked, works once, asks for the code of ethics, and gives the rights."""
    dina = await newcomer(town, "dishub petugas")
    await town.group_says("Dina Nalle menerima undangan: petugas Dishub")
    assert not any("start=u_" in text_of(one) for one in town.group())
    number = await town.citizen().reports()
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await dina.claims(number)
    await town.card(number, words=("Dina Nalle",))
    used = next(text_of(one) for one in town.standin.messages(COORDINATOR, from_bot=True) if "start=u_" in text_of(one))
    town.people.add_user(7051, "Orang", "Lain")
    town.people.start(7051, used.partition("?start=")[2].split()[0])
    await in_private(town, 7051, "sudah dipakai atau lewat waktunya")
    lines = await town.runtime.store.journal_of("register:officials")
    assert ["invited", "joined", "ethics_accepted"] == [one.what for one in lines][-3:]


async def test_who_only_looks_is_told_who_may(town: Town) -> None:
    """An observer presses a button and hears in private whose matter it is; nothing changes."""
    observer = await newcomer(town, "setda pemantau")
    number = await town.citizen().reports()
    answer = await observer.presses(number, "Verifikasi")
    assert "Peran Anda (pemantau) bukan untuk ini. Yang bisa: petugas, penghubung, atau koordinator" in answer
    await town.card(number, "Verifikasi")


async def test_a_typed_refusal_is_told_alone(town: Town) -> None:
    """Typed words that are refused are answered where only their author reads; the group reads it where that fails."""
    observer, other = await newcomer(town, "setda pemantau"), town.officer("dlhk")
    number = await town.citizen().reports()
    await town.card(number, "Verifikasi")
    before = town.last_in_group()
    observer.says("// sudah kami cek", await town.card(number))
    told = await in_private(town, observer.id, "Soal pesan Anda di grup petugas", number, "Peran Anda (pemantau)")
    assert [] == [text_of(one) for one in town.group() if one["message_id"] > before]
    town.people.block(observer.id)
    said = observer.says("/daftar 99 dishub Teman")["message_id"]
    hint = await town.group_says("chat pribadi", "tekan Mulai", after=said)
    assert "Hanya koordinator unit" not in text_of(hint)
    assert told["message_id"] == town.standin.messages(observer.id, from_bot=True)[-1]["message_id"]
    said = other.says("// sudah kami cek", await town.card(number))["message_id"]
    await town.group_says(number, "Hanya petugas Bagian Organisasi", after=said)


async def test_who_leaves_loses_the_rights_and_the_tickets(town: Town) -> None:
    """The tickets of who left are offered to the unit, the citizen is told, and a colleague goes on."""
    dina = await newcomer(town, "dishub petugas")
    citizen = town.citizen()
    number = await town.working(citizen)
    town.standin.groups.leave(town.officer().id, town.stage.group_id)
    await town.card(number, "Ambil", words=("tidak bertugas lagi di sini",))
    await town.group_says(number, "Siapa yang melanjutkan?")
    await citizen.hears(number, "menunggu petugas lain")
    await dina.claims(number)
    await town.card(number, words=("Dina Nalle",))
    town.standin.groups.join(town.officer().id, town.stage.group_id)
    await town.group_says("masuk lagi ke grup, tetapi belum bisa bertindak")
    lines = await town.runtime.store.journal_of(number)
    assert "rights_ended" in [one.what for one in lines]


async def test_a_removed_official_is_asked_for_nothing_more(town: Town) -> None:
    """Who is taken out cannot act, and what he or she held on a later dispute is offered to the unit too."""
    citizen = town.citizen()
    number = await town.working(citizen)
    await town.closed(number)
    answered = await citizen.hears(number, "ditindaklanjuti")
    town.admin.says(f"/daftar hapus {town.officer().id}")
    await town.group_says("ditawarkan lagi kepada unitnya")
    citizen.presses(answered, "Belum beres")
    citizen.says("Masih gelap", await citizen.hears("Apa yang belum beres"))
    await town.card(number, "Ambil", words=("tidak bertugas lagi di sini",))


async def test_a_desk_gets_a_group_of_its_own_and_comes_back(town: Town) -> None:
    """A code typed in the new group moves the desk with its open cards; the ticket is worked there, then comes home."""
    number = await town.citizen().reports(LAMP)
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.card(number, "Ambil")
    group = town.standin.groups.add_group("Dishub", COORDINATOR, members=[town.officer().id], forum=False)
    own = copy.copy(town)
    own.stage = replace(town.stage, group_id=group.id)
    town.admin.says("/ikat dishub")
    code = CODE.search(text_of(await town.group_says("ketik di sana")))
    assert code is not None
    own.officer().says(f"/ikat {code[1]}")
    await town.settle()
    assert [] == own.group()
    own.admin.says(f"/ikat {code[1]}")
    await own.group_says("Grup ini sekarang meja Dishub")
    await own.card(number, "Ambil", words=("Dishub",))
    left = await town.group_says(number, "pindah ke grup lain: Dishub")
    assert [] == buttons_of(left)
    await own.officer().claims(number)
    await own.card(number, "Selesai", words=(own.officer().name,))
    await own.officer().explains(number, "Progres", "Tim berangkat besok.")
    other = await town.citizen("Ruth", "Lopo", "ruth_lopo").reports("Sampah menumpuk di Pasar Oeba su seminggu")
    own.admin.says("/ikat dishub pulang")
    await own.group_says("kembali ke grup bersama", "1 tiket terbuka")
    await town.card(number, "Selesai", words=(own.officer().name,))
    await own.group_says(number, "pindah ke grup lain: Dishub")
    await town.settle()
    assert ([], 1) == (own.cards(number), len(town.cards(number)))
    assert not any(other in written(one) for one in own.group())
    assert label_like((await town.card(number)), "Selesai")
    assert [] == [one for one in map(shown, own.group()) if "Kode etik" in str(one)]
