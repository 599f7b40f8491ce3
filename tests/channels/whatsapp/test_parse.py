"""Every recorded shape of a body becomes the events that the table says."""

import json
import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.whatsapp.notices import READERS
from channels.whatsapp.parse import OBJECT, ignored, parse_body
from channels.whatsapp.parse import parse as whole
from core.vocabulary.events import Event, Odd, Said, Status
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.order import oldest_first
from tests.channels.whatsapp.fixtures import EXPECTED, NAMES, PHONE_NUMBER_ID, RECEIVED, body

UPDATES_PER_BODY = 1000
"""Updates that one body can carry (Webhooks, batching)."""


def parse(raw: Mapping[str, Any]) -> tuple[Event, ...]:
    return parse_body(raw, phone_number_id=PHONE_NUMBER_ID, received=RECEIVED)


def as_set(events: tuple[Event, ...]) -> set[bytes]:
    """Give events without their position in the body."""
    return {msgspec.json.encode(msgspec.structs.replace(event, order=0)) for event in events}


@pytest.mark.parametrize("name", NAMES)
def test_body_becomes_events(name: str) -> None:
    """Each fixture gives exactly the events of the table."""
    assert EXPECTED[name] == json.loads(msgspec.json.encode(parse(body(name))))


def test_every_fixture_is_in_the_table() -> None:
    """No fixture is without an expectation, and none is expected that does not exist."""
    assert NAMES == sorted(EXPECTED)


def test_the_table_reads_back() -> None:
    """What is stored of an event reads back as the same event."""
    for name in NAMES:
        assert parse(body(name)) == msgspec.convert(EXPECTED[name], tuple[Event, ...])


@pytest.mark.parametrize("seed", range(5))
def test_all_bodies_doubled_shuffled_and_batched(seed: int) -> None:
    """All fixtures twice, in any order and in one body, give the same events as each alone, each once."""
    bodies = [body(name) for name in NAMES if body(name).get("object") == OBJECT]
    entries = [
        {**entry, "changes": [change]}
        for raw in bodies
        for entry in raw.get("entry", [])
        if isinstance(entry, dict)
        for change in (entry["changes"] if isinstance(entry.get("changes"), list) else [])
    ] * 2
    random.Random(seed).shuffle(entries)
    assert len(entries) <= UPDATES_PER_BODY
    together = parse({"object": OBJECT, "entry": entries})
    alone = {one for raw in bodies for one in as_set(parse(raw))}
    assert alone == as_set(together)
    assert len(together) == len({event.id for event in together})


def test_a_thousand_messages_in_one_value() -> None:
    """A body of a thousand messages gives a thousand events, in the order of the body within a second."""
    raw = body("text")
    message = raw["entry"][0]["changes"][0]["value"]["messages"][0]
    raw["entry"][0]["changes"][0]["value"]["messages"] = [
        {**message, "id": f"wamid.{number}"} for number in range(UPDATES_PER_BODY)
    ]
    events = parse(raw)
    expected = [f"wamid.{number}" for number in range(UPDATES_PER_BODY)]
    assert expected == [event.body.message_id for event in oldest_first(events) if isinstance(event.body, Said)]


def test_parsing_is_pure() -> None:
    """Parsing does not change the body, and a repeat gives equal events."""
    for name in NAMES:
        raw = body(name)
        before = json.dumps(raw)
        assert parse(raw) == parse(raw)
        assert before == json.dumps(raw)


def test_the_day_of_receipt_does_not_change_ids_of_what_has_a_time() -> None:
    """A repeat days later has the same ids, except for errors of the account, which have no time of their own."""
    for name in NAMES:
        later = parse_body(body(name), phone_number_id=PHONE_NUMBER_ID, received=RECEIVED + timedelta(days=3))
        steady = [event.id for event in parse(body(name)) if ":errors:" not in event.id]
        assert steady == [event.id for event in later if ":errors:" not in event.id]


def test_statuses_and_messages_of_the_same_id_differ() -> None:
    """A status has its state in its id, so that each state of a message is one event."""
    states = {event.id.rpartition(":")[2] for name in NAMES for event in parse(body(name)) if _is_status(event)}
    assert {"sent", "delivered", "read", "played", "failed"} == states


def _is_status(event: Event) -> bool:
    return isinstance(event.body, Status)


def test_a_group_reaches_no_chat() -> None:
    """A group message becomes an unanswered oddity on no citizen's lane."""
    (event,) = parse(body("group_message"))
    assert isinstance(event.body, Odd)
    assert ("group", False, ()) == (event.lane.partition(":")[0], event.body.answer, event.aliases)


@pytest.mark.parametrize("name", NAMES)
def test_only_what_names_nobody_is_lost(name: str) -> None:
    """What has no id at all is told, so that the body is kept; nothing else is."""
    lost = whole(body(name), phone_number_id=PHONE_NUMBER_ID, received=RECEIVED).lost
    nobody = {"no_sender", "no_message_id", "unsigned_among_others", "status_without_recipient", "odd_shapes"}
    assert (name in nobody) == bool(lost) or name in ("odd_shapes", "system_without_new_id")


@pytest.mark.parametrize("value", ["us:9f2c/ab 77", "bsuid-2027|x", "€uro", "ID.short id", "+62 813", "a" * 500])
def test_an_id_of_unknown_form_is_somebody(value: str) -> None:
    """Whatever an id looks like, it names a chat of its own, with an answer to it and its statuses."""
    raw = body("opaque_sender_alone")
    message = raw["entry"][0]["changes"][0]["value"]["messages"][0]
    message.pop("from")
    message["from_user_id"] = value
    (event,) = parse(raw)
    raw["entry"][0]["changes"][0]["value"] = {"statuses": [{"id": "w", "status": "read", "recipient_user_id": value}]}
    (status,) = parse(raw)
    assert isinstance(event.body, Said)
    assert (value, (f"whatsapp:{value}",)) == (event.address, event.aliases)
    assert (event.lane, event.aliases) == (status.lane, status.aliases)
    assert 3 == len(event.lane.split(":"))


def test_ignored_fields_have_names() -> None:
    """Fields that Kanal has no use for are named for the log, used ones are not."""
    assert ("calls",) == ignored(body("calls"))
    assert ("quantum_update",) == ignored(body("future_field"))
    assert ignored(body("text")) == ignored(body("template_paused")) == ()


def test_every_field_with_a_notice_has_a_fixture() -> None:
    """Each kind of notice about the account is shown by at least one recorded body."""
    shown = {
        change["field"]
        for name in NAMES
        for entry in body(name).get("entry", [])
        if isinstance(entry, dict)
        for change in entry["changes"]
        if isinstance(change, dict)
    }
    assert set() == set(READERS) - shown


def test_there_are_enough_shapes() -> None:
    """The folder holds every documented type of message."""
    types = {
        event["type"]
        for name in NAMES
        if name != "odd_shapes"
        for entry in body(name).get("entry", [])
        for change in entry.get("changes", [])
        for event in change.get("value", {}).get("messages", [])
        if "type" in event
    }
    documented = """text image video audio voice document sticker location contacts interactive button reaction order
        system edit revoke request_welcome unsupported unknown"""
    assert set() == set(documented.split()) - types
    assert len(NAMES) >= 65


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False), JSON_VALUES)
def test_no_shape_raises(name: str, choose: random.Random, value: Any) -> None:
    """A body with any field replaced by anything still gives events that can be stored."""
    raw = body(name)
    node: Any = raw
    while node:
        key = choose.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if isinstance(node[key], dict | list) and node[key] and choose.random() < 0.9:
            node = node[key]
            continue
        node[key] = value
        break
    for event in parse(raw):
        assert event == msgspec.json.decode(msgspec.json.encode(event), type=Event)


def test_notices_go_to_the_officials() -> None:
    """What the platform says about account, number and templates is for the officials' lane only."""
    for name in NAMES:
        for event in parse(body(name)):
            assert (event.lane == OFFICIALS_LANE) == (type(event.body).__name__ == "Notice")
