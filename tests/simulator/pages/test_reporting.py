"""What the webhooks of a Page and of an Instagram account tell."""

import pytest

from simulator.control import Impossible
from tests.simulator.pages.conftest import Api, Inbox


async def test_a_message_and_what_becomes_of_the_answer(messenger: Api, page_inbox: Inbox) -> None:
    """The answer comes back as an echo of our app, then as delivered, then as read."""
    messenger.standin.people.say("yanti", "lampu mati")
    mid = await messenger.send("yanti", {"text": "Di mana?", "metadata": "e1"})
    messenger.standin.people.read("yanti")
    said, echo, delivered, read = await page_inbox.items()
    assert "lampu mati" == said["message"]["text"]
    assert (mid, True, int(messenger.standin.page.app_id), "e1") == tuple(
        echo["message"][key] for key in ("mid", "is_echo", "app_id", "metadata")
    )
    assert messenger.standin.page.id == echo["sender"]["id"]
    assert [mid] == delivered["delivery"]["mids"]
    assert "watermark" in read["read"]


async def test_an_official_who_answers_by_hand_is_an_echo_of_another_app(messenger: Api, page_inbox: Inbox) -> None:
    """The bridge can tell it from its own."""
    messenger.standin.people.answer_by_hand("yanti", "Kami cek dulu, Bu.")
    (echo,) = await page_inbox.items()
    assert int(messenger.standin.page.app_id) != echo["message"]["app_id"]


async def test_taps(messenger: Api, page_inbox: Inbox) -> None:
    """Quick replies vanish with the next message, buttons stay."""
    people = messenger.standin.people
    people.say("yanti", "Halo")
    await messenger.send(
        "yanti", {"text": "Kirim?", "quick_replies": [{"content_type": "text", "title": "Ya", "payload": "ya:1"}]}
    )
    people.tap_quick_reply("yanti", "Ya")
    with pytest.raises(Impossible):
        people.tap_quick_reply("yanti", "Ya")
    people.postback("yanti", "Mulai", "mulai", referral={"ref": "poster", "source": "SHORTLINK", "type": "OPEN_THREAD"})
    payloads = [
        item.get("message", {}).get("quick_reply", {}).get("payload") or item.get("postback", {}).get("payload")
        for item in await page_inbox.items()
    ]
    assert ["ya:1", "mulai"] == [payload for payload in payloads if payload]


async def test_edits_reactions_and_unsent_messages(messenger: Api, page_inbox: Inbox) -> None:
    """A person can edit five times; a reaction and an unsent message name what they are about."""
    people = messenger.standin.people
    mid = people.say("yanti", "lampu mat")["message"]["mid"]
    for n in range(5):
        people.edit("yanti", mid, f"lampu mati {n}")
    with pytest.raises(Impossible):
        people.edit("yanti", mid, "lagi")
    people.react("yanti", mid, "👍", "like")
    people.unsend("yanti", mid)
    items = await page_inbox.items()
    assert [1, 2, 3, 4, 5] == [item["message_edit"]["num_edit"] for item in items if "message_edit" in item]
    assert ("👍", mid) == next((i["reaction"]["emoji"], i["reaction"]["mid"]) for i in items if "reaction" in i)
    assert items[-1]["message"] == {"mid": mid, "is_deleted": True}


async def test_only_what_is_subscribed_to_is_told(messenger: Api, page_inbox: Inbox) -> None:
    """A field that nobody asked for stays silent."""
    await messenger.call("DELETE", "me/subscribed_apps")
    await messenger.call("POST", "me/subscribed_apps", {"subscribed_fields": ["messages"]})
    messenger.standin.people.page_post("Jadwal air")
    messenger.standin.people.say("yanti", "Halo")
    assert (1, 0) == (len(await page_inbox.items()), len(await page_inbox.items("changes")))


async def test_comments_of_a_page_come_through_the_feed_also_its_own(messenger: Api, page_inbox: Inbox) -> None:
    """Added, edited, removed; the author may be missing."""
    people, world = messenger.standin.people, messenger.standin.world
    post = people.page_post("Jadwal air")
    made = people.comment("yanti", post, "air mati")
    people.edit_comment(made.id, "air mati 3 hari")
    await messenger.call("POST", f"{made.id}/comments", {"message": "Silakan kirim pesan pribadi."})
    people.remove_comment(made.id)
    people.comment("yanti", post, "halo", named=False)
    values = [item["value"] for item in await page_inbox.items("changes")]
    assert ["add", "add", "edited", "add", "remove", "add"] == [value["verb"] for value in values]
    assert world.page.id == values[3]["from"]["id"]
    assert "message" not in values[4]
    assert "from" not in values[5]


async def test_mentions_of_a_page_bring_their_words_and_those_of_an_account_do_not(
    messenger: Api, page_inbox: Inbox, instagram: Api, account_inbox: Inbox
) -> None:
    """On Instagram the words have to be read."""
    messenger.standin.people.mention("yanti", "@Pemkot jalan rusak")
    assert "@Pemkot jalan rusak" == (await page_inbox.items("changes"))[0]["value"]["message"]
    made = instagram.standin.people.mention("yanti", "@pemkotkupang jalan rusak", in_comment=True)
    value = (await account_inbox.items("changes"))[0]["value"]
    assert {"media_id": made.post, "comment_id": made.id} == value
    fields = f"mentioned_comment.comment_id({made.id}){{text,username}}"
    found = (await instagram.call("GET", instagram.standin.page.id, fields=fields))[1]["mentioned_comment"]
    assert ("@pemkotkupang jalan rusak", "yantilopo") == (found["text"], found["username"])


async def test_instagram_tells_no_delivery_and_takes_no_edit(instagram: Api, account_inbox: Inbox) -> None:
    """Its echoes come among the messages; a heart has no payload; a story mention has an address that ends."""
    people = instagram.standin.people
    people.thumb("yanti")
    people.mention_in_story("yanti")
    await instagram.send("yanti", {"text": "Terima kasih"})
    people.read("yanti")
    heart, story, echo, read = await account_inbox.items()
    assert [{"type": "like_heart"}] == heart["message"]["attachments"]
    assert "story_mention" == story["message"]["attachments"][0]["type"]
    assert echo["message"]["is_echo"] is True
    assert echo["message"]["mid"] == read["read"]["mid"]
    with pytest.raises(Impossible):
        people.edit("yanti", heart["message"]["mid"], "x")


async def test_batches_keep_everything(messenger: Api, page_inbox: Inbox) -> None:
    """Several entries and several items in one body: nothing is lost."""
    messenger.standin.webhook.mode.batch = 20
    for n in range(12):
        messenger.standin.people.say("yanti", str(n))
    assert 12 == len(await page_inbox.items())
    assert len(page_inbox.bodies) < 12


async def test_a_file_can_be_fetched_while_it_lives(messenger: Api) -> None:
    """Its address is in the message."""
    sent = messenger.standin.people.send_files("yanti", [b"a", b"b"])
    urls = [item["payload"]["url"] for item in sent["message"]["attachments"]]
    contents: list[bytes] = []
    for url in urls:
        async with messenger.session.get(url) as answer:
            contents.append(await answer.read())
    assert [b"a", b"b"] == contents
