"""What tickets and the system say in the group."""

from typing import Any

import pytest

from bots.officials.state import OfficialsState, Shown, remember_card
from core.vocabulary.effects import Edit, Mention, OpenTopic, Send
from core.vocabulary.events import Event, Left, Migrated, Odd, Reacted
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Notice, Relay, ShowCard, Verdict
from core.vocabulary.report import Evidence, Pin
from core.vocabulary.steps import Moment
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, SARI, STRANGER, Group, a_card

PHOTO = Evidence("photo", "r", media="m1")


def test_new_card_is_posted_in_its_topic_and_then_edited() -> None:
    """The first revision posts the card, later ones edit it."""
    group = Group()
    group.starts()
    group.shows()
    (edit,) = group.of(Edit)
    assert ("verifikasi", f"card:{NUMBER}:verifikasi", NUMBER) == (edit.to.topic, edit.to.key, edit.to.ref)
    assert (NUMBER,) == edit.to.bold
    group.shows(status="terverifikasi", revision=2, actions=("disposisi",))
    assert 1 == len(group.posted)
    assert "Terverifikasi, menunggu disposisi" in group.last.text


DANGER = {"emergency": "kebakaran", "category": "bencana", "text": "rumah terbakar"}


def test_an_emergency_calls_who_is_on_duty_once() -> None:
    """The people of the category's unit and of the coordinator's desk are called under the new card, and only then."""
    group = Group()
    group.registers(BUDI, "bpbd")
    group.registers(SARI, "dishub")
    group.registers(STRANGER, "setda")
    group.shows(**DANGER)
    (call,) = group.of(Send)
    assert [Mention("Budi L.", BUDI.id), Mention("Orang Lain", STRANGER.id)] == list(call.mentions)
    assert call.text.startswith(f"🚨 {NUMBER}: Kebakaran.")
    assert "Budi L., Orang Lain" in call.text
    assert ("verifikasi", f"card:{NUMBER}:verifikasi", NUMBER) == (call.topic, call.reply_key, call.ref)
    group.shows(**DANGER, revision=2)
    assert [] == group.of(Send)


def test_without_anybody_registered_the_admins_are_called() -> None:
    """Somebody is called even when nobody is registered; people who left are not."""
    group = Group()
    group.registers(BUDI, "bpbd")
    group.happens(Left(BUDI))
    group.shows(**DANGER)
    assert [Mention("admin", ADMIN.id)] == list(group.last.mentions)


def test_the_call_keeps_a_secret() -> None:
    """Of a report whose content is kept from the group, the call does not tell the kind of danger."""
    group = Group()
    group.shows(**DANGER, privacy="rahasia")
    assert f"🚨 {NUMBER}: Keadaan darurat." in group.last.text


def test_a_plain_report_calls_nobody() -> None:
    """A report without danger is only a card."""
    group = Group()
    group.shows()
    assert [] == group.of(Send)


def test_older_revision_is_ignored() -> None:
    """A card that comes late changes nothing; the same revision again is drawn again."""
    group = Group()
    group.shows(revision=3)
    group.shows(revision=2)
    assert [] == group.effects
    group.shows(revision=3)
    assert 1 == len(group.of(Edit))


def test_moved_card_leaves_a_signpost() -> None:
    """A disposed card appears in the unit's topic, and its old copy becomes a signpost without buttons."""
    group = Group()
    group.starts()
    group.shows()
    group.shows(status="didisposisikan", desk="dishub", unit="dishub", moved_from="verifikasi", revision=2)
    sign = group.by_key(f"card:{NUMBER}:verifikasi").message
    assert (f"➡️ {NUMBER} pindah ke topik Dishub", ()) == (sign.text, sign.choices)
    assert "dishub" == group.by_key(f"card:{NUMBER}:dishub").message.topic


def test_the_files_come_along_with_a_moved_card() -> None:
    """The citizen's files hang under the card in the unit's topic too, once; those still on their way come later."""
    group = Group()
    group.starts()
    group.shows(evidence=(PHOTO,))
    moved: dict[str, Any] = {"status": "didisposisikan", "desk": "dishub", "unit": "dishub"}
    group.shows(**moved, moved_from="verifikasi", revision=2, evidence=(PHOTO, Evidence("photo", "later")))
    sent = group.of(Send)
    assert [((PHOTO,), "dishub", f"card:{NUMBER}:dishub")] == [(s.evidence, s.topic, s.reply_key) for s in sent]
    group.shows(**moved, revision=3, evidence=(PHOTO,))
    assert [] == group.of(Send)
    group.shows(revision=4, moved_from="dishub", evidence=(PHOTO,))
    assert [()] == [send.evidence for send in group.of(Send)]


def test_moved_card_leaves_a_signpost_even_when_the_ticket_does_not_say_so() -> None:
    """The group remembers where the card stood, so that no untrue copy stays when a revision was missed."""
    group = Group()
    group.shows()
    group.shows(status="didisposisikan", desk="dishub", unit="dishub", revision=3)
    assert "pindah ke topik Dishub" in group.by_key(f"card:{NUMBER}:verifikasi").message.text
    group.shows(status="didisposisikan", desk="dishub", unit="dishub", moved_from="verifikasi", revision=2)
    assert "pindah ke topik Dishub" in group.by_key(f"card:{NUMBER}:verifikasi").message.text


def test_card_that_returns_calls_for_attention() -> None:
    """A card that comes back to a topic is true again there, and a message points to it, since edits are silent."""
    group = Group()
    group.shows()
    group.shows(desk="dishub", unit="dishub", moved_from="verifikasi", revision=2)
    group.shows(desk="verifikasi", status="terverifikasi", moved_from="dishub", revision=3)
    assert "pindah ke topik Verifikasi" in group.by_key(f"card:{NUMBER}:dishub").message.text
    assert "Terverifikasi" in group.by_key(f"card:{NUMBER}:verifikasi").message.text
    assert f"↩️ {NUMBER} kembali ke topik ini. Kartunya di atas sudah diperbarui." == group.last.text
    assert (f"card:{NUMBER}:verifikasi", "verifikasi") == (group.last.reply_key, group.last.topic)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("answer", "Dekat tiang 7", f"💬 {NUMBER}: jawaban pelapor\n“Dekat tiang 7”"),
        ("addition", "Sekarang gelap\ntotal", f"➕ {NUMBER}: tambahan dari pelapor\n“Sekarang gelap\ntotal”"),
        ("dispute", "Masih mati", f"⚠️ {NUMBER}: menurut pelapor belum beres\n“Masih mati”"),
        ("confirmed", "", f"✅ {NUMBER}: pelapor menyatakan sudah beres"),
        ("rated", "4", f"⭐ {NUMBER}: nilai dari pelapor\n★★★★☆ (4/5)"),
        ("rated", "bagus", f"⭐ {NUMBER}: nilai dari pelapor\n“bagus”"),
        ("evidence", "", f"📷 {NUMBER}: bukti dari pelapor"),
        (
            "lapsed",
            "",
            f"⌛ {NUMBER}: pelapor tidak menanggapi sampai batas waktu. "
            "Dicatat sebagai tanpa tanggapan, bukan sebagai puas.",
        ),
    ],
)
def test_words_of_the_citizen_hang_under_the_card(kind: Any, text: str, expected: str) -> None:
    """A relay is posted as a reply to the card, and a reply to it reaches the ticket."""
    group = Group()
    group.starts()
    group.shows()
    group.tells(Relay(NUMBER, "verifikasi", kind, text))
    assert expected == group.last.text
    assert (f"card:{NUMBER}:verifikasi", "verifikasi", NUMBER) == (
        group.last.reply_key,
        group.last.topic,
        group.last.ref,
    )
    group.registers(BUDI)
    relayed = next(item for item in group.posted if item.message.text == expected)
    group.replies(BUDI, "Terima kasih", to=relayed)
    assert ("balas", "Terima kasih") == (group.act.action, group.act.text)


def test_relay_brings_files_and_position() -> None:
    """Files that are here go along, with their count; one that is not is left out; a pin becomes a position."""
    group = Group()
    evidence = (PHOTO, Evidence("photo", "coming"), Evidence("video", "v", media="m2"))
    group.tells(Relay(NUMBER, "dishub", "answer", "", evidence, Pin(-10.1, 123.5)))
    assert [OpenTopic("dishub", "Dishub", "blue")] == group.topics
    assert (evidence[0], evidence[2]) == group.last.evidence
    assert (-10.1, 123.5) == group.last.place
    assert group.last.text.endswith("\n📷 1 foto, 1 video")


def test_notice_goes_to_the_health_topic() -> None:
    """A notice is said in the health topic, mergeable; without a text only its key is shown, never its values."""
    group = Group()
    group.tells(
        Notice("officials.notice.channel_down", {"channel": "sms", "reason": "ditolak", "advice": "Isi pulsa."})
    )
    assert ("health", True) == (group.last.topic, group.last.mergeable)
    assert group.last.text.startswith("🔴 Saluran sms terputus: ditolak\nYang perlu dilakukan: Isi pulsa.")
    group.tells(Notice("officials.notice.channel_up", {"channel": "sms"}))
    assert "🟢 Saluran sms pulih. Pesan yang tertahan sedang dikirim." == group.last.text
    group.tells(Notice("officials.notice.unknown", {"lane": "chat:x:0812"}))
    assert "officials.notice.unknown" == group.last.text


def test_dead_event_is_told_without_its_ids() -> None:
    """A dead letter is told in the health topic without ids, which can carry a citizen's number."""
    group = Group()
    group.tells(Notice("officials.notice.dead", {"id": "whatsapp:1:wamid.62812", "lane": "chat:whatsapp:62812"}))
    assert "kanal dead" in group.last.text
    assert "62812" not in group.last.text


@pytest.mark.parametrize(
    "body", [Odd("poll"), Reacted(BUDI, "m1", ("👍",)), Migrated("-1002"), Verdict("", "officials.verdict.stale")]
)
def test_other_events_change_nothing(body: Any) -> None:
    """What the group has no use for leaves the state as it is and wants nothing done."""
    group = Group()
    group.shows()
    before = group.state
    group.happens(body)
    assert ([], before) == (group.effects, group.state)


def test_memory_is_capped() -> None:
    """Of 1,000 cards the oldest closed ones are forgotten first, then the oldest, so that the document stays small."""
    state = OfficialsState()
    for serial in range(1010):
        remember_card(state, str(serial), Shown(1, ("verifikasi",), open=serial not in range(500, 505)))
    assert 1000 == len(state.shown)
    assert ["5", "6"] == list(state.shown)[:2]
    assert not {str(serial) for serial in range(500, 505)} & set(state.shown)


def test_state_given_as_a_struct_is_left_alone() -> None:
    """A step never changes the state that it was given."""
    group = Group()
    before = OfficialsState()
    event = Event("c1", OFFICIALS_LANE, group.now, ShowCard(a_card()))
    after = group.steps.step(before, event, Moment(now=group.now)).state
    assert ({}, [NUMBER]) == (before.shown, list(after.shown))
