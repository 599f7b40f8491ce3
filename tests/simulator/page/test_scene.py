"""Who and what a newcomer finds on the page, without a browser."""

import aiohttp

from simulator.page import StandIns, furnish
from simulator.pages import InstagramStandIn, MessengerStandIn, PageStandIn
from simulator.telegram import TelegramStandIn
from simulator.whatsapp import WhatsAppStandIn
from simulator.x import XStandIn
from tests.simulator.page.demo import mounted


def everything() -> StandIns:
    """Give stand-ins of every app, none of which is started."""
    pages: dict[str, PageStandIn] = {"messenger": MessengerStandIn(), "instagram": InstagramStandIn()}
    return StandIns(TelegramStandIn(), WhatsAppStandIn(), pages, XStandIn())


def test_the_apps_are_those_that_there_are() -> None:
    """WhatsApp is first and X last; what is not there is not offered."""
    assert ["whatsapp", "telegram", "messenger", "instagram", "x"] == everything().apps
    assert ["telegram"] == StandIns(TelegramStandIn()).apps


def test_furnishing_twice_changes_nothing() -> None:
    """Each app has somebody, and each Page and account one post to comment on, however often the page is made."""
    standins = everything()
    assert standins.whatsapp is not None
    assert standins.x is not None
    for _ in range(2):
        furnish(standins)
        people = [len(standins.whatsapp.world.users), *(len(page.world.users) for page in standins.pages.values())]
        assert [2, 1, 1] == people
        assert ["KanalKupang", "andri_kpg"] == [user.username for user in standins.x.world.users.values()]
        assert [1, 1] == [len(page.world.posts) for page in standins.pages.values()]


async def test_the_page_learns_what_was_published_and_what_is_taken_back() -> None:
    """The control API gives the posts with their time, and the feed says when a comment is removed."""
    page = MessengerStandIn()
    await page.start()
    async with mounted(None, {"messenger": page}) as demo, aiohttp.ClientSession() as session:
        async with session.get(f"{demo.url}/api/messenger/posts") as answer:
            (post,) = (await answer.json())["posts"]
        made = page.people.comment("yuliana.benu", post["id"], "Lampu mati")
        page.people.remove_comment(made.id)
    await page.stop()
    assert (True, list(page.world.posts.values())) == (post["at"] > 0, [post["text"]])
    assert ["comment", "comment_removed"] == [event.kind for event in list(page.feed.events)[-2:]]
