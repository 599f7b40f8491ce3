"""Every recorded query becomes what the table says."""

import random
from datetime import timedelta
from urllib.parse import quote_from_bytes

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms import parse
from channels.sms.parse import REPORTS, Line, packed, unpacked
from channels.sms.query import OUR_NAMES, names
from core.vocabulary.errors import Malformed
from core.vocabulary.events import Said, Status
from tests.channels.sms.fixtures import EXPECTED, LINE, NAMES, RECEIVED, outcome, recorded, take


@pytest.mark.parametrize("name", NAMES)
def test_query_becomes_events(name: str) -> None:
    """Each fixture gives exactly the events of the table, or is kept for the reason that stands there."""
    assert EXPECTED[name] == outcome(recorded(name))


def test_every_fixture_is_in_the_table() -> None:
    """No fixture is without an expectation, none is expected that does not exist, and there are enough."""
    assert NAMES == sorted(EXPECTED)
    assert 40 <= len(NAMES)


def test_every_report_has_a_fixture() -> None:
    """Each documented value of a delivery report is shown."""
    told = {name: recorded(name).partition("&state=")[2].partition("&")[0] for name in NAMES if "report" in name}
    assert set() == set(REPORTS) - set(told.values())


def test_a_repeat_is_the_same_event() -> None:
    """The gateway's id is the key: a repeat later, whatever its time, is the same event."""
    query = recorded("keyword")
    (first,) = take(query).events
    (again,) = parse.message(query.replace("time=17935812", "time=17935899"), LINE, RECEIVED).events
    assert first.id == again.id
    assert "sms:1708:7d3e7b1c-52d1-4b8a-9c55-000000000001" == first.id


def test_two_answers_alike_are_two() -> None:
    """The same words of the same person in the same second are two messages when their ids differ."""
    query = recorded("choice")
    other = query.replace("000000000010", "000000000099")
    assert 2 == len({event.id for one in (query, other) for event in take(one).events})


def test_within_a_second_the_order_is_that_of_arrival() -> None:
    """Times are whole seconds, so what came first stands first."""
    (first,) = parse.message(recorded("choice"), LINE, RECEIVED).events
    (later,) = parse.message(recorded("choice"), LINE, RECEIVED + timedelta(milliseconds=7)).events
    assert 7 == later.order - first.order


def test_a_city_without_a_keyword() -> None:
    """Where the pack names none, a message is what it is."""
    (event,) = parse.message(recorded("keyword"), Line(own="1708"), RECEIVED).events
    assert isinstance(event.body, Said)
    assert event.body.text.startswith("KOTKUPANG")


def test_another_gateway_has_other_names() -> None:
    """A setting says how another gateway calls what we need; of ours it then hears only what it does not rename."""
    line = msgspec_line("id=msgid, text=message, from=msisdn")
    (event,) = parse.message(
        "msgid=9&msisdn=081239990011&message=lampu&to=1708&time=1793581260&text=x", line, RECEIVED
    ).events
    assert ("sms:1708:9", "lampu") == (event.id, event.body.text if isinstance(event.body, Said) else "")


def msgspec_line(setting: str) -> Line:
    """Give the line of a city whose gateway has other names."""
    return Line("KOTKUPANG", "Kota Kupang", own="1708", theirs=names(setting))


@pytest.mark.parametrize("setting", ["nonsense=x", "id=", "id"])
def test_wrong_names_are_refused(setting: str) -> None:
    """A mistake in that setting is found at start."""
    with pytest.raises(ValueError, match="must be of"):
        names(setting)


@pytest.mark.parametrize("entry", ["sms:1708:7d3e:0", "timer:chat:sms:62812:2026-11-02T01:00:00+00:00:1", "é%d&x=1 "])
def test_an_entry_survives_the_gateway(entry: str) -> None:
    """An id of ours comes back as it went, and no sign of it means anything to the gateway."""
    assert entry == unpacked(packed(entry))
    assert set() == set(packed(entry)) & set("%&=+?/ ")


def test_states_and_what_they_mean() -> None:
    """On the phone, not on the phone, and refused change something; all other news is only that it is on its way."""
    meant = {state: kind for state, (kind, _why) in REPORTS.items()}
    assert {"1": "delivered", "2": "failed", "4": "sent", "8": "sent", "16": "failed", "32": "sent"} == meant


@pytest.mark.parametrize("seed", range(3))
def test_all_queries_doubled_and_shuffled(seed: int) -> None:
    """In any order and twice each, the same events come of it, each with one id."""
    readable = [name for name in NAMES if isinstance(EXPECTED[name], list)]
    several = readable * 2
    random.Random(seed).shuffle(several)
    events = [event for name in several for event in take(recorded(name)).events]
    alone = {event.id for name in readable for event in take(recorded(name)).events}
    assert alone == {event.id for event in events}


VALUES = st.binary(max_size=40).map(quote_from_bytes)


@given(st.dictionaries(st.sampled_from(OUR_NAMES), VALUES), st.sampled_from(["", "report?"]), st.text(max_size=20))
def test_no_shape_raises(fields: dict[str, str], start: str, more: str) -> None:
    """Whatever comes becomes events that can be stored, or is kept."""
    query = start + "&".join([f"{name}={value}" for name, value in fields.items()] + [more])
    try:
        events = take(query).events
    except Malformed:
        return
    for event in events:
        assert event == msgspec.json.decode(msgspec.json.encode(event), type=type(event))
        assert isinstance(event.body, Status) or event.lane.startswith("chat:sms:")
