"""Whatever happens, in whatever order: no step raises, and the promises of a turn hold."""

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.vocabulary.citizen import Disputed, Replied, Update, UpdateKind
from core.vocabulary.effects import Answer, Edit, Send
from core.vocabulary.events import (
    Blocked,
    Body,
    Deleted,
    Edited,
    File,
    Odd,
    Person,
    Place,
    Pressed,
    Reacted,
    Said,
    Status,
    Timer,
    Unblocked,
)
from core.vocabulary.report import Filing
from core.vocabulary.results import Fetched, NotFetched, Undelivered
from core.vocabulary.ticket import TicketStatus
from tests.bots.citizen.chat import LAMP, MARIA, NOON, NUMBER, OTHER_NUMBER, Chat

WORDS = (
    LAMP, "rusak", "kirim", "1", "2", "3", "5", "ubah", "batal", "lewati", "ya", "belum", "anonim", "halo", "status",
    "terima kasih", "???", "😀", "kebakaran di pasar!", "goblok", "di Liliba", f"status {NUMBER}", "lanjut", "hapus",
    "geo:-10.1,123.6", "isi", "kategori", "lokasi", "english", "air sonde jalan", "x" * 4100, "",
)  # fmt: skip
CHOICES = (
    "kirim:1", "ubah:1", "batal:1", "lewati:1", "privasi:1:anonim", "privasi:2:nama", "kategori:1:jalan", "kategori:1",
    "kategori:1:semua", "kategori:1:ngawur", "isi:1", "lokasi:1", "kembali:1", "darurat:1", "lanjut:1",
    f"beres:{NUMBER}", f"belum:{NUMBER}", f"alasan:{NUMBER}", f"nilai:{NUMBER}:5", f"nilai:{NUMBER}:9",
    f"untuk:{NUMBER}", "untuk:draf", "bahasa:en", "bahasa:xx", "menu:status", "menu:x", f"status:{NUMBER}", "",
    ":", "privasi:1:x", "ngawur:1:2:3",
)  # fmt: skip
NUMBERS = st.sampled_from((NUMBER, OTHER_NUMBER))
IDS = st.integers(0, 12).map(lambda n: f"m{n}")
FILES = st.lists(
    st.builds(
        File,
        st.sampled_from(("photo", "voice", "document", "sticker", "video")),
        st.integers(0, 6).map(lambda n: f"f{n}"),
        st.just(""),
    ),
    max_size=2,
).map(tuple)
SAID = st.builds(
    Said,
    st.just(MARIA),
    IDS,
    st.sampled_from(WORDS),
    FILES,
    st.sampled_from((None, Place(-10.1, 123.6), Place(-10.2, 123.6, live=True))),
    album=st.sampled_from(("", "", "A")),
    command=st.sampled_from(("", "", "", "", "start", "status", "lapor", "zzz")),
)
BODIES: st.SearchStrategy[Body] = st.one_of(
    SAID,
    SAID,
    SAID.map(Edited),
    st.builds(Pressed, st.just(MARIA), st.sampled_from(CHOICES), query_id=st.sampled_from(("", "q"))),
    st.builds(Pressed, st.just(MARIA), st.sampled_from(CHOICES), query_id=st.just("q")),
    st.builds(Deleted, st.just(MARIA), IDS),
    st.builds(
        Update,
        NUMBERS,
        st.sampled_from(get_args(UpdateKind)),
        st.sampled_from(get_args(TicketStatus)),
        st.sampled_from(("", "kata")),
        st.sampled_from(("", "dishub", "tidakada")),
        st.sampled_from((None, NOON)),
    ),
    st.builds(Fetched, st.integers(0, 6).map(lambda n: f"f{n}"), st.just("media")),
    st.builds(NotFetched, st.integers(0, 6).map(lambda n: f"f{n}"), st.just("gone")),
    st.builds(Undelivered, st.just("e"), st.sampled_from(("", NUMBER)), st.sampled_from(("unreachable", "window"))),
    st.sampled_from((Blocked(MARIA), Unblocked(MARIA), Odd("poll", MARIA, answer=True), Status("m", "read"))),
    st.sampled_from((Timer(NOON), Reacted(MARIA, "m1", ("👍",)), Replied("not for us"), Disputed("not for us"))),
)
STEPS = st.lists(st.tuples(BODIES, st.sampled_from((0, 0, 1, 2, 90, 4000, 90000)), NUMBERS | st.just("")), max_size=25)


@settings(max_examples=250, deadline=None)
@given(STEPS)
def test_any_sequence_keeps_the_promises(happenings: list[tuple[Body, int, str]]) -> None:
    """No sequence raises; a press with a query gets one answer; a turn has one bubble; the wake-up is in the future."""
    chat = Chat()
    for body, seconds, reply_ref in happenings:
        chat.now += timedelta(seconds=seconds)
        before = chat.state
        chat.happens(body, reply_ref=reply_ref)
        answers = [effect for effect in chat.last if isinstance(effect, Answer)]
        wanted = 1 if isinstance(body, Pressed) and body.query_id else 0
        shown = [effect for effect in chat.last if isinstance(effect, Send | Edit)]
        assert wanted == len(answers)
        assert all(len(answer.text) <= 200 for answer in answers)
        assert len(shown) <= 1
        assert not (shown and before.blocked and chat.state.blocked)
        for bubble in shown:
            sent = bubble.to if isinstance(bubble, Edit) else bubble
            assert 0 < len(sent.text) <= 4096
            assert all(len(choice.id.encode()) <= 64 for choice in sent.choices)
            assert len({choice.id for choice in sent.choices}) == len(sent.choices)
        assert chat.wake_at is None or chat.wake_at > chat.now
        _capped(chat)


def _capped(chat: Chat) -> None:
    state = chat.state
    assert len(state.tickets) <= 20
    assert len(state.recent) <= 60
    if state.draft is not None:
        assert sum(len(part.evidence) for part in state.draft.parts) <= 10
        assert sum(len(part.text) for part in state.draft.parts) <= 4000


PARTS: list[tuple[str, str, tuple[str, ...]]] = [
    ("a", "Sampah menumpuk", ("p0",)),
    ("b", "", ("p1",)),
    ("c", "dekat kapela di Liliba", ()),
    ("d", "sudah 3 hari", ("p2", "p3")),
    ("e", "", ("p4",)),
]


def _filed(order: list[int], *, album: bool, edit: str = "") -> Filing:
    chat = Chat()
    for place in order:
        message_id, text, photos = PARTS[place]
        at = NOON + timedelta(seconds=place // 2)
        chat.says(text, photos=photos, album="A" if album else "", message_id=message_id, at=at, order=place + 1)
        if edit == message_id:
            chat.edits(message_id, "Sampah busuk", at=NOON + timedelta(seconds=30))
    chat.waits(seconds=30)
    chat.says("lewati" if "Lewati" in chat.labels else "kirim")
    chat.says("kirim")
    chat.says("anonim")
    filing = chat.filing
    assert filing.report.filed_at is not None
    return filing


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(len(PARTS))), st.booleans())
def test_shuffled_messages_file_the_same_report(order: list[int], album: bool) -> None:
    """Messages of a draft, album or not, give the same filing in whatever order they are delivered."""
    assert _filed(list(range(len(PARTS))), album=album) == _filed(order, album=album)


def test_edit_before_its_message() -> None:
    """An edit that is delivered before the message it changes gives the same draft as one after it."""
    texts = []
    for edit_first in (False, True):
        chat = Chat()
        late = NOON + timedelta(seconds=40)
        if edit_first:
            chat.edits("a", "Sampah busuk", at=late)
        chat.says("menumpuk di Liliba", message_id="b", at=NOON + timedelta(seconds=20))
        chat.says("Sampah", message_id="a", at=NOON)
        if not edit_first:
            chat.edits("a", "Sampah busuk", at=late)
        chat.says("kirim")
        chat.says("anonim")
        texts.append(chat.filing.report.text)
    assert ["Sampah busuk\nmenumpuk di Liliba"] * 2 == texts


def test_more_files_than_allowed_in_any_order() -> None:
    """Of too many files the first ten by the platform's order stay, whichever came first."""
    kept = []
    for order in (range(12), range(11, -1, -1)):
        chat = Chat()
        for place in order:
            at = NOON + timedelta(seconds=place)
            chat.says(photos=[f"p{place}"], album="A", message_id=f"m{place}", at=at, order=place)
        chat.waits(seconds=2)
        chat.says("sampah di Liliba")
        chat.says("kirim")
        chat.says("anonim")
        kept.append([item.ref for item in chat.filing.report.evidence])
    assert [[f"p{n}" for n in range(10)]] * 2 == kept


@pytest.mark.parametrize("sender", [Person("77"), Person("77", "A" * 300, language="zz")])
def test_any_person_may_write(sender: Person) -> None:
    """A person without a name or with a strange language is served."""
    chat = Chat()
    chat.person = sender
    assert "Lampu jalan" in chat.says(LAMP)
