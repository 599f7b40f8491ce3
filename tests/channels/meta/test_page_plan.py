"""A message becomes as few requests as the platform allows, each within its limits."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.meta.messaging.plan import (
    addressed,
    plan_files,
    plan_reply,
    plan_template,
    plan_words,
    public_words,
)
from channels.meta.messaging.platform import INSTAGRAM, MESSENGER, Platform, utf8_bytes
from core.vocabulary.channel import Target, Template
from core.vocabulary.effects import Choice, Send
from core.vocabulary.errors import Rejected
from core.vocabulary.media import Held, Media

YES_NO = (Choice("beres:1", "Sudah beres"), Choice("belum:1", "Belum beres"))
FOUR = tuple(Choice(f"nilai:{n}", f"Nilai {n}") for n in range(4))
PRIVACY = (Choice("p:anonim", "Anonim", detail="Nama tidak ditampilkan"), Choice("p:nama", "Pakai nama"))
LONG_LABEL = (Choice("a", "Label yang lebih panjang dari dua puluh huruf"),)
EACH_PLATFORM = pytest.mark.parametrize("platform", [MESSENGER, INSTAGRAM], ids=lambda one: one.name)


def shape(platform: Platform, words: str, choices: tuple[Choice, ...]) -> str:
    """Say in a word how a message is shown: a letter for each request."""
    letters = []
    for part in plan_words(platform, Send(words, choices=choices)):
        letter = "t" if "text" in part.message else "b"
        letters.append(letter + ("q" if "quick_replies" in part.message else ""))
    return " ".join(letters)


@pytest.mark.parametrize(
    ("words", "choices", "page", "account"),
    [
        ("Halo", (), "t", "t"),
        ("Sudah beres?", YES_NO, "b", "tq"),
        ("Nilai?", FOUR, "tq", "tq"),
        ("Nama Anda?", PRIVACY, "tq", "tq"),
        ("kata " * 200, YES_NO, "tq", "tq"),
        ("kata " * 500, YES_NO, "t tq", "t t tq"),
        ("kata " * 500, (), "t t", "t t t"),
        ("Pilih", tuple(Choice(f"c{n}", f"Pilihan {n}") for n in range(14)), "t", "t"),
        ("Pilih", LONG_LABEL, "t", "t"),
        ("Pilih", (Choice("a", "Sama"), Choice("b", "Sama")), "t", "t"),
        ("Pilih", (Choice("x" * 1001, "Terlalu"),), "t", "t"),
        ("", YES_NO, "b", "tq"),
        ("", (), "", ""),
    ],
    ids=["words", "yes or no", "four", "details", "long question", "very long question", "very long", "fourteen",
         "long label", "same labels", "long id", "no words", "nothing"],
)  # fmt: skip
def test_choices_degrade(words: str, choices: tuple[Choice, ...], page: str, account: str) -> None:
    """Choices are buttons, quick replies or numbered lines, whichever shows them whole."""
    assert (page, account) == (shape(MESSENGER, words, choices), shape(INSTAGRAM, words, choices))


@EACH_PLATFORM
def test_numbered_lines_can_be_typed(platform: Platform) -> None:
    """What fits nowhere is a numbered line, whole."""
    (part,) = plan_words(platform, Send("Pilih", choices=LONG_LABEL))
    assert f"Pilih\n\n1. {LONG_LABEL[0].label}" == part.message["text"]


@EACH_PLATFORM
def test_what_a_choice_means_stands_above_it(platform: Platform) -> None:
    """A quick reply has no room for a detail: it is a line of the text."""
    (part,) = plan_words(platform, Send("Nama?", choices=PRIVACY))
    assert "Nama?\n\nAnonim: Nama tidak ditampilkan" == part.message["text"]
    (said,) = plan_words(platform, Send("Nama?\n• Anonim: tidak ditampilkan", choices=PRIVACY))
    assert "Nama?\n• Anonim: tidak ditampilkan" == said.message["text"]
    assert ["Anonim", "Pakai nama"] == [one["title"] for one in part.message["quick_replies"]]


@given(st.text(alphabet="ab \n😀é👨\u200d👩🏽🇮🇩", max_size=3000))
def test_pieces_keep_the_limit_and_every_word(words: str) -> None:
    """However long and whatever letters, no piece is over the limit, in its own unit, and nothing is lost."""
    for platform in (MESSENGER, INSTAGRAM):
        parts = plan_words(platform, Send(words, choices=YES_NO[:1]))
        texts = [part.message.get("text") or part.message["attachment"]["payload"]["text"] for part in parts]
        assert all(1 <= platform.count(one) <= platform.text for one in texts)
        assert "".join(words.split()) == "".join("".join(texts).split()) or not words.strip()
        assert [False] * (len(parts) - 1) + [True] == [part.main for part in parts]


def test_instagram_counts_bytes() -> None:
    """A thousand letters of two bytes each are two messages there, and one on Messenger."""
    words = "é" * 1000
    assert (1, 2) == (len(plan_words(MESSENGER, Send(words))), len(plan_words(INSTAGRAM, Send(words))))
    assert 2000 == utf8_bytes(words)


@pytest.mark.parametrize(
    ("mime", "size", "kind"),
    [
        ("image/jpeg", 9, "image"),
        ("image/heic", 9, "file"),
        ("video/mp4", 9, "video"),
        ("audio/ogg; codecs=opus", 9, "audio"),
        ("application/pdf", 9, "file"),
        ("image/png", 0, ""),
        ("video/mp4", 25 * 1024 * 1024 + 1, ""),
    ],
)
def test_files_go_by_their_kind(mime: str, size: int, kind: str) -> None:
    """A file is shown as what it is; an empty one or one over 25 MB is not taken."""
    planned = [part.message["attachment"]["type"] for part in plan_files([Media(Held(b"x" * size), mime, "a")])]
    assert ([kind] if kind else []) == planned


@pytest.mark.parametrize(
    ("target", "kind", "tag"),
    [
        (Target("7"), "RESPONSE", None),
        (Target("7", typed=True), "MESSAGE_TAG", "HUMAN_AGENT"),
        (Target("7", template=Template("kabar", "id")), "UTILITY", None),
    ],
)
def test_by_which_right_a_message_goes(target: Target, kind: str, tag: str | None) -> None:
    """An answer, an official's own words and an approved message each say what they are; no other tag is ever sent."""
    body = addressed(plan_words(MESSENGER, Send("Halo"))[0], target, first=True)
    assert (kind, tag) == (body["messaging_type"], body.get("tag"))


def test_every_message_has_our_mark() -> None:
    """The echo of a message tells that it is ours, and which."""
    body = addressed(plan_words(MESSENGER, Send("Halo"))[0], Target("7", entry_id="e:1", reply_to="m_1"), first=True)
    assert ("kanal:e:1", {"mid": "m_1"}) == (body["message"]["metadata"], body["reply_to"])
    later = addressed(plan_words(MESSENGER, Send("Halo"))[0], Target("7", reply_to="m_1"), first=False)
    assert "reply_to" not in later


def test_a_template_is_filled_by_position() -> None:
    """Values stand in one line each, none empty."""
    part = plan_template(Template("kabar", "id", ("KPG-1", "baris\nbaru", "")))
    values = [one["text"] for one in part.message["template"]["components"][0]["parameters"]]
    assert ["KPG-1", "baris baru", "-"] == values


@EACH_PLATFORM
def test_a_private_answer_is_one_message(platform: Platform) -> None:
    """However long, the only message that may be sent is one, cut after a word."""
    part = plan_reply(platform, Send("kata " * 1000, choices=YES_NO))
    assert platform.count(part.message["text"]) <= platform.text
    assert part.message["text"].endswith("kata…")
    assert 2 == len(part.message["quick_replies"])


def test_in_public_there_are_words_alone() -> None:
    """Choices are left out under a post, and nothing at all is our bug."""
    assert "Terima kasih" == public_words(Send(" Terima kasih ", choices=YES_NO))
    with pytest.raises(Rejected):
        public_words(Send(" "))


def test_a_place_is_a_link() -> None:
    """There are no pins: a place is a map link."""
    (part,) = plan_words(MESSENGER, Send("Di sini", place=(-10.17, 123.6)))
    assert part.message["text"].endswith("query=-10.170000,123.600000")


@EACH_PLATFORM
def test_bodies_are_json(platform: Platform) -> None:
    """Halves of emoji, which JSON can carry and the platform cannot, are replaced."""
    (part,) = plan_words(platform, Send("Mantap \ud83d"))
    json.dumps(part.message, ensure_ascii=False).encode()
