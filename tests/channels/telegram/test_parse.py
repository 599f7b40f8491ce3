"""Every recorded shape of an update becomes the event that the table says."""

import json
import random
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.parse import parse_update, read
from core.vocabulary.errors import Malformed
from core.vocabulary.events import Event, Odd, Said
from tests.channels.telegram.fixtures import BOT_ID, BOT_USERNAME, EXPECTED, FOLDER, NAMES, RECEIVED, update


def parse(raw: object, received: datetime = RECEIVED) -> tuple[Event, ...]:
    return parse_update(raw, bot_id=BOT_ID, bot_username=BOT_USERNAME, received=received)


@pytest.mark.parametrize("name", NAMES)
def test_update_becomes_event(name: str) -> None:
    """Each fixture gives exactly the events of the table."""
    assert EXPECTED[name] == json.loads(msgspec.json.encode(parse(update(name))))


def test_every_fixture_is_in_the_table() -> None:
    """No fixture is without an expectation, and none is expected that does not exist."""
    assert NAMES == sorted(EXPECTED)


def test_the_table_reads_back() -> None:
    """What is stored of an event reads back as the same event."""
    for name in NAMES:
        assert parse(update(name)) == msgspec.convert(EXPECTED[name], tuple[Event, ...])


def test_parsing_is_pure() -> None:
    """All fixtures twice and in any order give the same events as each alone."""
    names = NAMES * 2
    random.Random(7).shuffle(names)
    bodies = {name: update(name) for name in NAMES}
    for name in names:
        before = json.dumps(bodies[name])
        assert EXPECTED[name] == json.loads(msgspec.json.encode(parse(bodies[name])))
        assert before == json.dumps(bodies[name])


def test_ids_come_from_the_cause() -> None:
    """An event id is made of channel, bot and update id, and differs between updates."""
    ids = {event.id for name in NAMES for event in parse(update(name))}
    assert len(NAMES) == len(ids)
    assert f"telegram:{BOT_ID}:{update('text')['update_id']}" in ids


def test_own_date_wins_over_the_time_of_receipt() -> None:
    """The time of receipt stands in only where an update has no date."""
    later = datetime(2026, 10, 1, tzinfo=UTC)
    assert parse(update("text"))[0].at == parse(update("text"), later)[0].at
    assert later == parse(update("callback_card"), later)[0].at


@pytest.mark.parametrize(
    "raw", [None, [], "update", 7, {}, {"message": {}}, {"update_id": "7"}, {"update_id": True}, {"update_id": -1}]
)
def test_what_has_no_update_id_is_malformed(raw: object) -> None:
    """Without an id to know it by, an update cannot be stored once and is refused as malformed."""
    with pytest.raises(Malformed):
        parse(raw)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_not_an_object_is_malformed(body: bytes) -> None:
    """A webhook body that is not a JSON object is malformed, however it is broken."""
    with pytest.raises(Malformed):
        read(body)


def test_a_broken_character_does_not_cost_the_message() -> None:
    """Bytes that are not UTF-8 and half surrogate pairs inside a text leave the rest readable and storable."""
    message = b'{"message_id": 1, "chat": {"id": 9, "type": "private"}, "text": "a\xff \\ud83d b"}'
    body = b'{"update_id": 5, "message": ' + message + b"}"
    expected = "a\ufffd \ufffd b"
    said = parse(read(body))[0].body
    assert isinstance(said, Said)
    assert expected == said.text


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False), JSON_VALUES)
def test_no_shape_raises(name: str, choose: random.Random, value: Any) -> None:
    """An update with any field replaced by anything still becomes an event that can be stored."""
    raw = update(name)
    node: Any = raw
    while True:
        key = choose.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if isinstance(node[key], dict | list) and node[key] and choose.random() < 0.8:
            node = node[key]
            continue
        if node is not raw or key != "update_id":
            node[key] = value
        break
    (event,) = parse(raw)
    assert event == msgspec.json.decode(msgspec.json.encode(event), type=Event)


def test_bots_are_never_reacted_to() -> None:
    """Whatever another bot sends ends as an oddity without an answer."""
    expected = ("bot", False)
    for name in ("from_bot", "from_bot_private", "edited_by_bot"):
        body = parse(update(name))[0].body
        assert isinstance(body, Odd)
        assert expected == (body.kind, body.answer)


def test_a_command_counts_while_our_name_is_unknown() -> None:
    """When the bot's name could not be asked for yet, a command addressed by name is not lost."""
    (event,) = parse_update(update("command_with_bot"), bot_id=BOT_ID, bot_username="", received=RECEIVED)
    assert isinstance(event.body, Said)
    assert "tiket" == event.body.command


def test_there_are_enough_shapes() -> None:
    """The folder holds at least one update of every documented kind."""
    kinds = {key for path in FOLDER.glob("*.json") for key in json.loads(path.read_text()) if key != "update_id"}
    documented = """message edited_message channel_post edited_channel_post business_connection business_message
        edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count
        inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll
        poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot
        subscription"""
    assert set() == set(documented.split()) - kinds
