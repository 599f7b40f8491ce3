"""Every recorded shape of a page or an activity becomes the events that the table says."""

import json
import random
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.x import activity, directs, posts, shapes
from channels.x.shapes import Account
from core.vocabulary.events import Event, Odd, Posted, Said
from tests.channels.x.fixtures import ACCOUNT, BODIES, ERRORS, EXPECTED, NAMES, RECEIVED, body, parse

EVENTS = [name for name in BODIES if name.startswith("events_")]
POSTS = [name for name in BODIES if name.startswith("posts_") and name != "posts_lookup_gone"]


def as_set(events: tuple[Event, ...]) -> set[bytes]:
    """Give events in a form in which sets compare them."""
    return {msgspec.json.encode(event) for event in events}


@pytest.mark.parametrize("name", BODIES)
def test_body_becomes_events(name: str) -> None:
    """Each fixture gives exactly the events of the table."""
    assert EXPECTED[name] == json.loads(msgspec.json.encode(parse(name, body(name)).events))


def test_every_fixture_is_in_the_table() -> None:
    """No fixture is without an expectation, none is expected that does not exist, and there are enough."""
    assert NAMES == sorted(EXPECTED)
    assert 60 <= len(BODIES) + len(ERRORS)


def test_the_table_reads_back() -> None:
    """What is stored of an event reads back as the same event."""
    for name in BODIES:
        assert parse(name, body(name)).events == msgspec.convert(EXPECTED[name], tuple[Event, ...])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("names", "kind"), [(EVENTS, "events_"), (POSTS, "posts_")], ids=["directs", "posts"])
def test_all_pages_doubled_shuffled_and_batched(names: list[str], kind: str, seed: int) -> None:
    """All pages twice, in any order and in one, give the same events as each alone, each once."""
    bodies = [body(name) for name in names]
    items = [one for raw in bodies for one in raw.get("data", [])] * 2
    random.Random(seed).shuffle(items)
    beside: dict[str, list[Any]] = {}
    for raw in bodies:
        for group, found in raw["includes"].items() if isinstance(raw.get("includes"), dict) else ():
            beside.setdefault(group, []).extend(found)
    # A picture of one fixture stands for another there: what is included belongs to its own page.
    bare = {key: value for key, value in beside.items() if key != "media"}
    together = parse(kind, {"data": items, "includes": bare}).events
    alone = {event.id for name in names for event in parse(name, body(name)).events}
    assert sorted(alone) == sorted(event.id for event in together)


@pytest.mark.parametrize("name", BODIES)
def test_a_repeat_is_the_same(name: str) -> None:
    """Parsing changes nothing, and whenever a body comes again, its events have the same ids."""
    raw = body(name)
    before = json.dumps(raw)
    assert parse(name, raw) == parse(name, raw)
    assert before == json.dumps(raw)
    later = parse(name, raw, RECEIVED + timedelta(hours=3))
    assert [event.id for event in parse(name, raw).events] == [event.id for event in later.events]


@pytest.mark.parametrize(
    ("pushed", "polled"),
    [
        ("activity_dm_received", "events_message"),
        ("activity_dm_with_photo", "events_with_photo"),
        ("activity_mention", "posts_mention"),
        ("activity_reply", "posts_reply_to_ours"),
        ("activity_quote", "posts_quote_of_ours"),
    ],
)
def test_polling_and_webhook_tell_the_same(pushed: str, polled: str) -> None:
    """What comes both ways has one id, one lane and one sender, so that both together have one effect."""
    (one,), (other,) = parse(pushed, body(pushed)).events, parse(polled, body(polled)).events
    assert (one.id, one.lane, one.address, type(one.body)) == (other.id, other.lane, other.address, type(other.body))
    if isinstance(one.body, Said) and isinstance(other.body, Said):
        assert one.body == other.body


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("activity_account_activity_of_before", ("for_user_id", "tweet_create_events")),
        ("activity_new_kind", ("space.create",)),
        ("activity_typing", ("dm.indicate_typing",)),
        ("activity_no_data", ("meta",)),
        ("events_of_a_group", (directs.GROUP,)),
        ("events_joined", (directs.GROUP,)),
    ],
)
def test_what_is_of_no_use_is_named(name: str, ignored: tuple[str, ...]) -> None:
    """What Kanal has no use for becomes nothing, and the log can name it."""
    found = parse(name, body(name))
    assert ((), (), ignored) == (found.events, found.lost, found.ignored)


def test_only_what_names_nobody_is_lost() -> None:
    """Nothing else is kept as unreadable."""
    lost = {name for name in BODIES if parse(name, body(name)).lost}
    assert {"activity_odd_shapes", "events_without_sender", "posts_odd_shapes"} == lost


# --- found by a search: is it said to us ------------------------------------------------------------------------------

POST = {
    "id": "1993581700123000900",
    "author_id": "2000000001",
    "text": "jalan rusak",
    "created_at": "2026-11-02T01:08:20Z",
}
OURS = {"tweets": [{"id": "5", "author_id": ACCOUNT.id}, {"id": "6", "author_id": "2000000002"}]}


@pytest.mark.parametrize(
    ("more", "why", "addressed"),
    [
        ({}, "keyword", False),
        ({"text": "halo @kanalkupang jalan rusak"}, "mention", True),
        ({"text": "halo @kanalkupang_palsu jalan rusak"}, "keyword", False),
        ({"entities": {"mentions": [{"username": "KANALKUPANG"}]}}, "mention", True),
        ({"entities": {"mentions": [{"username": "baru", "id": ACCOUNT.id}]}}, "mention", True),
        ({"entities": {"mentions": [{"username": "lain", "id": "7"}]}}, "keyword", False),
        ({"in_reply_to_user_id": ACCOUNT.id}, "mention", True),
        ({"in_reply_to_user_id": ACCOUNT.id, "referenced_tweets": [{"type": "replied_to", "id": "5"}]}, "reply", True),
        ({"referenced_tweets": [{"type": "quoted", "id": "5"}]}, "mention", True),
        ({"referenced_tweets": [{"type": "quoted", "id": "6"}]}, "keyword", False),
        ({"referenced_tweets": [{"type": "replied_to", "id": "6"}]}, "keyword", False),
    ],
)
def test_who_may_be_answered(more: dict[str, Any], why: str, addressed: bool) -> None:
    """Only a post that names, answers or quotes the account is said to it; the rest was found by a keyword."""
    (event,) = posts.read_page({"data": [{**POST, **more}], "includes": OURS}, ACCOUNT, "search", RECEIVED).events
    assert isinstance(event.body, Posted)
    assert (why, addressed) == (event.body.why, event.body.addressed)


@pytest.mark.parametrize("kind", ["retweeted", "reposted"])
def test_reposts_and_own_posts_never(kind: str) -> None:
    """Whoever repeats somebody else's words, or is the account itself, says nothing."""
    repost = {**POST, "referenced_tweets": [{"type": kind, "id": "6"}]}
    own = {**POST, "author_id": ACCOUNT.id}
    assert () == posts.read_page({"data": [repost, own]}, ACCOUNT, "search", RECEIVED).events


def test_an_edit_stays_on_its_lane() -> None:
    """Each version is an event of its own on the lane of the first, by either naming."""
    lanes = []
    for name in ("edit_history_tweet_ids", "edit_history_post_ids"):
        raw = {**POST, name: ["1993581700123000800", POST["id"]]}
        (event,) = posts.read_page({"data": [raw]}, ACCOUNT, "mentions", RECEIVED).events
        lanes.append((event.id, event.lane, event.address))
    version = (ACCOUNT.event_id(POST["id"]), "mention:x:1993581700123000800", POST["id"])
    assert [version, version] == lanes


def test_short_links_are_written_out() -> None:
    """A short link becomes what it leads to; at the end of a message with a file it is the file's and goes."""
    links = {"urls": [{"url": "https://t.co/a", "expanded_url": "https://maps.app.goo.gl/x"}]}
    assert "di https://maps.app.goo.gl/x sini" == shapes.words("di https://t.co/a sini", links)
    assert "jalan" == shapes.words("jalan https://t.co/p", {}, drop_link=True)
    assert "A & B <3" == shapes.words("A &amp; B &lt;3", None)


def test_a_film_is_its_best_version() -> None:
    """Of a film's versions the one with the highest bit rate is taken, and no playlist."""
    variants = [
        {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/a.m3u8"},
        {"content_type": "video/mp4", "bit_rate": 256000, "url": "https://video.twimg.com/low.mp4"},
        {"content_type": "video/mp4", "bit_rate": 832000, "url": "https://video.twimg.com/high.mp4"},
    ]
    found = shapes.file_of({"type": "video", "variants": variants, "preview_image_url": "x"}, "7_1")
    assert ("video", "https://video.twimg.com/high.mp4", "1") == (found.kind, found.ref, found.unique)


def test_a_slash_word_is_a_command() -> None:
    """Who knows commands from elsewhere may use them."""
    raw = {"data": [{"id": "9", "event_type": "MessageCreate", "sender_id": "2", "text": "/status KPG-1"}]}
    (event,) = directs.read_page(raw, ACCOUNT, RECEIVED).events
    assert isinstance(event.body, Said)
    assert ("status", "KPG-1") == (event.body.command, event.body.argument)


def test_who_writes_something_new_is_answered_and_who_leaves_is_not() -> None:
    """A new kind of message asks for words instead; coming and going asks for nothing."""
    kinds = {}
    for name in ("events_new_kind", "events_left"):
        (event,) = parse(name, body(name)).events
        assert isinstance(event.body, Odd)
        kinds[event.body.kind] = event.body.answer
    assert {"MessageHologram": True, "ParticipantsLeave": False} == kinds


def test_an_encrypted_chat_is_told_once_to_each() -> None:
    """The operator hears of encrypted chat once, and so does each who writes there."""
    first, second = (
        activity.read(
            {"data": {"event_type": "chat.received", "payload": {"chat_events": [{"id": n, "sender_id": who}]}}},
            ACCOUNT,
            RECEIVED + timedelta(days=int(n)),
        ).events
        for n, who in (("1", "21"), ("2", "22"))
    )
    assert first[0].id == second[0].id
    assert ("chat:x:21", "chat:x:22") == (first[1].lane, second[1].lane)


def test_a_deletion_finds_the_lane_of_an_edited_post() -> None:
    """Who deletes names the last version: the lane is that of the first, where it is known."""
    raw = body("activity_delete")
    gone = raw["data"]["payload"]["id"]
    (known,) = activity.read(raw, ACCOUNT, RECEIVED, {gone: "17"}).events
    (unknown,) = activity.read(raw, ACCOUNT, RECEIVED).events
    assert ("mention:x:17", f"mention:x:{gone}") == (known.lane, unknown.lane)
    assert known.id != unknown.id  # else whoever does not know the first version silences who does


def test_activity_of_another_account_is_left() -> None:
    """One app may serve several accounts: what is for another is named and left."""
    other = Account("42", "lain")
    found = activity.read(body("activity_dm_received"), other, RECEIVED)
    assert ((), ("dm.received of another account",)) == (found.events, found.ignored)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.dictionaries(
    st.sampled_from(
        ["id", "text", "author_id", "sender_id", "created_at", "referenced_tweets", "attachments", "geo", "entities",
         "edit_history_tweet_ids", "note_tweet", "event_type", "dm_conversation_id", "participant_ids"]
    ),
    JSON | st.sampled_from(["1", "99999999999999999999", "9223372036854775807", "2026-99-99", "1-2", "٣"]),
)  # fmt: skip
WITH_DATA = st.fixed_dictionaries(
    {}, optional={"data": JSON | st.lists(FIELDS, max_size=3) | FIELDS, "includes": JSON, "meta": JSON, "errors": JSON}
)
PUSHED = st.fixed_dictionaries(
    {},
    optional={
        "event_type": st.sampled_from(
            [*activity.POSTS, "dm.received", "dm.read", "post.delete", "chat.x", "oauth.revoke"]
        ),
        "payload": JSON | FIELDS | st.fixed_dictionaries({"direct_message_events": st.lists(FIELDS, max_size=2)}),
        "includes": JSON,
    },
)  # fmt: skip


@given(JSON | WITH_DATA | st.fixed_dictionaries({"data": PUSHED}))
def test_no_shape_raises(raw: Any) -> None:
    """Whatever JSON comes is read in every way without an error, and what comes of it can be stored."""
    around = raw if isinstance(raw, dict) else {}
    for kind in ("activity_", "events_", "posts_", "posts_lookup_gone"):
        for event in parse(kind, around).events:
            assert 0 <= event.order < 2**63
            assert event.at.tzinfo is not None
