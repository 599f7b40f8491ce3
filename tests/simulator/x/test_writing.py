"""What the X stand-in lets the account write, and what it refuses."""

import aiohttp
import pytest

from simulator.clock import ManualClock
from simulator.x import XStandIn
from simulator.x.weight import has_url, weighted_length
from tests.simulator.x.conftest import Api, Json


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", 0),
        ("Lampu mati", 10),
        ("日本", 4),
        ("👍", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🇮🇩", 2),
        ("1️⃣", 2),
        ("lihat https://kupangkota.go.id/lapor/tiket/KPG-26-00001-5", 6 + 23),
        ("kupangkota.go.id", 23),
        ("e\u0301", 1),
        ("“kutip” – dan …", 16),
    ],
)
def test_weighted_length(text: str, units: int) -> None:
    """Latin letters weigh one, emoji and wide characters two, links 23; the text is composed first."""
    assert units == weighted_length(text)


@pytest.mark.parametrize(
    ("text", "found"), [("lihat https://x.co", True), ("buka kanal.id", True), ("jam 7.30 di RT.05", False)]
)
def test_links(text: str, found: bool) -> None:
    """What X makes a link of is one."""
    assert found is has_url(text)


async def reply(api: Api, to: str, text: str) -> tuple[int, Json]:
    """Answer a post."""
    return await api.call("POST", "tweets", body={"text": text, "reply": {"in_reply_to_tweet_id": to}})


async def test_a_reply_goes_only_where_the_author_addressed_the_account(standin: XStandIn, api: Api) -> None:
    """Elsewhere it is a 403 that a correct caller would not have met."""
    standin.people.add_user("yanti")
    asked = standin.people.post("yanti", "@KanalKupang lampu mati")
    other = standin.people.post("yanti", "lampu mati di Oebobo")
    assert 201 == (await reply(api, asked.id, "Tulis ke kami lewat pesan pribadi."))[0]
    assert 403 == (await reply(api, other.id, "Tulis ke kami."))[0]
    assert ["post"] == [call.method for call in standin.refused]
    assert {"summoned_reply": 1} == dict(standin.purse.spent)


async def test_the_same_words_twice_are_refused(standin: XStandIn, api: Api, clock: ManualClock) -> None:
    """A day later they may go again."""
    body = {"text": "Layanan aduan buka 24 jam."}
    statuses = [(await api.call("POST", "tweets", body=body))[0] for _ in range(2)]
    clock.advance(86_400)
    statuses.append((await api.call("POST", "tweets", body=body))[0])
    assert [201, 403, 201] == statuses


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "a" * 281}, 403),
        ({"text": "a" * 280}, 201),
        ({"text": "日" * 141}, 403),
        ({"text": ""}, 400),
        ({"text": "a", "colour": 1}, 400),
        ({"text": "a", "quote_tweet_id": "1"}, 403),
        ({"text": "a", "media": {"media_ids": ["1"]}}, 400),
        ({"text": "a", "reply": {"in_reply_to_tweet_id": "1"}}, 403),
    ],
)
async def test_posts_are_checked(api: Api, body: Json, status: int) -> None:
    """Length is weighted, fields and media have to exist."""
    assert status == (await api.call("POST", "tweets", body=body))[0]


async def test_a_private_message_goes_to_who_takes_it(standin: XStandIn, api: Api) -> None:
    """Who has closed or blocked is a 403."""
    yanti = standin.people.add_user("yanti")
    path = f"dm_conversations/with/{yanti.id}/messages"
    assert 201 == (await api.call("POST", path, body={"text": "Halo"}))[0]
    standin.people.close_directs("yanti")
    assert 403 == (await api.call("POST", path, body={"text": "Halo"}))[0]
    standin.people.open_directs("yanti")
    standin.people.block("yanti")
    assert 403 == (await api.call("POST", path, body={"text": "Halo"}))[0]
    assert ["Halo"] == [sent.text for sent in standin.directs("yanti")]


async def test_a_picture_is_uploaded_and_sent_once(standin: XStandIn, api: Api) -> None:
    """A file of a private message is given to the account only."""
    yanti = standin.people.add_user("yanti")
    form = aiohttp.FormData({"media_category": "dm_image"})
    form.add_field("media", b"jpeg", filename="a.jpg", content_type="image/jpeg")
    url = f"{standin.base_url}/2/media/upload"
    async with api.session.post(url, data=form, headers=api.headers("user")) as answer:
        media = (await answer.json())["data"]
    body = {"text": "Foto", "attachments": [{"media_id": media["id"]}]}
    await api.call("POST", f"dm_conversations/with/{yanti.id}/messages", body=body)
    address = f"{standin.base_url}/media/{media['media_key']}"
    async with api.session.get(address) as stranger, api.session.get(address, headers=api.headers("user")) as ours:
        assert (401, b"jpeg") == (stranger.status, await ours.read())
