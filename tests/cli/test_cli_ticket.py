"""`kanal ticket`: history, dates and deliveries of a report, without telling who it is."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.ticket.state import TicketState
from core.vocabulary.deliveries import About, cost_note
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import chat_lane, person_lane, ticket_lane
from core.vocabulary.lanes import Lane, Receipt
from core.vocabulary.report import Report
from core.vocabulary.ticket import Official
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from tests.clock import START

NUMBER = "KPG-26-00001-5"
CHAT = chat_lane("whatsapp", "6281234567890")
PERSON = person_lane(CHAT)
HOLDER = Official("4711", "Yosef Lay", "dishub")
SECRETS = ("6281234567890", CHAT, PERSON, "Yosef", "4711")


async def settings(uri: str, name: str, store: MongoStore, privacy: str = "anonim") -> dict[str, str]:
    """Store a report with its journal and its log, and give the settings that reach them."""
    report = Report("Lampu mati", "pengaduan", "lampu-jalan", privacy=privacy)  # type: ignore[arg-type]
    ticket = TicketState(NUMBER, PERSON, "diproses", report, START, unit="dishub", holder=HOLDER, unreached="window")
    assert await store.commit(Lane(ticket_lane(NUMBER), 1, ticket), 0)
    later = START + timedelta(minutes=5)
    await store.journal("t:0", Record(NUMBER, "pelapor", "opened", "baru", START, details={"category": "lampu-jalan"}))
    who = {"name": HOLDER.name, "by_unit": HOLDER.unit}
    words = "Hubungi 081234567890 soal tiang"
    await store.journal("t:1", Record(NUMBER, HOLDER.id, "tanya", "menunggu_pelapor", later, words, who))
    about = (About(NUMBER, "reporter.question"),)
    await store.record(Receipt("e:1", CHAT, later, ("m1",), about=about, channel="whatsapp"))
    await store.record(
        Receipt("s:1", CHAT, later, about=about, course="held", reason="window", channel="whatsapp", entry="e:1")
    )
    await store.count(cost_note(NUMBER), {"sms": 4})
    return {"KANAL_MONGODB_URI": uri, "KANAL_MONGODB_DATABASE": name}


async def test_everything_of_a_report_without_anybody(
    mongo_uri: str, database_name: str, store: MongoStore, tmp_path: Path
) -> None:
    """Where it stands, its journal and each line of its log are shown; no address, no name, no number of a phone."""
    known = await settings(mongo_uri, database_name, store)
    ended = await kanal(tmp_path, "ticket", NUMBER, settings=known)

    assert (0, "") == (ended.code, ended.err)
    assert f"{NUMBER}\tdiproses\tlampu-jalan\tunit dishub\theld by an official" == ended.lines[0]
    assert "reach\tnews does not arrive: window" == ended.lines[2]
    history = ended.lines[ended.lines.index("history") + 1 : ended.lines.index("deliveries")]
    assert ["opened\tbaru\tby pelapor\tcategory lampu-jalan", "tanya\tmenunggu_pelapor\tby official of dishub"] == [
        "\t".join(one.split("\t")[1:5]) if n == 0 else "\t".join(one.split("\t")[1:4]) for n, one in enumerate(history)
    ]
    log = [one.partition("\t")[2] for one in ended.lines[ended.lines.index("deliveries") + 1 : -1]]
    assert ["reporter.question\theld (window)\twhatsapp", "reporter.question\tsent\twhatsapp"] == log
    assert "cost\tsms\t4 parts" == ended.lines[-1]
    assert not [secret for secret in (*SECRETS, "081234567890") if secret in ended.out]


async def test_words_of_a_confidential_report_stay_closed(
    mongo_uri: str, database_name: str, store: MongoStore, tmp_path: Path
) -> None:
    """Of a confidential report it is shown that something was said, and not what."""
    known = await settings(mongo_uri, database_name, store, "rahasia")
    ended = await kanal(tmp_path, "ticket", NUMBER, settings=known)
    assert (0, False, True) == (ended.code, "tiang" in ended.out, "(words are confidential)" in ended.out)


@pytest.mark.parametrize("number", ["KPG-26-00002-1", "anything"])
async def test_unknown_number(
    number: str, mongo_uri: str, database_name: str, store: MongoStore, tmp_path: Path
) -> None:
    """A number that was never given is said to be none."""
    known = {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}
    ended = await kanal(tmp_path, "ticket", number, settings=known)
    assert (1, "", f"kanal: no report {number}\n") == (ended.code, ended.out, ended.err)
