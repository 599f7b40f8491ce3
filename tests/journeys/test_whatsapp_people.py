"""One person, several ids: numbers and business-scoped ids that change, appear late, or clash."""

from __future__ import annotations

from tests.journeys.conftest import Build
from tests.journeys.whatsapp_driver import WhatsAppCitizen, WhatsAppTown, whatsapp_town

NEW = "6281238999111"


async def asked(town: WhatsAppTown, citizen: WhatsAppCitizen, number: str) -> None:
    """Prove that the person is still the reporter: a question arrives, and the answer is passed on."""
    await town.officer().explains(number, "Tanya", "Tiang nomor berapa yang mati?")
    await citizen.hears("bertanya", number)
    citizen.says("Tiang nomor 12 di samping gerbang")
    await town.group_says("jawaban pelapor", number, "nomor 12")
    await citizen.hears("diteruskan", number)


async def test_a_changed_number_keeps_the_reports(build: Build) -> None:
    """After user_changed_number, told twice, pushes go to the new number and words from it belong to the old report."""
    town = await whatsapp_town(build)
    citizen = town.person()
    number = await citizen.working()
    notice = citizen.people.change_number(citizen.key, NEW)
    town.whatsapp.people.announce(notice)
    await town.settle()
    await asked(town, citizen, number)
    assert NEW == town.whatsapp.calls_of("messages")[-1].body["to"]


async def test_a_changed_id_keeps_the_reports(build: Build) -> None:
    """After user_changed_user_id the person is the same, also for those who show no number."""
    town = await whatsapp_town(build)
    citizen = town.person(shows="absent")
    number = await citizen.working()
    citizen.people.change_user_id(citizen.key, "ID.77712345678901234")
    await town.settle()
    await asked(town, citizen, number)
    assert "ID.77712345678901234" == town.whatsapp.calls_of("messages")[-1].body["recipient"]


async def test_words_from_the_new_id_come_before_the_announcement(build: Build) -> None:
    """Who writes from the new number before the platform announces it has begun a conversation of its own.

    The announcement then finds the new number taken: that is told once in the health topic and nothing is merged,
    because a wrong merge would show one person's reports to another.
    """
    town = await whatsapp_town(build)
    citizen = town.person()
    number = await citizen.working()
    notice = citizen.people.change_number(citizen.key, NEW, announce=False)
    citizen.says("Halo, ini nomor baru saya")
    await town.settle()
    before = town.last_in_group()
    town.whatsapp.people.announce(notice)
    await town.group_says("sudah dikenal sebagai orang lain", after=before)
    await town.settle()
    await town.officer().explains(number, "Progres", "Suku cadang dipesan.")
    await town.settle()
    citizen.says("status")
    await town.settle()
    assert "Suku cadang" not in citizen.heard()[-1]


async def test_a_number_that_belongs_to_somebody_else_is_not_merged(build: Build) -> None:
    """When the new number is a known person's, the clash is told once to the health topic, and both stay apart."""
    town = await whatsapp_town(build)
    old_owner = town.person("Ferdi Nalle", NEW)
    theirs = await old_owner.reports("Sampah menumpuk di depan Pasar Oeba su seminggu")
    citizen = town.person()
    mine = await citizen.working()
    old_owner.people.leave(old_owner.key)
    before = town.last_in_group()
    citizen.people.change_number(citizen.key, NEW)
    await town.group_says("sudah dikenal sebagai orang lain", after=before)
    await town.settle()
    citizen.says("status")
    await town.settle()
    assert theirs not in citizen.heard()[-1]
    assert mine != theirs


async def test_a_number_that_appears_later_is_joined(build: Build) -> None:
    """Somebody known by id alone stays the same person when the number is shown, and when only the number comes."""
    town = await whatsapp_town(build)
    citizen = town.person(shows="absent")
    number = await citizen.working()
    assert "recipient" in town.whatsapp.calls_of("messages")[-1].body
    citizen.people.show_phone(citizen.key, "phone")
    await asked(town, citizen, number)
    town.whatsapp.user(citizen.key).user_id = ""
    citizen.says("status")
    await citizen.hears(number)


async def test_ids_in_each_others_place(build: Build) -> None:
    """An empty number and an id in the number's field are the same person as the id."""
    town = await whatsapp_town(build)
    citizen = town.person(shows="empty")
    number = await citizen.working()
    citizen.people.show_phone(citizen.key, "user_id")
    citizen.says("status")
    await citizen.hears(number)
