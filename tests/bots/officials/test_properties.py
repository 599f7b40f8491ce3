"""What holds for whatever comes: nothing raises, presses are answered once, and platform limits are kept."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from bots.officials.card_text import CARD_LENGTH
from bots.officials.cards import draw_card
from bots.officials.choices import MOST_BYTES, MOST_PER_ROW, card_choices, read_tap
from bots.officials.plain import flat
from bots.officials.required import REQUIRED_TEXTS
from bots.officials.turn import Office
from core.city.texts import fields_of
from core.language.shorten import shorten, utf16_units
from core.ticket.number import format_number
from core.ticket.pages import PAGES
from core.vocabulary.effects import Answer, Edit, Send, Tell
from core.vocabulary.events import Edited, File, Joined, Left, Person, Place, Pressed, Said, Timer
from core.vocabulary.officials import Act, Card, Notice, Relay, ShowCard, Verdict
from core.vocabulary.report import Evidence, Pin, Privacy, Report
from core.vocabulary.results import Fetched, NotFetched
from core.vocabulary.ticket import Action, TicketStatus
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, OTHER, SARI, STRANGER, Group, a_card, kupang, texts

ACTIONS: tuple[Action, ...] = get_args(Action)
STATUSES: tuple[TicketStatus, ...] = get_args(TicketStatus)
TOPICS = ("verifikasi", "dishub", "pkm-alak", "elsewhere")
WORDS = st.sampled_from(
    ("", "batal", "//", "// catatan", "Sudah diganti", OTHER, NUMBER, "/tiket", f"/tiket {NUMBER}", "/daftar", "/saya")
) | st.text(max_size=40)
PEOPLE = st.sampled_from(
    (ADMIN, BUDI, SARI, STRANGER, Person("1", anonymous=True), Person("7", is_bot=True), Person("", "\n"))
)
EVIDENCE = st.builds(Evidence, st.sampled_from(("photo", "voice", "odd")), st.text(max_size=5), st.text(max_size=3))
REPORTS = st.builds(
    Report,
    category=st.sampled_from(("lampu-jalan", "kesehatan", "listrik", "gone")),
    classification=st.sampled_from(("pengaduan", "permintaan informasi", "lain")),
    text=st.text(max_size=3000),
    privacy=st.sampled_from(get_args(Privacy)),
    name=st.text(max_size=200),
    kelurahan=st.sampled_from(("", "Oebufu", "Lai-lai Bisi Kopan")) | st.text(max_size=200),
    landmark=st.text(max_size=1500),
    pin=st.none() | st.builds(Pin, st.floats(-90, 90), st.floats(-180, 180), st.text(max_size=300)),
    event_time=st.text(max_size=500),
    evidence=st.lists(EVIDENCE, max_size=12).map(tuple),
    filed_at=st.none() | st.just(datetime(2026, 12, 1, tzinfo=UTC)),
)
CARDS = st.builds(
    Card,
    number=st.sampled_from((NUMBER, OTHER)),
    status=st.sampled_from(STATUSES),
    desk=st.sampled_from(TOPICS),
    unit=st.sampled_from(("", "dishub", "upp-dinkes", "setda", "gone")),
    report=REPORTS,
    missing_evidence=st.integers(0, 20),
    due_at=st.none() | st.just(datetime(2026, 12, 9, tzinfo=UTC)),
    due_kind=st.sampled_from(("", "verifikasi", "jeda", "new")),
    holder=st.text(max_size=200),
    actions=st.lists(st.sampled_from(ACTIONS), unique=True).map(tuple),
    notes=st.lists(st.text(max_size=300), max_size=5).map(tuple),
    unreached=st.sampled_from(("", "window")) | st.text(max_size=200),
    rating=st.integers(-1, 6),
    revision=st.integers(0, 9),
    menu=st.sampled_from(("", "units", "odd")),
    moved_from=st.sampled_from(("", *TOPICS)),
    duplicate_of=st.sampled_from(("", OTHER)),
)
FILES = st.lists(st.builds(File, st.sampled_from(("photo", "sticker")), st.sampled_from(("p1", "p2"))), max_size=3)
PRESSES = st.builds(
    Pressed,
    sender=PEOPLE,
    choice=st.builds(
        "{}:{}:{}".format,
        st.sampled_from((*ACTIONS, "batal", "setuju", "x")),
        st.sampled_from((NUMBER, OTHER, "2")),
        st.sampled_from(("", "units", "dishub", "2")),
    )
    | st.builds("{}:{}".format, st.sampled_from((*ACTIONS, "setuju")), st.sampled_from((NUMBER, "2", "3")))
    | st.text(max_size=64),
    message_id=st.sampled_from(("", "m1", "m2")),
    query_id=st.sampled_from(("q1", "q2")),
    topic=st.sampled_from(("", "77")),
)


@st.composite
def said(draw: st.DrawFn) -> Said:
    """Draw a message of any shape."""
    text = draw(WORDS)
    command, argument = "", ""
    if text.startswith("/") and not text.startswith("//"):
        command, _, argument = text[1:].partition(" ")
    return Said(
        sender=draw(PEOPLE),
        message_id=draw(st.sampled_from([str(number) for number in range(12)] + ["x"])),
        text=text,
        files=tuple(draw(FILES)),
        place=draw(st.none() | st.just(Place(-10.1, 123.5))),
        album=draw(st.sampled_from(("", "", "a"))),
        reply_to=draw(st.sampled_from(("", "m1", "m2", "m3", "m4", "elsewhere"))),
        topic=draw(st.sampled_from(("", "77"))),
        command=command,
        argument=argument,
        reply_to_sender=draw(st.none() | PEOPLE),
    )


BODIES = st.one_of(
    said(),
    PRESSES,
    said().map(Edited),
    CARDS.map(ShowCard),
    st.builds(
        Verdict,
        number=st.sampled_from((NUMBER, OTHER, "")),
        key=st.sampled_from(("officials.verdict.need_evidence", "officials.verdict.need_text.tanya", "no.such")),
        query_id=st.sampled_from(("", "q1")),
        message_id=st.sampled_from(("", "1", "2", "3", "4", "5")),
        alert=st.booleans(),
    ),
    st.builds(
        Relay,
        number=st.sampled_from((NUMBER, OTHER)),
        desk=st.sampled_from(TOPICS),
        kind=st.sampled_from(("answer", "rated", "evidence", "lapsed")),
        text=st.text(max_size=4000),
        evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
    ),
    st.builds(
        Notice, st.sampled_from(("officials.start", "x")), st.dictionaries(st.text(max_size=5), st.text(max_size=5))
    ),
    st.builds(Fetched, st.sampled_from(("p1", "p2")), st.just("media")),
    st.builds(NotFetched, st.sampled_from(("p1", "p2")), st.sampled_from(("too_large", "gone", "refused"))),
    st.builds(Joined, st.tuples(PEOPLE)),
    st.builds(Left, PEOPLE),
    st.just(Timer(datetime(2026, 12, 1, tzinfo=UTC))),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.tuples(BODIES, st.integers(0, 90000)), max_size=12))
def test_nothing_raises_and_presses_are_answered_once(events: list[tuple[Any, int]]) -> None:
    """Whatever comes in whatever order: no step raises, and a press ends in one answer or one act."""
    group = Group()
    group.registers(BUDI)
    group.shows(actions=ACTIONS)
    for body, seconds in events:
        group.now += timedelta(seconds=seconds)
        group.happens(body, reply_to=body.reply_to if isinstance(body, Said) else "")
        told = [effect for effect in group.of(Tell) if isinstance(effect.command, Act) and effect.command.query_id]
        if isinstance(body, Pressed):
            assert 1 == len(group.answers) + len(told)
        elif isinstance(body, Verdict) and body.query_id:
            assert 1 == len(group.answers)
        else:
            assert 0 == len(group.answers) + len(told)
        _check_limits(group)


def _check_limits(group: Group) -> None:
    for effect in group.effects:
        if isinstance(effect, Answer):
            assert utf16_units(effect.text) <= 200
        message = effect.to if isinstance(effect, Edit) else effect
        if isinstance(message, Send):
            assert 0 < utf16_units(message.text) <= 4096
            assert all(bold in message.text for bold in message.bold)
            assert all(len(choice.id.encode()) <= MOST_BYTES for choice in message.choices)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(CARDS, st.sampled_from(("id", "en")))
def test_card_of_any_filing_fits(card: Card, lang: str) -> None:
    """However long a filing is, its card has at most 1,000 UTF-16 units, and its number stands in the first line."""
    drawn = draw_card(card, Office(kupang(), texts(), (), lang))
    assert utf16_units(drawn.text) <= CARD_LENGTH
    assert card.number in drawn.text.splitlines()[0]


@given(st.text(min_size=8, alphabet="XYZQ"), st.sampled_from(("anonim", "rahasia")))
def test_card_never_names_a_hidden_reporter(name: str, privacy: Any) -> None:
    """A name that comes with a hidden reporter's card stands nowhere on it."""
    drawn = draw_card(a_card(name=name, privacy=privacy), Office(kupang(), texts(), ()))
    assert name not in repr(drawn)


@pytest.mark.parametrize("menu", ["", *PAGES])
def test_every_button_fits_and_is_read_back(menu: str) -> None:
    """All actions, units, categories and answers, with the longest numbers: 64 bytes, at most three to a row, read."""
    number = format_number("KPG", 26, 999_999)
    office = Office(kupang(), texts(), ())
    units = 0
    for category in kupang().categories:
        targets = (
            *(unit.code for unit in kupang().units),
            *(one.code for one in kupang().categories),
            *(answer.key for answer in kupang().answers),
        )
        card = a_card(number=number, category=category.code, actions=ACTIONS, menu=menu, targets=targets)
        card = structs.replace(card, undo="bukan_wewenang", undo_mark="1234")
        choices = card_choices(card, office)
        assert all(read_tap(choice.id, office) for choice in choices)
        rows = [choice.row for choice in choices]
        assert max(rows.count(row) for row in rows) <= MOST_PER_ROW
        assert sorted(rows) == rows
        assert all(len(choice.id.encode()) <= MOST_BYTES for choice in choices)
        units = max(units, sum(choice.id.startswith("disposisi:") for choice in choices))
    assert (len(kupang().units) if menu == "units" else 0) == units


@given(st.text(), st.integers(1, 50))
def test_cut_text_fits(text: str, most: int) -> None:
    """A cut text has at most the units asked for, and a text that fits stays as it is."""
    assert utf16_units(shorten(text, most, utf16_units)) <= most
    assert "\n" not in flat(text, most)
    if utf16_units(text) <= most:
        assert text == shorten(text, most, utf16_units)


def test_both_languages_have_the_same_texts() -> None:
    """Every text of the group exists in both languages with the same fields."""
    ids, ens = (
        {key: fields_of(key, text) for key, text in kupang().texts[lang].items() if key.startswith("officials.")}
        for lang in ("id", "en")
    )
    assert ids == ens


def test_required_texts_are_those_of_the_catalogue() -> None:
    """The list checked at start-up names every text of the group with exactly the fields that the base texts use.

    What a channel's platform says of its account has its own file and is checked by the channel's tests; how platforms
    are called stands in the pack alone.
    """
    files = [tomllib.loads(path.read_text()) for path in Path("cities/base").glob("channel*.id.toml")]
    health = {key for file in files for key in file.get("officials", {}).get("notice", {})}
    own = {
        key: tuple(sorted(fields_of(key, text)))
        for key, text in kupang().texts["id"].items()
        if key.startswith("officials.") and not key.startswith(("officials.verdict.", "officials.channel."))
        if key.removeprefix("officials.notice.") not in health
    }
    assert REQUIRED_TEXTS == own
    texts().check(REQUIRED_TEXTS)


def test_private_answers_fit() -> None:
    """Texts that answer a button are short enough for the platform in both languages, without being cut."""
    for lang in ("id", "en"):
        for key, text in kupang().texts[lang].items():
            if key.startswith(("officials.refuse.", "officials.press.")):
                assert len(text) <= 200, key
