"""What is sent to a private page waits there, once, and what a form brought is fetched like every other file."""

from __future__ import annotations

import pytest

from channels.kit import Around
from channels.web.channel import WebChannel
from channels.web.settings import WebSettings
from core.vocabulary.channel import Target
from core.vocabulary.effects import Choice, Send
from core.vocabulary.errors import FetchError
from core.vocabulary.events import File
from core.vocabulary.letters import Letter, Upload
from core.vocabulary.media import Held, Media
from core.vocabulary.report import Evidence
from tests.clock import START, TestClock
from tests.core.kupang import kupang
from tests.web.boxes import Boxes

SENT = Send(
    "Sudah beres?",
    choices=(Choice("beres:1", "Sudah"),),
    evidence=(Evidence("photo", "r", "m1", "image/png"),),
    ref="KPG-26-00001-5",
    key="push",
)


def channel(boxes: Boxes, public_url: str = "") -> WebChannel:
    """Give the channel on boxes in memory."""
    around = Around(kupang(), TestClock(), lambda _name, **_facts: None, public_url, letters=boxes)
    return WebChannel(WebSettings(_env_file=None), around)


def test_a_link_opens_the_form_with_its_source() -> None:
    """The link for posters leads to the form, where there is a public address."""
    assert ("", "https://lapor.example/lapor?dari={word}") == (
        channel(Boxes()).entrance(),
        channel(Boxes(), "https://lapor.example/").entrance(),
    )


async def test_a_message_is_one_letter() -> None:
    """A message with choices and files is a letter in the box that it is for, however often it is sent."""
    boxes = Boxes()
    for _ in range(2):
        found = await channel(boxes).send(Target("box", entry_id="e:1"), SENT, ())
        assert ("e:1",) == found
    expected = Letter("e:1", "box", START, SENT.text, False, SENT.choices, SENT.evidence, SENT.ref, SENT.key)
    assert [expected] == list(await boxes.letters("box", 9))


async def test_a_file_of_a_form_is_given() -> None:
    """A file that was sent with a form is fetched as it came; after its day it is gone."""
    boxes = Boxes()
    await boxes.put_upload(Upload("u1", Held(b"jpeg"), "image/jpeg", START))
    assert Media(Held(b"jpeg"), "image/jpeg", "") == await channel(boxes).fetch(File("photo", "u1"), Held())
    with pytest.raises(FetchError) as gone:
        await channel(boxes).fetch(File("photo", "u2"), Held())
    assert "gone" == gone.value.reason


@pytest.mark.parametrize(
    ("word", "on"), [("on", True), ("yes", True), ("false", False), ("", False), ("0", False), ("tidak", False)]
)
def test_a_word_switches_it_on(word: str, on: bool) -> None:
    """A word that says no switches nothing on."""
    assert on == bool(WebSettings(_env_file=None, WEB_FORM=word).web_form)


def test_proxies_are_a_list() -> None:
    """Addresses and networks of proxies stand in one line."""
    settings = WebSettings(_env_file=None, WEB_PROXIES="10.0.0.1, ::1, 172.16.3.4/12")
    assert frozenset({"10.0.0.1/32", "::1/128", "172.16.0.0/12"}) == settings.proxies


async def test_the_doctor_asks_for_an_address() -> None:
    """Without a public address no link on a receipt leads anywhere."""
    (bad,), (good,) = await channel(Boxes()).check(), await channel(Boxes(), "https://lapor.example").check()
    assert (False, True) == (bad.ok, good.ok)
    assert "KANAL_PUBLIC_URL" in bad.advice
    await channel(Boxes()).close()
