"""`kanal person`: how a reporter can be told, without telling who it is."""

from pathlib import Path

import pytest

from core.person.state import Contact, News, PersonState
from core.ticket.state import TicketState
from core.vocabulary.citizen import Update
from core.vocabulary.lane_names import chat_lane, person_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Report
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from tests.clock import START

NUMBER = "KPG-26-00001-5"
CHAT = chat_lane("whatsapp", "6281234567890")
PERSON = person_lane(CHAT)


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Store a report and its reporter, and give the settings that reach them."""
    ticket = TicketState(NUMBER, PERSON, "baru", Report("Lampu mati", "pengaduan", "lampu-jalan"), START)
    missed = News(NUMBER, Update(NUMBER, "verified", "terverifikasi"), CHAT, "unreachable")
    known = PersonState((Contact(CHAT, "whatsapp", START, "lost"),), "id", "anonim", START, news=(missed,))
    for lane in (Lane(ticket_lane(NUMBER), 1, ticket), Lane(PERSON, 1, known)):
        assert await store.commit(lane, 0)
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}


async def test_contacts_are_listed_without_addresses(settings: dict[str, str], tmp_path: Path) -> None:
    """Channel, state and last use of each contact are shown, and what did not arrive; no address and no lane."""
    ended = await kanal(tmp_path, "person", NUMBER, settings=settings)

    assert (0, "") == (ended.code, ended.err)
    at = f"{START:%Y-%m-%d %H:%M}"
    assert [
        f"whatsapp\tlost\tlast used {at}",
        f"1 contact\tlanguage id\tprivacy anonim\tconsented {at}",
        f"{NUMBER} did not arrive: unreachable",
    ] == ended.lines
    assert not [secret for secret in ("6281234567890", PERSON) if secret in ended.out]


async def test_unknown_number(settings: dict[str, str], tmp_path: Path) -> None:
    """A number that was never given is said to be none."""
    ended = await kanal(tmp_path, "person", "KPG-26-00002-1", settings=settings)

    assert (1, "", "kanal: no report KPG-26-00002-1\n") == (ended.code, ended.out, ended.err)
