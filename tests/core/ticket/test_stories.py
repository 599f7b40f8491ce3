"""Stories of single tickets, from filing to the end, as officials and citizens live them."""

from __future__ import annotations

from datetime import date, datetime

from core.vocabulary.citizen import Confirmed, Disputed, Rated, Replied, Update
from core.vocabulary.dates import DaysOff, Reckoning, Stop
from core.vocabulary.effects import Record, Tell
from core.vocabulary.events import Timer
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Card, ShowCard, Verdict
from core.vocabulary.report import Evidence, Pin
from tests.core.ticket.lane import (
    ADMIN,
    COORDINATOR,
    DISHUB,
    DISHUB_TWO,
    NUMBER,
    OTHER,
    PHOTO,
    REPORTER,
    SECRETARY,
    WITA,
    TicketLane,
    brought_to,
    local,
)


def test_filed() -> None:
    """A filing becomes a card in the verification topic, and the citizen gets number and date, in that order."""
    lane = TicketLane().opens(evidence=(PHOTO,))

    assert [
        "Record",
        "ShowCard",
        "Update",
        "Relay",
        "Listed",
        "KnownNear",
        "Exhibit",
        "Tallied",
        "Shaded",
        "Sighted",
    ] == [type(effect.command if isinstance(effect, Tell) else effect).__name__ for effect in lane.effects]
    card: Card = lane.card
    assert ("baru", "verifikasi", 1, "verifikasi") == (card.status, card.desk, card.revision, card.due_kind)
    assert "2026-07-09 23:59:59" == local(card.due_at)
    assert ("filed", card.due_at) == (lane.update.kind, lane.update.due_at)
    assert ("evidence", (PHOTO,)) == (lane.relay.kind, lane.relay.evidence)


def test_confirmed() -> None:
    """Verified, disposed, claimed, answered with a photo, confirmed and rated: each step is told to the citizen."""
    lane = TicketLane().opens()
    kinds = [lane.update.kind]
    lane.waits(hours=1).does("verifikasi", COORDINATOR)
    kinds.append(lane.update.kind)
    lane.waits(hours=1).does("disposisi", COORDINATOR)
    kinds.append(lane.update.kind)
    assert ("dishub", "dishub", "verifikasi") == (lane.card.unit, lane.card.desk, lane.card.moved_from)
    assert ("2026-07-13 23:59:59", "tindak_lanjut") == (local(lane.card.due_at), lane.card.due_kind)
    assert lane.card.due_at == lane.update.due_at
    lane.waits(days=1).does("ambil", DISHUB)
    kinds.append(lane.update.kind)
    assert ("Yosef Lay", "") == (lane.card.holder, lane.card.moved_from)
    lane.waits(days=1).does("progres", DISHUB, "Teknisi di lokasi")
    kinds.append(lane.update.kind)
    assert "Teknisi di lokasi" == lane.update.text
    lane.waits(days=1).does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,))
    answered, card = lane.update, lane.card
    kinds.append(lane.update.kind)
    assert ((PHOTO,), "Lampu diganti") == (answered.evidence, answered.text)
    assert "konfirmasi" == card.due_kind
    assert lane.calms().wake_at == answered.due_at == card.due_at
    lane.waits(days=1).happens(Confirmed())
    kinds.append(lane.update.kind)
    assert "confirmed" == lane.relay.kind
    assert {None} == {lane.wake_at, lane.card.due_at}
    lane.happens(Rated(5))

    assert ("rated", "5", 5) == (lane.relay.kind, lane.relay.text, lane.card.rating)
    assert ["filed", "verified", "disposed", "claimed", "progress", "answered", "finished"] == kinds
    assert "selesai" == lane.status


def test_confirmed_twice() -> None:
    """A second confirmation changes nothing and says nothing; the same mark twice counts once."""
    lane = brought_to("selesai").happens(Rated(4))
    state = lane.state

    assert () == lane.happens(Confirmed()).effects
    assert () == lane.happens(Rated(4)).effects
    assert () == lane.happens(Rated(6)).effects
    assert state == lane.state


def test_confirmed_too_early() -> None:
    """A confirmation before there is an answer is refused to the citizen, and the ticket stays."""
    lane = brought_to("diproses").happens(Confirmed())

    assert ("refused", "diproses") == (lane.update.kind, lane.status)
    assert [] == lane.told(ShowCard)


def test_disputed_and_reopened() -> None:
    """A dispute keeps the holder, starts a new follow-up limit, and the work can go on to a second answer."""
    lane = brought_to("ditindaklanjuti").waits(days=2)
    dark = Evidence(kind="photo", ref="f9")

    lane.happens(Disputed("masih gelap, telp saya 081234567890", (dark,)))

    assert ("disanggah", "Yosef Lay", "tindak_lanjut") == (lane.status, lane.card.holder, lane.card.due_kind)
    assert ("dispute", "masih gelap, telp saya [nomor]", ()) == (
        lane.relay.kind,
        lane.relay.text,
        lane.relay.evidence,
    )
    assert ("reopened", "2026-07-15 23:59:59") == (lane.update.kind, local(lane.update.due_at))
    assert ["diproses", "ditindaklanjuti"] == [
        lane.does("lanjutkan", DISHUB).status,
        lane.does("selesai", DISHUB, "Kabel diganti", evidence=(PHOTO,)).status,
    ]
    assert "selesai" == lane.happens(Confirmed()).status


def test_disputed_again() -> None:
    """A second dispute while one is open passes on its words; without words it changes nothing."""
    lane = brought_to("disanggah")
    state = lane.state

    assert () == lane.happens(Disputed("")).effects
    assert state == lane.state
    lane.happens(Disputed("sampai sekarang gelap"))
    assert ("addition", "sampai sekarang gelap", []) == (lane.relay.kind, lane.relay.text, lane.told(Update, REPORTER))


def test_disputed_when_confirmed() -> None:
    """What was confirmed can be disputed still: the ticket is open again, with its holder, before others."""
    lane = brought_to("selesai").happens(Disputed("mati lagi"))

    assert ("disanggah", "reopened", "mati lagi") == (lane.status, lane.update.kind, lane.relay.text)
    assert (True, "Yosef Lay") == (lane.card.priority, lane.card.holder)


def test_question() -> None:
    """A question stops the clock until the citizen answers; the due date moves by the working time waited."""
    lane = brought_to("diproses")
    due = local(lane.ticket.due_at)

    lane.does("tanya", DISHUB, "Tiang nomor berapa?")

    assert "2026-07-13 23:59:59" == due
    assert ("question", "Tiang nomor berapa?", None) == (lane.update.kind, lane.update.text, lane.update.due_at)
    assert (None, "jeda") == (lane.card.due_at, lane.card.due_kind)
    lane.waits(days=1).says("Tiang 14, kata Beny Tefa")
    assert ("answer", "Tiang 14, kata [nama]") == (lane.relay.kind, lane.relay.text)
    assert ("diproses", "2026-07-14 23:59:59") == (lane.status, local(lane.card.due_at))
    assert "addition" == lane.says("ada dua tiang").relay.kind
    assert [] == lane.told(ShowCard)


def test_pin_in_an_answer() -> None:
    """A position that the citizen adds goes along with the words."""
    lane = brought_to("menunggu_pelapor")

    lane.happens(Replied("", pin=Pin(-10.16, 123.6, "rumah Beny Tefa")))

    assert Pin(-10.16, 123.6, "rumah [nama]") == lane.relay.pin


def test_release() -> None:
    """The holder lets go, and no colleague does; then the ticket waits for one, and the citizen is told."""
    lane = brought_to("diproses")

    lane.does("lepas", DISHUB_TWO)
    assert lane.sentence.startswith("Hanya pemegang tiket (Yosef Lay), penghubung, koordinator, atau pimpinan Dishub")
    assert "diproses" == lane.status
    lane.does("lepas", DISHUB)
    assert ("didisposisikan", "", "released") == (lane.status, lane.card.holder, lane.update.kind)
    assert "Dina Nalle" == lane.does("ambil", DISHUB_TWO).card.holder


def test_two_claims() -> None:
    """Of two taps the first wins; the second is told who has it, by an alert, and changes nothing."""
    lane = brought_to("didisposisikan").does("ambil", DISHUB)
    state = lane.state

    lane.does("ambil", DISHUB_TWO)

    assert ("Sudah diambil Yosef Lay.", True, state) == (lane.sentence, lane.verdict.alert, lane.state)
    assert "Tiket ini sudah Anda pegang." == lane.does("ambil", DISHUB).sentence


def test_not_ours_twice() -> None:
    """A unit's refusal sends the ticket back with its reason; the second one calls for the city secretary."""
    lane = brought_to("didisposisikan")

    lane.does("bukan_wewenang", DISHUB, "jalan provinsi")
    assert ("terverifikasi", "verifikasi", "dishub", "") == (
        lane.card.status,
        lane.card.desk,
        lane.card.moved_from,
        lane.card.unit,
    )
    assert ("Dikembalikan oleh Dishub (Yosef Lay): jalan provinsi",) == lane.card.notes
    assert ("returned", "dishub", "jalan provinsi") == (lane.update.kind, lane.update.other, lane.update.text)
    lane.does("disposisi", COORDINATOR, unit="pupr").does("bukan_wewenang", ADMIN, "bukan jalan kota")

    assert 2 == lane.ticket.returns
    assert ("dishub", "pupr") == lane.ticket.path
    escalated = list(lane.card.notes)[-1]
    assert "⚠️ Sudah 2 kali dikembalikan: diputuskan Sekretaris Daerah." == escalated
    assert ("escalated", ("dishub", "pupr")) == (lane.update.kind, lane.update.path)
    assert ("eskalasi", True) == (lane.card.desk, lane.card.escalated)
    lane.does("disposisi", SECRETARY, unit="dlhk")
    assert ("didisposisikan", "dlhk", False) == (lane.status, lane.card.desk, lane.card.escalated)


def test_not_ours_from_verification() -> None:
    """The coordinator ends it with a reason; for a category with a redirect the pack's own sentence is enough."""
    plain = TicketLane().opens()
    assert "officials.verdict.need_text.bukan_wewenang" == plain.does("bukan_wewenang", COORDINATOR, " ").verdict.key
    assert "baru" == plain.status

    power = TicketLane().opens(category="listrik").does("bukan_wewenang", COORDINATOR)
    assert ("bukan_wewenang", "not_ours") == (power.status, power.update.kind)
    assert "PLN" in power.update.text


def test_hold_over_holidays() -> None:
    """A hold over Christmas costs only the working days in it, and the push says what the new date is made of."""
    lane = TicketLane(datetime(2026, 12, 21, 10, 0, tzinfo=WITA)).opens()
    lane.does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR).does("ambil", DISHUB)
    assert "2026-12-30 23:59:59" == local(lane.ticket.due_at)

    lane.until(datetime(2026, 12, 23, 12, 0, tzinfo=WITA)).does(
        "tunda", DISHUB_TWO, "menunggu suku cadang sampai 4 Januari"
    )
    assert ("ditunda", "Yosef Lay", "jeda") == (lane.status, lane.card.holder, lane.card.due_kind)
    assert ("Ditunda (Dina Nalle): menunggu suku cadang sampai 4 Januari",) == lane.card.notes
    assert ("held", None) == (lane.update.kind, lane.update.due_at)
    assert "2027-01-04 08:00:00" == local(lane.update.until) == local(lane.card.held_until)

    lane.until(datetime(2026, 12, 28, 12, 0, tzinfo=WITA)).does("lanjutkan", DISHUB)
    assert ("diproses", "Yosef Lay", "2026-12-31 23:59:59") == (lane.status, lane.card.holder, local(lane.card.due_at))
    assert "resumed" == lane.update.kind
    off = DaysOff(date(2026, 12, 24), date(2026, 12, 27), ("Cuti Bersama Hari Raya Natal", "Hari Raya Natal"))
    assert Reckoning(date(2026, 12, 21), 5, date(2026, 12, 31), (off,), (Stop(1, "held"),)) == lane.update.reckoning


def test_hold_of_a_new_one() -> None:
    """A new ticket held back by the coordinator returns to where it was; a unit's official has no say in it."""
    lane = brought_to("ditunda")

    assert "officials.verdict.who_may.coordinator" == lane.does("lanjutkan", DISHUB).verdict.key
    assert "baru" == lane.does("lanjutkan", COORDINATOR).status


def test_lapse() -> None:
    """Ten working days of silence close the ticket as silence; a dispute or a late confirmation is still heard."""
    lane = brought_to("ditindaklanjuti").calms()
    assert lane.wake_at is not None
    assert "2026-07-20 23:59:59" == local(lane.wake_at)

    lane.rings()

    assert ("lewat", 0) == (lane.status, lane.ticket.rating)
    assert {None} == {lane.wake_at}
    assert ("lapsed", "lapsed", "sistem") == (lane.update.kind, lane.relay.kind, lane.records[0].actor)
    assert "disanggah" == brought_to("lewat").happens(Disputed("masih gelap")).status
    assert "selesai" == brought_to("lewat").happens(Confirmed()).status


def test_timer_too_early() -> None:
    """A timer that comes before its time, or after the ticket moved on, does nothing."""

    lane = brought_to("ditindaklanjuti").calms()
    state, wake_at = lane.state, lane.wake_at
    assert wake_at is not None
    lane.happens(Timer(wake_at))
    assert ((), state, wake_at) == (lane.effects, lane.state, lane.wake_at)

    lane.happens(Confirmed()).until(wake_at).happens(Timer(wake_at))
    assert ((), "selesai") == (lane.effects, lane.status)


def test_alarm_overdue() -> None:
    """When an event comes after the limit but before its timer, the lane is woken a moment later."""
    lane = brought_to("ditindaklanjuti").waits(days=60).does("lihat", DISHUB)

    assert lane.wake_at is not None
    assert 1.0 == (lane.wake_at - lane.now).total_seconds()
    assert "lewat" == lane.rings().status


def test_duplicate() -> None:
    """A duplicate names the first ticket, to the card and to the citizen; itself or nonsense is refused."""
    lane = TicketLane().opens()

    assert "Sebutkan nomor tiket yang pertama" in lane.does("duplikat", COORDINATOR, "yang kemarin").sentence
    assert "officials.verdict.same_number" == lane.does("duplikat", COORDINATOR, NUMBER.lower()).verdict.key
    lane.does("duplikat", COORDINATOR, f"sama dengan {OTHER.lower()}")
    assert ("duplikat", OTHER, OTHER) == (lane.status, lane.card.duplicate_of, lane.update.other)


def test_closing_needs_proof() -> None:
    """A complaint is answered with words and a picture that has arrived; a request for information needs words."""
    lane = brought_to("diproses")
    voice = Evidence(kind="voice", ref="v", media="m2")
    coming = Evidence(kind="photo", ref="p")

    assert "officials.verdict.need_text.selesai" == lane.does("selesai", DISHUB, evidence=(PHOTO,)).verdict.key
    for proof in ((), (voice,), (coming,)):
        assert "officials.verdict.need_evidence" == lane.does("selesai", DISHUB, "beres", evidence=proof).verdict.key
    assert "ditindaklanjuti" == lane.does("selesai", DISHUB, "beres", evidence=(PHOTO, voice)).status

    asked = TicketLane().opens(classification="permintaan informasi").does("verifikasi", COORDINATOR)
    asked.does("disposisi", COORDINATOR).does("ambil", DISHUB).does("selesai", DISHUB, "Buka jam 8")
    assert "ditindaklanjuti" == asked.status


def test_looking_is_recorded() -> None:
    """A look at a ticket redraws the card and stands in the journal with who looked."""
    lane = brought_to("diproses").does("lihat", DISHUB_TWO)
    due = "Batas waktu Senin, 13 Jul 2026: 5 hari kerja dari Senin, 6 Jul."

    assert [("21", "lihat", "Dina Nalle")] == [
        (record.actor, record.what, record.details["name"]) for record in lane.records
    ]
    assert f"{NUMBER}: diproses. Unit: Dishub. Pemegang: Yosef Lay." == lane.sentence
    assert due == lane.verdict.values["clock"]
    assert [] == lane.told(Update, REPORTER)


def test_journal_of_the_whole_story() -> None:
    """The journal never names the citizen's chat, and has one line for every change."""
    lane = brought_to("selesai")
    records = [effect for effect in lane.all_effects if isinstance(effect, Record)]

    assert [
        "opened",
        "verifikasi",
        "disposisi",
        "ambil",
        "tanya",
        "selesai",
        "confirmed",
    ] == [record.what for record in records]
    assert ["pelapor", "10", "10", "20", "20", "20", "pelapor"] == [record.actor for record in records]
    assert not [record for record in records if "771234567" in str(record)]


def test_group_order() -> None:
    """After an act the verdict comes first, so that the spinner ends before the card is redrawn."""
    lane = brought_to("didisposisikan").does("ambil", DISHUB)
    to_group = [
        type(effect.command) for effect in lane.effects if isinstance(effect, Tell) and effect.lane == OFFICIALS_LANE
    ]

    assert [Verdict, ShowCard] == to_group
