"""What a Page and an Instagram account may send: limits, windows, private replies."""

import json

import aiohttp
import pytest

from simulator.clock import ManualClock
from tests.simulator.pages.conftest import Api, Inbox, Json

DAY = 86_400
OUTSIDE = (10, 2018278)
BUTTON = {"type": "postback", "title": "Ya", "payload": "ya"}


def template(count: int, text: str = "Sudah beres?", title: str = "Ya") -> Json:
    """Make a button template."""
    buttons = [{**BUTTON, "title": title, "payload": f"p{n}"} for n in range(count)]
    return {
        "attachment": {"type": "template", "payload": {"template_type": "button", "text": text, "buttons": buttons}}
    }


def quick(count: int, title: str = "Ya") -> Json:
    """Make a text with quick replies."""
    replies = [{"content_type": "text", "title": title, "payload": f"p{n}"} for n in range(count)]
    return {"text": "Pilih", "quick_replies": replies}


@pytest.mark.parametrize(
    "message",
    [
        {"text": "a" * 2000},
        {"text": "👍" * 2000},
        quick(13),
        quick(1, "a" * 20),
        template(3),
        template(1, "a" * 640),
        {"attachment": {"type": "image", "payload": {"url": "https://cdn.example/a.jpg"}}},
    ],
)
async def test_what_fits_is_taken(messenger: Api, message: Json) -> None:
    """Each limit can be reached."""
    messenger.standin.people.say("yanti", "Halo")
    assert isinstance(await messenger.send("yanti", message), str)
    assert [] == messenger.standin.refused


@pytest.mark.parametrize(
    "message",
    [
        {"text": "a" * 2001},
        {"text": " "},
        {},
        quick(14),
        quick(1, "a" * 21),
        {"text": "a", "quick_replies": [{"content_type": "location"}]},
        template(4),
        template(1, "a" * 641),
        template(1, title="a" * 21),
        {"text": "a", "attachment": {"type": "image", "payload": {"url": "https://cdn.example/a.jpg"}}},
        {"attachment": {"type": "image", "payload": {}}},
        {"attachment": {"type": "image", "payload": {"attachment_id": "1"}}},
        {"attachment": {"type": "location", "payload": {}}},
        {"text": "a", "metadata": "m" * 1000},
        {"text": "a", "colour": "red"},
    ],
)
async def test_what_does_not_fit_is_the_callers_mistake(messenger: Api, message: Json) -> None:
    """It is a 100, kept apart in the journal."""
    messenger.standin.people.say("yanti", "Halo")
    answer = await messenger.send("yanti", message)
    assert (100, 1) == (answer[0], len(messenger.standin.refused))


@pytest.mark.parametrize(
    ("text", "taken"), [("a" * 1000, True), ("é" * 500, True), ("é" * 501, False), ("👍" * 251, False)]
)
async def test_instagram_counts_bytes(instagram: Api, text: str, taken: bool) -> None:
    """A text has at most 1,000 bytes of UTF-8."""
    instagram.standin.people.say("yanti", "Halo")
    assert taken is isinstance(await instagram.send("yanti", {"text": text}), str)


@pytest.mark.parametrize(
    ("seconds", "more", "wanted"),
    [
        (DAY - 1, {}, "taken"),
        (DAY, {}, OUTSIDE),
        (DAY, {"messaging_type": "UPDATE"}, OUTSIDE),
        (DAY, {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}, "taken"),
        (7 * DAY - 1, {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}, "taken"),
        (7 * DAY, {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}, OUTSIDE),
        (0, {"messaging_type": "MESSAGE_TAG", "tag": "ACCOUNT_UPDATE"}, (100, None)),
        (0, {"messaging_type": "MESSAGE_TAG"}, (100, None)),
        (0, {"messaging_type": "OTHER"}, (100, None)),
        (0, {"messaging_type": "UTILITY"}, (100, None)),
    ],
)
async def test_the_window(messenger: Api, clock: ManualClock, seconds: int, more: Json, wanted: object) -> None:
    """Free words for a day, an official's own for a week, removed tags never."""
    messenger.standin.people.say("yanti", "Halo")
    clock.advance(seconds)
    answer = await messenger.send("yanti", {"text": "Kabar"}, **more)
    assert wanted == ("taken" if isinstance(answer, str) else answer)


async def test_the_window_of_instagram_has_its_own_subcode(instagram: Api, clock: ManualClock) -> None:
    """The code is the same."""
    instagram.standin.people.say("yanti", "Halo")
    clock.advance(DAY)
    assert (10, 2534022) == await instagram.send("yanti", {"text": "Kabar"})


async def test_a_utility_template_goes_at_any_time(messenger: Api, clock: ManualClock) -> None:
    """With exactly the parameters that were approved."""
    messenger.standin.people.say("yanti", "Halo")
    messenger.standin.approve_utility("kabar", "id", 2)
    clock.advance(30 * DAY)

    def message(*values: str) -> Json:
        parameters = [{"type": "text", "text": value} for value in values]
        body = {"type": "body", "parameters": parameters}
        return {"template": {"name": "kabar", "language": {"code": "id"}, "components": [body]}}

    assert (100, None) == await messenger.send("yanti", message("KPG"), messaging_type="UTILITY")
    assert isinstance(await messenger.send("yanti", message("KPG", "diproses"), messaging_type="UTILITY"), str)


async def test_who_is_gone_or_unknown_cannot_be_reached(messenger: Api) -> None:
    """Each has its code."""
    messenger.standin.people.say("yanti", "Halo")
    messenger.standin.people.block("yanti")
    assert (551, 1545041) == await messenger.send("yanti", {"text": "Kabar"})
    body = {"recipient": {"id": "1"}, "messaging_type": "RESPONSE", "message": {"text": "a"}}
    assert 2018001 == (await messenger.call("POST", "me/messages", body))[1]["error"]["error_subcode"]


async def test_the_budget_of_a_second(messenger: Api, clock: ManualClock) -> None:
    """Beyond it there is 613, and after it place again."""
    messenger.standin.people.say("yanti", "Halo")
    messenger.standin.sending.per_second = 2
    answers = [await messenger.send("yanti", {"text": str(n)}) for n in range(3)]
    clock.advance(1.01)
    answers.append(await messenger.send("yanti", {"text": "4"}))
    assert [True, True, False, True] == [isinstance(answer, str) for answer in answers]


async def test_a_file_goes_with_the_message(messenger: Api, page_inbox: Inbox) -> None:
    """The echo of it has no words."""
    standin = messenger.standin
    standin.people.say("yanti", "Halo")
    form = aiohttp.FormData()
    form.add_field("recipient", json.dumps({"id": standin.world.user("yanti").id}))
    form.add_field("messaging_type", "RESPONSE")
    form.add_field("message", json.dumps({"attachment": {"type": "image", "payload": {}}}))
    form.add_field("filedata", b"jpeg", filename="a.jpg", content_type="image/jpeg")
    headers = {"Authorization": f"Bearer {standin.token}"}
    async with messenger.session.post(f"{standin.base_url}/v26.0/me/messages", data=form, headers=headers) as answer:
        assert 200 == answer.status
    sent = standin.last("yanti")
    assert sent is not None
    assert b"jpeg" == standin.world.media[sent.media[0]].data
    echo = next(item for item in await page_inbox.items() if item.get("message", {}).get("is_echo"))
    assert "text" not in echo["message"]


async def test_a_private_reply_goes_once_and_within_a_week(messenger: Api, clock: ManualClock) -> None:
    """The answer tells the private id; no window opens by it."""
    standin = messenger.standin
    post = standin.people.page_post("Jadwal air")
    first, late = standin.people.comment("yanti", post, "air mati"), standin.people.comment("yanti", post, "lagi")

    async def reply(comment: str) -> Json:
        body = {"recipient": {"comment_id": comment}, "message": {"text": "Halo, ini layanan aduan."}}
        return (await messenger.call("POST", "me/messages", body))[1]

    assert standin.world.user("yanti").id == (await reply(first.id))["recipient_id"]
    assert OUTSIDE == await messenger.send("yanti", {"text": "Kabar"})
    assert 10900 == (await reply(first.id))["error"]["code"]
    clock.advance(7 * DAY + 1)
    assert 10903 == (await reply(late.id))["error"]["code"]


async def test_the_profile_is_checked_and_counted(messenger: Api) -> None:
    """A menu needs the button to begin with; ten changes in ten minutes are the most."""
    menu = [{"locale": "default", "call_to_actions": [{"type": "postback", "title": "Lapor", "payload": "lapor"}]}]
    path = "me/messenger_profile"
    assert 400 == (await messenger.call("POST", path, {"persistent_menu": menu}))[0]
    body = {"get_started": {"payload": "mulai"}, "persistent_menu": menu}
    assert 200 == (await messenger.call("POST", path, body))[0]
    shown = (await messenger.call("GET", path, fields="get_started,persistent_menu"))[1]
    assert body == shown["data"][0]
    for _ in range(8):
        await messenger.call("POST", path, body)
    assert 613 == (await messenger.call("POST", path, body))[1]["error"]["code"]


async def test_a_profile_may_be_hidden(messenger: Api) -> None:
    """The name is given once the person has written, unless it is hidden."""
    person = messenger.standin.world.user("yanti")
    assert 2018218 == (await messenger.call("GET", person.id, fields="first_name"))[1]["error"]["error_subcode"]
    messenger.standin.people.say("yanti", "Halo")
    assert "Yanti" == (await messenger.call("GET", person.id, fields="first_name"))[1]["first_name"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [("error", 500), ("too_many_requests", 400), ("unavailable", 500), ("server_error", 500), ("bad_gateway", 502),
     ("page", 403), ("empty", 200), ("slow", 200)],
)  # fmt: skip
async def test_planned_faults_strike_once(messenger: Api, kind: str, status: int) -> None:
    """The next call is as always."""
    messenger.standin.fail(kind, "object", seconds=0.001)
    headers = {"Authorization": f"Bearer {messenger.standin.token}"}
    url = f"{messenger.standin.base_url}/v26.0/me"
    async with messenger.session.get(url, headers=headers) as answer:
        assert status == answer.status
    assert 200 == (await messenger.call("GET", "me"))[0]


async def test_a_revoked_token_is_190(messenger: Api) -> None:
    """Until it is restored."""
    messenger.standin.revoke_token()
    status, body = await messenger.call("GET", "me")
    assert (401, 190) == (status, body["error"]["code"])
