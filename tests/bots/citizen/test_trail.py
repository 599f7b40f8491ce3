"""Who looked at my data: offices and days out of the journal, never a name."""

from __future__ import annotations

from core.engine.looks import read_looks
from core.vocabulary.effects import AskLooks, Record
from core.vocabulary.results import Look, Looks
from tests.bots.citizen.chat import NOON, NUMBER, OTHER_NUMBER, Chat
from tests.fakes.memory_store import MemoryStore

LOOKS = Looks(NUMBER, (Look(NOON, "looked", "dishub"), Look(NOON, "looked", "dishub"), Look(NOON, "opened", "setda")))


def asked(chat: Chat) -> list[str]:
    """Give the reports of which the journal was asked in the last step."""
    return [effect.number for effect in chat.last if isinstance(effect, AskLooks)]


def test_by_words_and_by_command() -> None:
    """One's only report is meant; of several one is chosen, and a number that is not one's own is none."""
    chat = Chat()
    assert "Belum ada laporan Anda" in chat.says("/jejak")
    chat.files_a_report()
    chat.says("siapa yang lihat data saya")
    assert [NUMBER] == asked(chat)
    chat.files_a_report("Sampah menumpuk di Pasar Oeba", OTHER_NUMBER)
    chat.says("jejak")
    assert ([], [OTHER_NUMBER, NUMBER]) == (asked(chat), chat.labels)
    chat.presses(NUMBER)
    assert [NUMBER] == asked(chat)


def test_offices_and_days() -> None:
    """Each office has a line for a day and what it did; a report that is known no more is not spoken of."""
    chat = Chat()
    assert [] == chat.happens(LOOKS)
    chat.files_a_report()
    (said,) = chat.happens(LOOKS)
    assert 1 == said.count("melihat rinciannya")
    assert "membuka isi rahasianya" in said
    assert "Belum ada kantor" in chat.happens(Looks(NUMBER))[0]
    (said,) = chat.happens(Looks(NUMBER, (Look(NOON, "looked", office="ombudsman"),)))
    assert "• Ombudsman melihat rinciannya" in said


async def test_what_the_journal_tells() -> None:
    """Lines of officials count, with their office; those of the citizen and of time do not, and no name comes along."""
    store = MemoryStore()
    who = {"name": "Yeni", "by_unit": "dishub"}
    for n, (what, details) in enumerate((("opened", {}), ("lihat", who), ("buka", who), ("claimed", who))):
        await store.journal(f"e{n}:0", Record(NUMBER, "7", what, "baru", NOON, details=dict(details)))
    outside = Record(NUMBER, "account:x", "lihat", "baru", NOON, details={"office": "ombudsman"})
    await store.journal("e9:0", outside)
    found = await read_looks(store, NUMBER)
    assert ["looked", "opened", "handled", "looked"] == [look.kind for look in found.looks]
    assert ["", "", "", "ombudsman"] == [look.office for look in found.looks]
    assert "Yeni" not in repr(found)
