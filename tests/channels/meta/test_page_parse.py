"""Every recorded shape of a body of a Page or an account becomes the events that its table says."""

import json
import random
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.meta.messaging.parse import READERS
from core.vocabulary.events import Event, Posted, Said
from tests.channels.meta.pages import ACCOUNT, BOTH, EACH, IDS, PAGE, RECEIVED, Recorded

UPDATES_PER_BODY = 1000
"""Updates that one body can carry (Webhooks, batching)."""
EACH_BODY = pytest.mark.parametrize(("recorded", "name"), EACH, ids=IDS)
EACH_PLATFORM = pytest.mark.parametrize("recorded", BOTH, ids=["messenger", "instagram"])


def as_set(events: tuple[Event, ...]) -> set[bytes]:
    """Give events without their position in the body."""
    return {msgspec.json.encode(msgspec.structs.replace(event, order=0)) for event in events}


@EACH_BODY
def test_body_becomes_events(recorded: Recorded, name: str) -> None:
    """Each fixture gives exactly the events of the table, which read back as the same events."""
    events = recorded.parse(recorded.body(name)).events
    assert recorded.expected[name] == json.loads(msgspec.json.encode(events))
    assert events == msgspec.convert(recorded.expected[name], tuple[Event, ...])


@EACH_PLATFORM
def test_every_fixture_is_in_the_table(recorded: Recorded) -> None:
    """No fixture is without an expectation, and none is expected that does not exist."""
    assert recorded.names == sorted(recorded.expected)


@EACH_BODY
def test_a_repeat_days_later_is_the_same(recorded: Recorded, name: str) -> None:
    """Parsing changes nothing in the body, and a body that comes again days later has the same ids."""
    raw = recorded.body(name)
    before = json.dumps(raw)
    first, later = recorded.parse(raw), recorded.parse(raw, RECEIVED + timedelta(days=3))
    assert before == json.dumps(raw)
    assert [event.id for event in first.events] == [event.id for event in later.events]


def entries_of(recorded: Recorded) -> list[dict[str, Any]]:
    """Give every item and change of the recordings in an entry of its own."""
    found = []
    for name in recorded.names:
        raw = recorded.body(name)
        if raw.get("object") != recorded.platform.object:
            continue
        for entry in (one for one in raw.get("entry", []) if isinstance(one, dict)):
            for key in ("messaging", "standby", "changes"):
                values = entry.get(key)
                alone = {
                    name: value for name, value in entry.items() if name not in ("messaging", "standby", "changes")
                }
                found += [{**alone, key: [value]} for value in (values if isinstance(values, list) else [])]
            if "field" in entry:
                found.append(entry)
    return found


@EACH_PLATFORM
@pytest.mark.parametrize("seed", range(5))
def test_all_bodies_doubled_shuffled_and_batched(recorded: Recorded, seed: int) -> None:
    """All fixtures twice, in any order and in one body, give the same events as each alone, each id once."""
    entries = entries_of(recorded) * 2
    random.Random(seed).shuffle(entries)
    assert len(entries) <= UPDATES_PER_BODY
    together = recorded.parse({"object": recorded.platform.object, "entry": entries}).events
    alone: dict[str, set[bytes]] = {}
    for name in recorded.names:
        for event in recorded.parse(recorded.body(name)).events:
            alone.setdefault(event.id, set()).update(as_set((event,)))
    assert set(alone) == {event.id for event in together}
    assert len(together) == len(alone)
    # Several recordings show the same comment in different ways: any of these will do.
    assert [] == [event.id for event in together if not as_set((event,)) <= alone[event.id]]


@EACH_PLATFORM
def test_a_thousand_messages_keep_their_order(recorded: Recorded) -> None:
    """A body of a thousand messages gives a thousand events, in the order of the body within a millisecond."""
    raw = recorded.body("text")
    item = raw["entry"][0]["messaging"][0]
    raw["entry"][0]["messaging"] = [
        {**item, "message": {"mid": f"m_{number}", "text": "ya"}} for number in range(UPDATES_PER_BODY)
    ]
    events = sorted(recorded.parse(raw).events, key=lambda event: (event.at, event.order))
    expected = [f"m_{number}" for number in range(UPDATES_PER_BODY)]
    assert expected == [event.body.message_id for event in events if isinstance(event.body, Said)]


LOST = {"messenger": {"no_sender"}, "instagram": {"odd_shapes"}}
IGNORED = {
    "messenger": {
        "app_roles", "change_unknown_field", "feed_like", "feed_reaction", "optin_without_sender_id", "other_object",
    },
    "instagram": {"change_unknown_field"},
}  # fmt: skip
OTHERS = {"messenger": {"other_page"}, "instagram": {"other_account"}}


@EACH_BODY
def test_what_is_no_event_has_a_name(recorded: Recorded, name: str) -> None:
    """What names nobody is kept, what is of no use or for another account is named for the log; nothing else is."""
    parsed = recorded.parse(recorded.body(name))
    platform = recorded.platform.name
    assert (name in LOST[platform]) == bool(parsed.lost)
    assert (name in IGNORED[platform]) == bool(parsed.ignored)
    assert (name in OTHERS[platform]) == bool(parsed.others)


def test_there_are_enough_shapes() -> None:
    """The folders hold every documented key of an item, and as many bodies as are owed."""
    keys = {
        key
        for recorded in BOTH
        for entry in entries_of(recorded)
        for item in (*entry.get("messaging", ()), *entry.get("standby", ()))
        if isinstance(item, dict)
        for key in item
    }
    assert set() == set(READERS) - keys
    assert len(PAGE.names) >= 80
    assert len(ACCOUNT.names) >= 35


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(EACH), st.randoms(use_true_random=False), JSON_VALUES)
def test_no_shape_raises(each: tuple[Recorded, str], choose: random.Random, value: Any) -> None:
    """A body with any field replaced by anything still gives events that can be stored."""
    recorded, name = each
    raw = recorded.body(name)
    node: Any = raw
    while node:
        key = choose.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if isinstance(node[key], dict | list) and node[key] and choose.random() < 0.9:
            node = node[key]
            continue
        node[key] = value
        break
    for event in recorded.parse(raw).events:
        assert event == msgspec.json.decode(msgspec.json.encode(event), type=Event)


def message(**content: Any) -> Any:
    """Give what a message of a person becomes."""
    raw = PAGE.body("text")
    raw["entry"][0]["messaging"][0]["message"] = {"mid": "m_1", **content}
    (event,) = PAGE.parse(raw).events
    return event.body


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"text": "/status KPG-26-000001-1"}, "/status KPG-26-000001-1"),
        ({"text": "lihat https://a.id/1", "attachments": [{"type": "fallback", "payload": {"url": "https://a.id/1"}}]},
         "lihat https://a.id/1"),
        ({"text": "ini", "attachments": [{"type": "fallback", "title": "Jalan", "payload": {"url": "https://a.id/1"}}]},
         "ini\nJalan https://a.id/1"),
        ({"attachments": [{"type": "like_heart"}, {"type": "hologram"}]}, "❤"),
        ({"text": "rusak", "attachments": [{"type": "hologram"}]}, "rusak"),
        ({"attachments": [{"type": "post", "payload": {"title": "Jalan rusak"}}]}, "Jalan rusak"),
    ],
    ids=["command", "link in the words", "link beside the words", "heart", "unknown beside words", "title alone"],
)  # fmt: skip
def test_words_of_a_message(content: dict[str, Any], words: str) -> None:
    """What is attached adds words where it has some that the text has not."""
    assert words == message(**content).text


def test_a_shared_film_at_the_platforms_own_place_is_a_file() -> None:
    """An address that leads to the file itself, and soon nowhere, is fetched and not shown as a link."""
    url = "https://video.xx.fbcdn.net/reel.mp4?oh=1"
    said = message(attachments=[{"type": "ig_reel", "payload": {"url": url, "title": "banjir"}}])
    assert [("video", url)] == [(file.kind, file.ref) for file in said.files]


@EACH_PLATFORM
def test_our_own_echo_is_known_by_its_mark(recorded: Recorded) -> None:
    """What we sent is known as ours by its mark, also while our app's id is not known."""
    raw = recorded.body("echo_of_ours")
    raw["entry"][0]["messaging"][0]["message"].update(app_id=1, metadata="kanal:chat:1:0")
    assert () == recorded.parse(raw).events


def test_an_edit_in_public_is_one_more_event_of_the_same_post() -> None:
    """However often a comment is changed, each wording is one event on the comment's lane, the latest last."""
    raw = PAGE.body("comment_edited")
    events: list[Event] = []
    for seconds, words in enumerate(("Air mati", "Air mati lagi", "Air mati")):
        raw["entry"][0]["time"] = 1793581700 + seconds
        raw["entry"][0]["changes"][0]["value"]["message"] = words
        events += PAGE.parse(raw).events
    assert ["Air mati", "Air mati lagi", "Air mati"] == [e.body.text for e in events if isinstance(e.body, Posted)]
    assert {"mention:messenger:1001_2002"} == {event.lane for event in events}
    assert 3 == len({event.id for event in events})
    assert sorted(event.at for event in events) == [event.at for event in events]
