"""What the X stand-in shows, and what it charges for it."""

import pytest

from simulator.clock import ManualClock
from simulator.x import XStandIn
from tests.simulator.x.conftest import Api

ME = "1708170817081708"


async def test_mentions_come_newest_first_in_pages(standin: XStandIn, api: Api) -> None:
    """Each page has a token for the next one, until there is none."""
    standin.people.add_user("yanti")
    made = [standin.people.post("yanti", f"@KanalKupang lampu {n}").id for n in range(7)]
    first = await api.get(f"users/{ME}/mentions", max_results="5")
    rest = await api.get(f"users/{ME}/mentions", max_results="5", pagination_token=first["meta"]["next_token"])
    assert made[::-1] == [post["id"] for post in (*first["data"], *rest["data"])]
    assert "next_token" not in rest["meta"]


async def test_nothing_new_is_a_page_without_data(standin: XStandIn, api: Api) -> None:
    """After ``since_id`` of the newest there is only a count of none."""
    standin.people.add_user("yanti")
    post = standin.people.post("yanti", "@KanalKupang lampu mati")
    assert {"meta": {"result_count": 0}} == await api.get(f"users/{ME}/mentions", since_id=post.id)


async def test_fields_and_expansions_come_only_when_asked_for(standin: XStandIn, api: Api) -> None:
    """A bare post has id, text and history; its text is escaped."""
    standin.people.add_user("yanti", "Yanti")
    standin.people.post("yanti", "@KanalKupang air < 1 jam & keruh", photos=[b"jpeg"])
    bare = await api.get(f"users/{ME}/mentions")
    assert {"id", "text", "edit_history_tweet_ids"} == set(bare["data"][0])
    assert "@KanalKupang air &lt; 1 jam &amp; keruh" == bare["data"][0]["text"]
    full = await api.get(
        f"users/{ME}/mentions", tweet__fields="author_id,created_at,attachments",
        expansions="author_id,attachments.media_keys", media__fields="url",
    )  # fmt: skip
    assert ["yanti"] == [user["username"] for user in full["includes"]["users"]]
    key = full["data"][0]["attachments"]["media_keys"][0]
    assert f"{standin.base_url}/media/{key}" == full["includes"]["media"][0]["url"]


async def test_a_long_post_is_cut_and_whole_in_its_note(standin: XStandIn, api: Api) -> None:
    """The whole text comes only when the note is asked for."""
    standin.people.add_user("yanti")
    words = "@KanalKupang " + "lampu " * 80
    standin.people.post("yanti", words)
    found = (await api.get(f"users/{ME}/mentions", tweet__fields="note_tweet"))["data"][0]
    assert (280, words) == (len(found["text"]), found["note_tweet"]["text"])


async def test_an_edit_is_a_new_post_that_knows_the_old_one(standin: XStandIn, api: Api) -> None:
    """Each version is read by its own id, and with the newest the whole chain goes (X API, Edit posts)."""
    standin.people.add_user("yanti")
    old = standin.people.post("yanti", "@KanalKupang lampu mat")
    new = standin.people.edit(old.id, "@KanalKupang lampu mati")
    found = await api.get("tweets", ids=f"{old.id},{new.id}")
    assert {old.id, new.id} == {one["id"] for one in found["data"]}
    assert [old.id, new.id] == next(one for one in found["data"] if one["id"] == new.id)["edit_history_tweet_ids"]
    standin.people.delete(new.id)
    found = await api.get("tweets", ids=f"{old.id},{new.id}")
    assert [old.id, new.id] == [error["resource_id"] for error in found["errors"]]


async def test_search_finds_what_its_query_says(standin: XStandIn, api: Api) -> None:
    """Words, phrases, alternatives, and what is left out."""
    for name in ("yanti", "berita"):
        standin.people.add_user(name)
    hit = standin.people.post("yanti", "jalan rusak di Oebobo Kupang")
    standin.people.post("berita", "jalan rusak di Kupang")
    standin.people.post("yanti", "jalan santai Kupang")
    standin.people.repost("berita", hit.id)
    query = '("jalan rusak" OR lubang) Kupang -from:berita -is:retweet'
    assert [hit.id] == [post["id"] for post in (await api.get("tweets/search/recent", "app", query=query))["data"]]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("tweets/search/recent", {"query": ""}),
        ("tweets/search/recent", {"query": "x" * 513}),
        ("tweets/search/recent", {"query": "lang:in"}),
        ("tweets/search/recent", {"query": "(a OR b"}),
        ("tweets/search/recent", {"query": "near:kupang jalan"}),
        ("tweets/search/recent", {"query": "a", "max_results": "5"}),
        (f"users/{ME}/mentions", {"max_results": "101"}),
        (f"users/{ME}/mentions", {"since_id": "abc"}),
        (f"users/{ME}/mentions", {"tweet.fields": "colour"}),
        (f"users/{ME}/mentions", {"pagination_token": "x"}),
        (f"users/{ME}/mentions", {"unknown": "1"}),
        ("tweets", {"ids": ""}),
        ("dm_events", {"max_results": "101"}),
        ("dm_events", {"since_id": "1"}),
    ],
)
async def test_what_x_would_refuse_is_refused(standin: XStandIn, api: Api, path: str, query: dict[str, str]) -> None:
    """A mistake in a query is a 400 that the journal keeps apart."""
    status, body = await api.call("GET", path, query=query)
    assert (400, 1) == (status, len(standin.refused)), body


async def test_search_does_not_look_back_further_than_a_week(standin: XStandIn, api: Api, clock: ManualClock) -> None:
    """An older post is not found, and its id is no beginning."""
    standin.people.add_user("yanti")
    old = standin.people.post("yanti", "jalan rusak")
    clock.advance(8 * 86_400)
    assert 0 == (await api.get("tweets/search/recent", query="jalan"))["meta"]["result_count"]
    assert 400 == (await api.call("GET", "tweets/search/recent", query={"query": "jalan", "since_id": old.id}))[0]


async def test_private_events_come_of_both_sides_for_thirty_days(
    standin: XStandIn, api: Api, clock: ManualClock
) -> None:
    """Own messages are among them; older ones are gone."""
    yanti = standin.people.add_user("yanti")
    standin.people.write("yanti", "lampu mati")
    await api.call("POST", f"dm_conversations/with/{yanti.id}/messages", body={"text": "Di mana?"})
    found = await api.get("dm_events", dm_event__fields="sender_id,created_at,dm_conversation_id")
    assert [ME, yanti.id] == [event["sender_id"] for event in found["data"]]
    clock.advance(30 * 86_400 + 1)
    assert {"meta": {"result_count": 0}} == await api.get("dm_events")


async def test_what_is_read_twice_in_a_day_is_charged_once(standin: XStandIn, api: Api, clock: ManualClock) -> None:
    """The next day it is charged again."""
    standin.people.add_user("yanti")
    standin.people.post("yanti", "@KanalKupang lampu mati")
    for _ in range(2):
        await api.get(f"users/{ME}/mentions")
    assert {"owned_read": 1} == dict(standin.purse.spent)
    clock.advance(86_400)
    await api.get(f"users/{ME}/mentions")
    assert pytest.approx(0.002) == standin.purse.dollars


async def test_without_credit_every_call_fails_until_topped_up(standin: XStandIn, api: Api) -> None:
    """The status is 402 and the title says why."""
    standin.purse.credit = 0.0
    status, body = await api.call("GET", "users/me")
    assert (402, "CreditsDepleted") == (status, body["title"])
    standin.top_up(1.0)
    assert ME == (await api.get("users/me"))["data"]["id"]


async def test_the_budget_of_a_window_ends_in_429_and_comes_back(
    standin: XStandIn, api: Api, clock: ManualClock
) -> None:
    """The headers say how much is left and when it begins anew."""
    for _ in range(15):
        await api.get("dm_events")
    status, _body = await api.call("GET", "dm_events")
    assert 429 == status
    clock.advance(900)
    await api.get("dm_events")


@pytest.mark.parametrize(("path", "token"), [("dm_events", "app"), ("users/me", "app"), ("usage/tweets", "user")])
async def test_a_path_takes_only_its_kind_of_token(api: Api, path: str, token: str) -> None:
    """The app's own token reads no private messages."""
    assert 403 == (await api.call("GET", path, token))[0]


async def test_a_wrong_or_revoked_token_is_401(standin: XStandIn, api: Api) -> None:
    """Both kinds of token end at once."""
    standin.revoke_token()
    assert [401, 401] == [(await api.call("GET", "users/me", token))[0] for token in ("app", "user")]
    standin.restore_token()
    await api.get("users/me")
