"""What is sent for a message of ours: one request wherever the platform leaves a way, and whole within its limits."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.whatsapp import text
from channels.whatsapp.plan import Part, attach, plan_send
from core.language.shorten import utf16_units
from core.vocabulary.channel import Target, Template
from core.vocabulary.effects import Choice, Send
from core.vocabulary.errors import Rejected
from core.vocabulary.media import Held, Media
from tests.channels.whatsapp.conftest import BUDI, LABELS, RINA

TARGET = Target(address=BUDI, entry_id="whatsapp:1:wamid.x:2")
PHOTO = Media(Held(b"\xff\xd8\xff" * 10), "image/jpeg", "foto.jpg")
VIDEO = Media(Held(b"video"), "video/mp4", "video.mp4")
VOICE = Media(Held(b"OggS"), "audio/ogg; codecs=opus", "suara.ogg")
PDF = Media(Held(b"%PDF"), "application/pdf", "surat.pdf")
WEBP = Media(Held(b"RIFF"), "image/webp", "stiker.webp")
YES_NO = (Choice("beres:1", "Sudah beres"), Choice("belum:1", "Belum"))


def plan(message: Send, *media: Media, target: Target = TARGET) -> tuple[Part, ...]:
    return plan_send(target, message, media, LABELS)


def only(message: Send, *media: Media, target: Target = TARGET) -> dict[str, Any]:
    """Give the one request that a message becomes."""
    (part,) = plan(message, *media, target=target)
    assert part.main
    return part.body("77")


def kinds(*parts: Part) -> list[str]:
    """Name the requests."""
    return [part.payload.get("interactive", {}).get("type") or part.payload["type"] for part in parts]


def test_text() -> None:
    """Words go out as text to the number, marked with our outbox id, without a link preview."""
    expected = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": BUDI,
        "biz_opaque_callback_data": "whatsapp:1:wamid.x:2",
        "type": "text",
        "text": {"body": "Laporan *KPG-26-000123-7* tercatat.", "preview_url": False},
    }
    assert expected == only(Send("Laporan KPG-26-000123-7 tercatat.", bold=("KPG-26-000123-7",)))


def test_who_shows_no_number_is_written_to_by_id() -> None:
    """An address that is no number goes into ``recipient``."""
    body = only(Send("x"), target=Target(address=RINA))
    assert (RINA, False) == (body["recipient"], "to" in body)


def test_a_reply_hangs_under_its_message() -> None:
    """The message to answer is named as context."""
    assert {"message_id": "wamid.q"} == only(Send("x"), target=Target(BUDI, reply_to="wamid.q"))["context"]


def test_an_outbox_id_that_is_too_long_is_left_out() -> None:
    """Over 512 characters the platform would refuse the whole message."""
    assert "biz_opaque_callback_data" not in only(Send("x"), target=Target(BUDI, entry_id="e" * 513))


def test_buttons() -> None:
    """Up to three choices with short labels are reply buttons."""
    body = only(Send("Sudah beres?", choices=YES_NO))["interactive"]
    expected = [
        {"type": "reply", "reply": {"id": "beres:1", "title": "Sudah beres"}},
        {"type": "reply", "reply": {"id": "belum:1", "title": "Belum"}},
    ]
    assert ("button", "Sudah beres?", expected) == (body["type"], body["body"]["text"], body["action"]["buttons"])


def test_a_list_of_up_to_ten() -> None:
    """More choices are rows of a list with their details."""
    choices = tuple(Choice(f"c{n}", f"Kategori {n}", detail="rincian" if n else "") for n in range(10))
    body = only(Send("Pilih kategori", choices=choices))["interactive"]
    rows = body["action"]["sections"][0]["rows"]
    assert ("list", "Pilih", 10) == (body["type"], body["action"]["button"], len(rows))
    assert ({"id": "c0", "title": "Kategori 0"}, "rincian") == (rows[0], rows[1]["description"])


@pytest.mark.parametrize(
    ("words", "choices", "expected"),
    [
        ("x" * 1024, YES_NO, "button"),
        ("x" * 1025, YES_NO, "list"),
        ("x" * 4096, YES_NO, "list"),
        ("x", (Choice("a", "y" * 21),), "list"),
        ("x", (Choice("a", "y" * 25),), "text"),
        ("x", tuple(Choice(f"c{n}", str(n)) for n in range(11)), "text"),
        ("x", (Choice("a", "sama"), Choice("b", "sama")), "text"),
        ("x", (Choice("a" * 201, "panjang"),), "text"),
        ("x", (Choice("a", "satu"), Choice("a", "dua")), "text"),
        ("", YES_NO, "button"),
    ],
)
def test_choices_degrade(words: str, choices: tuple[Choice, ...], expected: str) -> None:
    """What does not fit buttons becomes a list, and what does not fit a list becomes numbered text, in one message."""
    assert [expected] == kinds(*plan(Send(words, choices=choices)))


def test_long_words_with_choices() -> None:
    """Only words that leave no room in a message make a second one, with the numbers in the last."""
    parts = plan(Send("kata " * 1000, choices=YES_NO))
    assert ["text", "text"] == kinds(*parts)
    assert parts[-1].main
    assert parts[-1].payload["text"]["body"].endswith("1. Sudah beres\n2. Belum")


def test_location_request_keeps_the_choices_in_words() -> None:
    """Asking for a place uses the platform's control; choices that stand beside it elsewhere are numbered."""
    body = only(Send("Di mana?", choices=(Choice("lewati:1", "Lewati"),), ask="location"))["interactive"]
    assert ("location_request_message", {"name": "send_location"}) == (body["type"], body["action"])
    assert "Di mana?\n\n1. Lewati" == body["body"]["text"]


def test_contact_request() -> None:
    """Asking for the number uses the platform's control."""
    body = only(Send("Nomor Anda?", ask="contact"))["interactive"]
    assert ("request_contact_info", {"name": "request_contact_info"}) == (body["type"], body["action"])


def test_a_request_without_room_becomes_ordinary() -> None:
    """A question that is too long for the control is asked in words."""
    assert ["text"] == kinds(*plan(Send("x" * 1025, ask="location")))


@pytest.mark.parametrize(
    ("message", "media", "expected"),
    [
        (Send("Sudah ditambal."), (PHOTO,), ["image"]),
        (Send("Sudah ditambal.", choices=YES_NO), (PHOTO,), ["button"]),
        (Send("Sudah ditambal.", choices=YES_NO), (PDF,), ["button"]),
        (Send("Sudah ditambal.", choices=tuple(Choice(f"c{n}", str(n)) for n in range(5))), (PHOTO,), ["image"]),
        (Send("x" * 1024), (VIDEO,), ["video"]),
        (Send("x" * 1025), (PHOTO,), ["image", "text"]),
        (Send("x" * 1025, choices=YES_NO), (PHOTO,), ["image", "list"]),
        (Send(""), (PDF,), ["document"]),
        (Send("Dengar ini"), (VOICE,), ["audio", "text"]),
        (Send("", choices=YES_NO), (PHOTO,), ["button"]),
        (Send("Tiga foto", choices=YES_NO), (PHOTO, PHOTO, PDF), ["image", "image", "button"]),
        (Send("Dua foto"), (PHOTO, PHOTO), ["image", "image"]),
        (Send("Stiker"), (WEBP,), ["text"]),
        (Send("Foto dan lokasi", ask="location"), (PHOTO,), ["image", "location_request_message"]),
    ],
)
def test_files(message: Send, media: tuple[Media, ...], expected: list[str]) -> None:
    """Words and buttons ride on the last file where they fit, and follow it where they do not."""
    parts = plan(message, *media)
    assert expected == kinds(*parts)
    assert 1 == [part.main for part in parts].count(True)
    assert parts[-1].main


def test_a_photo_above_buttons_is_the_header() -> None:
    """A file with buttons is the header of the interactive message."""
    body = only(Send("Sudah?", choices=YES_NO), PHOTO)
    assert {"type": "image", "image": {"id": "77"}} == body["interactive"]["header"]


def test_a_document_keeps_its_name() -> None:
    """A document with words carries its name and the caption."""
    assert {"id": "77", "filename": "surat.pdf", "caption": "Surat"} == only(Send("Surat"), PDF)["document"]


def test_what_the_platform_does_not_take_is_said() -> None:
    """A file of a kind or size that cannot be sent is left out, and the words say so."""
    assert only(Send("Ini"), WEBP)["text"]["body"] == f"Ini\n\n{LABELS.left_out}"
    assert attach(Media(Held(b""), "image/png", "")) is None
    assert attach(Media(Held(b"x" * (5 * 1024 * 1024 + 1)), "image/png", "")) is None


def test_a_place() -> None:
    """A place alone is a pin; with words it is a map link in them, for a pin would be a second message."""
    assert {"latitude": "-10.200000", "longitude": "123.600000"} == only(Send("", place=(-10.2, 123.6)))["location"]
    assert only(Send("Di sini", place=(-10.2, 123.6)))["text"]["body"].endswith("query=-10.200000,123.600000")


def test_a_template_goes_out_alone() -> None:
    """A template stands in for words, files and choices; its values are single lines."""
    template = Template("kabar_laporan", "id", ("KPG-26-000123-7", "dalam\n proses\t    " + "x" * 400))
    body = only(Send("Kabar", choices=YES_NO), PHOTO, target=Target(BUDI, template=template))
    values = [parameter["text"] for parameter in body["template"]["components"][0]["parameters"]]
    assert ("template", {"policy": "deterministic", "code": "id"}) == (body["type"], body["template"]["language"])
    assert ("KPG-26-000123-7", "dalam proses xx", 300) == (values[0], values[1][:15], len(values[1]))


def test_a_template_without_values_has_no_components() -> None:
    """A template without places is sent by name alone."""
    body = only(Send("x"), target=Target(BUDI, template=Template("salam", "id")))
    assert {"name": "salam", "language": {"policy": "deterministic", "code": "id"}} == body["template"]


def test_nothing_is_refused() -> None:
    """A message without anything in it is our mistake."""
    with pytest.raises(Rejected):
        plan(Send("  "))


@pytest.mark.parametrize(
    ("words", "bold", "expected"),
    [
        ("Nomor KPG-1 dan KPG-1", ("KPG-1",), "Nomor *KPG-1* dan KPG-1"),
        ("Nomornya KPG-1.", ("KPG-1",), "Nomornya *KPG-1*."),
        ("xKPG-1 KPG-1", ("KPG-1",), "xKPG-1 *KPG-1*"),
        ("a*b", ("a*b",), "a*b"),
        ("*KPG-1*", ("KPG-1",), "*KPG-1*"),
        ("a\nb", ("a\nb", "", " a"), "a\nb"),
        ("A", ("A", "A"), "*A*"),
        ("x\ud83d", ("x",), "*x*\ufffd"),
    ],
)
def test_bold(words: str, bold: tuple[str, ...], expected: str) -> None:
    """Bold parts get asterisks where they stand by themselves, once."""
    assert expected == text.bolded(words, bold)


WORDS = st.text(st.sampled_from("a 😀\n"), max_size=9000)
CHOICES = st.lists(st.tuples(st.text("ab", min_size=1, max_size=30), st.text("cd😀", max_size=80)), max_size=12)


@given(
    WORDS, CHOICES, st.lists(st.sampled_from([PHOTO, VOICE, PDF, WEBP]), max_size=4), st.sampled_from(["", "location"])
)
def test_no_request_is_over_a_limit(words: str, offered: list[tuple[str, str]], media: list[Media], ask: Any) -> None:
    """Whatever is said, every request keeps to the limits, all choices are offered, and one part is the main one."""
    choices = tuple(Choice(f"c{n}", label, detail=detail) for n, (label, detail) in enumerate(offered))
    message = Send(words, choices=choices, ask=ask)
    if not words.strip() and not choices and not ask and not media:
        return
    parts = plan(message, *media)
    for part in parts:
        body = part.body("77")
        assert utf16_units(body.get("text", {}).get("body", "")) <= 4096
        assert all(utf16_units(body.get(kind, {}).get("caption", "")) <= 1024 for kind in ("image", "document"))
        if "interactive" in body:
            inner = body["interactive"]
            most = text.LIST_LIMIT if inner["type"] == "list" else text.BUTTONS_LIMIT
            assert 0 < utf16_units(inner["body"]["text"]) <= most
    assert 1 == [part.main for part in parts].count(True)
    shown = str([part.body("77") for part in parts])
    assert all(choice.label in shown for choice in choices)
