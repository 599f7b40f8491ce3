"""The handbook of officials and the guide that the bot gives name what there is, and all that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bots.officials import guide
from core.city.guide import PAGES, PNG_BEGINS, read_pictures
from core.language.data import CityError
from core.language.shorten import utf16_units
from core.vocabulary.effects import Answer, DrawChart, Edit, Send
from core.vocabulary.results import Drawn
from tests.bots.citizen.chat import Chat
from tests.bots.citizen.test_walk_in import clerk
from tests.bots.officials.group import BUDI, STRANGER, Group, kupang, texts

HANDBOOK = Path(__file__).parents[3] / "docs" / "officials.md"
COMMAND = re.compile(r"(?<![\w/:.])/([a-z]+)\b")
BOLD, BRACKETED = re.compile(r"\*\*([^*]+)\*\*"), re.compile(r"\[([^\]]+)\]")
NO_BUTTON = frozenset({"catatan", "lihat", "balas", "prioritas"})
"""Actions that people do by words, or whose button is named otherwise."""
MORE_LABELS = (
    "officials.ask.cancel",
    "officials.ask.merge_anyway",
    "officials.card.isi",
    "officials.card.ringkas",
    "officials.edit.button",
    "officials.ethics.agree",
    "officials.menu.priority.biasa",
    "officials.menu.priority.tinggi",
    "officials.ready.send",
    "officials.wish.button",
)
"""Labels of buttons besides those of actions; what turns pages is drawn with an arrow."""
FIRST_PAGE = 1000
BACK, ON, PICTURE = "‹ Sebelumnya", "Berikutnya ›", "🖼 Gambarnya"


def said(lang: str = "id") -> str:
    """Give the whole guide in a language."""
    return "\n".join(texts().say(f"officials.guide.{page}", lang) for page in PAGES)


def labels(lang: str = "id") -> set[str]:
    """Give the label of every button that an official can meet on a card or below what the bot says."""
    prefix = "officials.verdict.action."
    actions = {key for key in kupang().texts["id"] if key.startswith(prefix)}
    keys = {key for key in actions if key.removeprefix(prefix) not in NO_BUTTON} | set(MORE_LABELS)
    return {texts().say(key, lang) for key in keys}


def commands() -> dict[str, tuple[str, ...]]:
    """Give the group's commands with the words that stand for each."""
    return {name: tuple(words) for name, words in kupang().language.plain["officials_commands"].items()}


def test_every_button_of_the_handbook_exists() -> None:
    """What is printed in bold is the label of a button."""
    paging = {BACK.strip("‹ "), ON.strip(" ›")}
    assert set() == set(BOLD.findall(HANDBOOK.read_text())) - labels() - paging - {"tebal"}


def test_every_button_is_in_the_handbook() -> None:
    """No button is left unexplained."""
    assert set() == labels() - set(BOLD.findall(HANDBOOK.read_text()))


def test_commands_of_the_handbook_and_of_the_group_are_the_same() -> None:
    """Every command is explained, and none that does not exist."""
    named = set(COMMAND.findall(" ".join(re.findall(r"`([^`]+)`", HANDBOOK.read_text())))) - {"begini"}
    known = commands()
    assert {words[0] for words in known.values()} == named


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_guide_names_what_there_is(lang: str) -> None:
    """Its buttons and commands exist, in each language; every command but the help's own is in it."""
    assert set() == set(BRACKETED.findall(said(lang))) - labels(lang)
    assert {words[0] for words in commands().values()} == set(COMMAND.findall(said(lang)))


def test_pictures_of_the_handbook_are_there_and_light() -> None:
    """Each picture exists, is described, and has less than 150 kB."""
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", HANDBOOK.read_text())
    assert pictures
    heavy = [path for words, path in pictures if not words or (HANDBOOK.parent / path).stat().st_size >= 150_000]
    assert [] == heavy


def test_the_guide_is_turned_in_one_message() -> None:
    """Anybody in the group may read it, also who is not registered yet; its pages replace each other."""
    group = Group()
    group.says(STRANGER, "/panduan")
    (first,) = group.of(Send)
    assert first.quiet
    assert "lima menit pertama" in first.text
    assert FIRST_PAGE > utf16_units(first.text)
    seen = [first.text]
    for _page in PAGES[1:]:
        group.presses(STRANGER, ON)
        (edit,) = group.of(Edit)
        assert first.key == edit.key
        assert [""] == [answer.text for answer in group.of(Answer)]
        seen.append(edit.to.text)
    assert len(PAGES) == len(set(seen))
    assert [BACK] == [choice.label for choice in edit.to.choices]


def test_a_page_that_is_not_there_is_the_nearest() -> None:
    """A button of another time or a made-up one shows a page, or nothing."""
    group = Group()
    group.registers(BUDI)
    group.says(BUDI, "/panduan")
    group.presses_data(BUDI, f"{guide.BUTTON}:1:99:")
    assert f"{len(PAGES)}/{len(PAGES)}" in "".join(edit.to.text for edit in group.of(Edit))
    group.presses_data(BUDI, f"{guide.BUTTON}:1:x:")
    assert [] == group.of(Edit)


def test_an_official_reads_the_guide_in_private() -> None:
    """The same pages come to the private chat of an official; to a citizen it is no command."""
    chat = clerk("petugas")
    assert "lima menit pertama" in chat.says("/panduan")
    assert "Membaca kartu" in chat.presses(ON)
    assert "lima menit pertama" in chat.presses(BACK)
    assert "Panduan petugas" not in Chat().says("/panduan")


def test_pages_have_pictures() -> None:
    """Where the pack has a picture of a page it is sent to the same topic on request, under the page's name."""
    group = Group()
    group.says(STRANGER, "/panduan")
    group.presses(STRANGER, ON)
    group.presses_data(STRANGER, f"{guide.PICTURE}:card:dishub")
    assert group.newest(PICTURE).message.choices[-1].id.startswith(f"{guide.PICTURE}:card:")
    (asked,) = group.of(DrawChart)
    assert "card" == asked.chart.kept
    group.happens(Drawn(asked.ref, "m1", "image/png"))
    (sent,) = group.of(Send)
    assert ("📖 Membaca kartu", "dishub", True) == (sent.text, sent.topic, sent.quiet)
    assert [("photo", "m1")] == [(item.kind, item.media) for item in sent.evidence]


@pytest.mark.parametrize("data", ["none:77", "start:77", "", "card"])
def test_a_picture_that_is_not_there(data: str) -> None:
    """A made-up button, or one of a page without a picture, is answered and sends nothing; so does a lost picture."""
    group = Group()
    group.says(STRANGER, "/panduan")
    group.presses_data(STRANGER, f"{guide.PICTURE}:{data}")
    assert [""] == [answer.text for answer in group.of(Answer)]
    assert (data == "card") == bool(group.of(DrawChart))
    group.happens(Drawn(f"guide:{data}", ""))
    assert [] == group.of(Send)


def test_pictures_come_in_private() -> None:
    """An official reads on a page with its picture in the private chat, too."""
    chat = clerk("petugas")
    chat.says("/panduan")
    chat.presses(ON)
    chat.presses(PICTURE)
    (asked,) = [effect for effect in chat.effects if isinstance(effect, DrawChart)]
    (said,) = chat.happens(Drawn(asked.ref, "m1", "image/png"))
    assert "📖 Membaca kartu" == said
    *_, sent = [effect for effect in chat.effects if isinstance(effect, Send)]
    assert ["m1"] == [item.media for item in sent.evidence]


def test_pictures_of_a_pack_belong_to_pages() -> None:
    """Kupang shows a card, a queue and a week; a picture of no page, or that is none, is named."""
    assert {"card", "lists", "clock"} == set(kupang().guide_pictures)
    content = PNG_BEGINS + b"x"
    assert {"card": content} == read_pictures({"guide/card.png": content, "words/card.png": b"", "base/x.toml": b""})
    for name, wrong in (("guide/kard.png", content), ("guide/card.png", b"GIF89a")):
        with pytest.raises(CityError, match=name):
            read_pictures({name: wrong})
