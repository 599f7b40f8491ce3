"""A report that is full of persons, and the same one as a confidential one: none of it may reach those outside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.texts import Texts
from core.docket.standing import with_standing
from core.docket.state import DocketState
from core.ticket.casebook import CaseBook
from core.ticket.listing import row_of
from core.ticket.state import Closing, HistoryLine, Limit, Rung, TicketState
from core.vocabulary.docket import DocketRow
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import docket_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.officials import Doubt, Spoken
from core.vocabulary.report import Evidence, Pin, Report
from core.vocabulary.ticket import Official
from tests.clock import START
from tests.core.kupang import kupang
from tests.web.monitor.house import House

NUMBER, SECRET_NUMBER = "KPG-26-00001-5", "KPG-26-00002-3"
HOUR = timedelta(hours=1)
BOOK = CaseBook(kupang(), WorkingCalendar(kupang()), Texts(kupang().texts))
HOLDER = Official("7002", "Yeremias Tahun", "dishub", role="petugas")
PERSONS = (
    "Maria", "Ndolu", "Yeremias", "Tahun", "7002", "7003", "person:", "081234567890", "81234567890",
    "-10.17", "123.60", "gang sempit", "RT 03", "No. 12", "DH 1234 AB", "maria.n", "m-foto-1", "rahasia dapur",
    "t.me",
)  # fmt: skip
"""What was planted: names, accounts, numbers, positions, a landmark, a home, a plate, a file, a colleague's note."""
WORDS = "Lampu mati di Jl. Timor Raya No. 12 RT 03, hubungi 0812 3456 7890, mobil DH 1234 AB parkir"


def ticket(**changes: Any) -> TicketState:
    """Give a ticket in which everything personal stands that a ticket can hold, and what it should not."""
    report = Report(
        WORDS,
        "pengaduan",
        "lampu-jalan",
        name="Maria Ndolu",
        kelurahan="Oebufu",
        landmark="gang sempit",
        pin=Pin(-10.17720, 123.60703, "rumah Maria"),
        evidence=(Evidence("photo", "r", "m-foto-1", name="maria.jpg"),),
        channel="whatsapp",
        filed_at=START,
    )
    made = TicketState(
        NUMBER,
        "person:abc",
        "disanggah",
        report,
        START,
        unit="dishub",
        path=("pupr", "dishub"),
        holder=HOLDER,
        due_at=START - HOUR,
        due_kind="tindak_lanjut",
        counted_from=START - 9 * HOUR,
        limit=Limit(5),
        late=True,
        returns=1,
        disputes=1,
        rating=2,
        notes=("Yeremias: rahasia dapur",),
        handlers=("person:7003",),
        rung=(Rung("half", START - 9 * HOUR), Rung("head", START - HOUR)),
        history=(HistoryLine(START, "sistem", "reminded", "diproses"),),
        closing=Closing(HOLDER, START, "sudah", doubts=(Doubt("before", at=START),)),
        spoken=(Spoken("1", START, "dispute", "Masih gelap, Pak Yeremias! telp 0812 3456 7890 di RT 03"),),
        history_count=4,
    )
    return structs.replace(made, **changes)


def secret(**changes: Any) -> TicketState:
    """Give the same report as a confidential one."""
    made = ticket(number=SECRET_NUMBER, **changes)
    return made.reporting(privacy="rahasia")


def records(number: str = NUMBER) -> list[Record]:
    """Give a journal with persons in every place that has room for words."""
    who = {"name": "Yeremias Tahun", "by_unit": "dishub", "to": "7003", "link": "https://t.me/maria"}
    lines = [
        ("opened", "baru", "pelapor", "", {"category": "lampu-jalan", "channel": "whatsapp", "kelurahan": "Oebufu"}),
        ("disposisi", "didisposisikan", "7002", "", {**who, "by_unit": "setda", "unit": "dishub"}),
        ("catatan", "didisposisikan", "7002", "rahasia dapur", who),
        ("followed", "didisposisikan", "pengikut", "Maria Ndolu", {}),
        ("said_in_public", "didisposisikan", "sistem", "", who),
        ("tanya", "menunggu_pelapor", "7002", "Berapa nomor HP Ibu? Punya saya 081234567890", who),
        ("replied", "diproses", "pelapor", "Nama saya Maria Ndolu, 081234567890, dekat kios", {}),
        ("reminded", "diproses", "sistem", "", {"stage": "limit"}),
        ("closing_held", "diproses", "7002", "Sudah diganti", {**who, "doubts": "before,far"}),
        (
            "selesai",
            "ditindaklanjuti",
            "7002",
            "Sudah, Ibu Maria, cek ke No. 12 RT 03. Salam, Yeremias Tahun",
            who,
        ),
        ("disputed", "disanggah", "pelapor", "Masih gelap, telp 0812 3456 7890 di Jl. Timor Raya No. 12", {}),
        ("lihat", "disanggah", "account:ombudsman-ntt", "", {"office": "ombudsman"}),
    ]
    return [
        Record(number, actor, what, status, START + n * HOUR, reason, dict(details))
        for n, (what, status, actor, reason, details) in enumerate(lines)
    ]


def keep(house: House, *tickets: TicketState) -> None:
    """Put tickets where the pages find them: their lanes, their desk's list and their journals."""
    rows: dict[str, dict[str, DocketRow]] = {}
    for one in tickets:
        lane = ticket_lane(one.number)
        house.boxes.lanes[lane] = Lane(lane, 1, _plain(one))
        house.journals.lines[one.number] = records(one.number)
        rows.setdefault(BOOK.desk_key(one), {})[one.number] = row_of(BOOK, one)
    for desk, found in rows.items():
        ended = {number: row for number, row in found.items() if row.stage == "ended"}
        opened = {number: row for number, row in found.items() if row.stage != "ended"}
        lane = docket_lane(desk)
        docket = with_standing(DocketState(opened, ended), house.clock.now(), BOOK.city.verification_unit)
        house.boxes.lanes[lane] = Lane(lane, 1, _plain(docket))


def _plain(state: msgspec.Struct) -> Any:
    return msgspec.to_builtins(state, builtin_types=(datetime,))
