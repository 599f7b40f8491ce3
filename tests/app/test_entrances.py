"""Links into our chats: left where pages and posters find them."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from app.entrances import entrances, keep
from app.posters import links_of, poster
from channels.contract import Channel
from channels.kit import Forgetful
from tests.core.kupang import kupang

LINKS = {
    "telegram": "https://t.me/kupang_bot?start={word}",
    "whatsapp": "https://wa.me/6281?text={words}",
    "sms": "sms:1708?body=KOTKUPANG%20{words}",
    "web": "https://lapor.example/lapor?dari={word}",
}


class Door:
    """A channel that has a link."""

    def __init__(self, link: str) -> None:
        self._link = link

    def entrance(self) -> str:
        """Give it."""
        return self._link


async def test_links_of_channels_are_known_to_all_processes() -> None:
    """A link is left once it is known; channels without one have none."""
    notes = Forgetful()
    for name, door in (("a", Door("https://a/{word}")), ("b", Door("")), ("c", object())):
        await keep(notes, name, cast(Channel, door))
    assert {"a": "https://a/{word}"} == await entrances(notes, ("a", "b", "c"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_poster_is_one_sheet(language: str) -> None:
    """A poster has all channels on one page, and the same source gives the same bytes."""
    links = links_of(kupang(), LINKS, "radio", language)
    drawn = poster(kupang(), links, language)
    assert b"/Count 1\n" in drawn
    assert drawn == poster(kupang(), links, language)


def test_a_poster_names_no_number_that_is_not_connected() -> None:
    """The city's number for text messages stands there while its channel is on."""
    links = links_of(kupang(), LINKS, "radio", "id")
    without = {name: link for name, link in links.items() if name != "sms"}
    numberless = replace(kupang(), sms_number="")
    assert poster(kupang(), links, "id") != poster(numberless, links, "id")
    assert poster(kupang(), without, "id") == poster(numberless, without, "id")


def test_links_name_their_source() -> None:
    """Each link brings the source along in the way of its platform."""
    assert {
        "telegram": "https://t.me/kupang_bot?start=radio",
        "whatsapp": "https://wa.me/6281?text=Lapor%20%28dari%3A%20radio%29",
        "sms": "sms:1708?body=KOTKUPANG%20Lapor%20%28dari%3A%20radio%29",
        "web": "https://lapor.example/lapor?dari=radio",
    } == links_of(kupang(), LINKS, "radio", "id")
