"""The cases of test_limits: label, message, code, and a part of the details."""

from typing import Any

Json = dict[str, Any]


def text(body: Any, **more: Any) -> Json:
    """Make a text."""
    return {"type": "text", "text": {"body": body}, **more}


def buttons(*titles: str, body: str = "Pilih", ids: list[str] | None = None, **more: Any) -> Json:
    """Make reply buttons; the ids are the titles unless given."""
    replies = [
        {"type": "reply", "reply": {"id": identity, "title": title}}
        for title, identity in zip(titles, ids or list(titles), strict=True)
    ]
    return {
        "type": "interactive",
        "interactive": {"type": "button", "body": {"text": body}, "action": {"buttons": replies}, **more},
    }


def rows(count: int, start: int = 0, **more: Any) -> list[Json]:
    """Make that many list rows."""
    return [{"id": f"r{start + n}", "title": f"Baris {start + n}", **more} for n in range(count)]


JENIS: Json = {"title": "Jenis"}
SPOKEN: Json = {"policy": "deterministic", "code": "id"}


def listed(*sections: Json, button: str = "Pilih", body: str = "Pilih satu", **more: Any) -> Json:
    """Make a list."""
    action = {"button": button, "sections": list(sections)}
    return {
        "type": "interactive",
        "interactive": {"type": "list", "body": {"text": body}, "action": action, **more},
    }


def request(kind: str, name: str, **more: Any) -> Json:
    """Make a request for a place or a phone number."""
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": "?"}, "action": {"name": name}, **more},
    }


def link(label: str = "Lihat", url: str = "https://a.id") -> Json:
    """Make a link button."""
    action = {"name": "cta_url", "parameters": {"display_text": label, "url": url}}
    return {"type": "interactive", "interactive": {"type": "cta_url", "body": {"text": "x"}, "action": action}}


def media(kind: str, **values: Any) -> Json:
    """Make a media message."""
    return {"type": kind, kind: values}


IMAGE = "https://a.id/a.jpg"
NAME = {"formatted_name": "Ani", "first_name": "Ani"}

REFUSED: list[tuple[str, Json, int, str]] = [
    ("text of 4097", text("x" * 4097), 100, "at most 4096 characters"),
    ("empty text", text(""), 131009, "length invalid"),
    ("blank text", text(" \n"), 131009, "length invalid"),
    ("text no string", text(7), 100, "must be a string"),
    ("no text", {"type": "text"}, 131008, "text"),
    ("no body", {"type": "text", "text": {}}, 131008, "text['body']"),
    ("text is a string", {"type": "text", "text": "x"}, 100, "JSON object"),
    ("unknown key in text", {"type": "text", "text": {"body": "x", "bold": True}}, 100, 'Unexpected key "bold"'),
    ("unknown key on top", text("x", parse_mode="HTML"), 100, 'Unexpected key "parse_mode"'),
    ("preview no boolean", {"type": "text", "text": {"body": "x", "preview_url": "yes"}}, 100, "boolean"),
    ("unknown type", {"type": "poll", "poll": {}}, 100, "must be one of"),
    ("other product", text("x", messaging_product="sms"), 100, "must be one of"),
    ("opaque of 513", text("x", biz_opaque_callback_data="x" * 513), 131009, "biz_opaque_callback_data"),
    ("context without id", text("x", context={}), 131008, "message_id"),
    ("context no wamid", text("x", context={"message_id": "7"}), 131009, "not a message id"),
    ("4 buttons", buttons("a", "b", "c", "d"), 131009, "Max allowed buttons: 3"),
    ("0 buttons", buttons(), 131009, "Min allowed buttons: 1"),
    ("button title of 21", buttons("x" * 21), 131009, "Button title length invalid. Min length: 1, Max length: 20"),
    ("button title empty", buttons("", ids=["a"]), 131009, "Button title"),
    ("button titles equal", buttons("a", "a", ids=["1", "2"]), 131009, "titles must be unique"),
    ("button ids equal", buttons("a", "b", ids=["1", "1"]), 131009, "ids must be unique"),
    ("button id of 257", buttons("a", ids=["x" * 257]), 131009, "Button id"),
    ("button body of 1025", buttons("a", body="x" * 1025), 131009, "Max length: 1024"),
    ("button body empty", buttons("a", body=""), 131009, "Body text"),
    ("header of 61", buttons("a", header={"type": "text", "text": "x" * 61}), 131009, "Header text"),
    ("footer of 61", buttons("a", footer={"text": "x" * 61}), 131009, "Footer text"),
    ("header of audio", buttons("a", header={"type": "audio", "audio": {"id": "1"}}), 100, "must be one of"),
    ("header media unknown", buttons("a", header={"type": "image", "image": {"id": "1"}}), 131009, "does not exist"),
    ("list body of 4097", listed({**JENIS, "rows": rows(1)}, body="x" * 4097), 131009, "Max length: 4096"),
    ("list label of 21", listed({**JENIS, "rows": rows(1)}, button="x" * 21), 131009, "Button label"),
    ("11 rows", listed({**JENIS, "rows": rows(11)}), 131009, "max allowed count: 10"),
    (
        "11 rows in two sections",
        listed({"title": "a", "rows": rows(6)}, {"title": "b", "rows": rows(5, 6)}),
        131009,
        "max allowed count: 10",
    ),
    ("no rows", listed({**JENIS, "rows": []}), 131009, "at least 1 row"),
    ("no sections", listed(), 131009, "sections count"),
    ("a section without title", listed({"rows": rows(1)}), 131008, "title"),
    ("two sections without title", listed({"rows": rows(1)}, {"rows": rows(1, 1)}), 131008, "title"),
    ("section title of 25", listed({"title": "x" * 25, "rows": rows(1)}), 131009, "Section title"),
    ("row title of 25", listed({**JENIS, "rows": [{"id": "1", "title": "x" * 25}]}), 131009, "Row title"),
    (
        "row description of 73",
        listed({**JENIS, "rows": rows(1, description="x" * 73)}),
        131009,
        "Row description",
    ),
    ("row id of 201", listed({**JENIS, "rows": [{"id": "x" * 201, "title": "a"}]}), 131009, "Row id"),
    ("row ids equal", listed({**JENIS, "rows": [*rows(1), *rows(1)]}), 131009, "Row ids must be unique"),
    (
        "list with image header",
        listed({**JENIS, "rows": rows(1)}, header={"type": "image", "image": {}}),
        100,
        "one of",
    ),
    ("unknown key in a row", listed({**JENIS, "rows": rows(1, icon="x")}), 100, "sections'][0]['rows'][0]"),
    ("place request with header", request("location_request_message", "send_location", header={}), 100, "header"),
    (
        "place request with footer",
        request("location_request_message", "send_location", footer={"text": "x"}),
        100,
        "footer",
    ),
    ("place request misnamed", request("location_request_message", "location"), 100, "send_location"),
    ("contact request misnamed", request("request_contact_info", "contact"), 100, "request_contact_info"),
    ("link label of 21", link("x" * 21), 131009, "Button label"),
    ("link without scheme", link(url="a.id"), 131009, "not a valid URL"),
    ("caption of 1025", media("image", link=IMAGE, caption="x" * 1025), 131009, "Max length: 1024"),
    ("id and link", media("image", link=IMAGE, id="1"), 100, "exactly one of id and link"),
    ("neither id nor link", media("video"), 100, "exactly one of id and link"),
    ("unknown media", media("image", id="1"), 131009, "does not exist"),
    ("bad link", media("document", link="file:///etc"), 131009, "not a valid URL"),
    ("caption on audio", media("audio", link=IMAGE, caption="x"), 100, 'Unexpected key "caption"'),
    ("caption on a sticker", media("sticker", link=IMAGE, caption="x"), 100, 'Unexpected key "caption"'),
    ("latitude 91", media("location", latitude="91", longitude="0"), 131009, "between -90 and 90"),
    ("latitude missing", media("location", longitude="0"), 131008, "latitude"),
    ("latitude as a number", media("location", latitude=1.5, longitude="0"), 100, "must be a string"),
    ("latitude in words", media("location", latitude="x", longitude="0"), 100, "must be a number"),
    ("no contacts", {"type": "contacts", "contacts": []}, 131009, "from 1 to"),
    ("contact with one name", {"type": "contacts", "contacts": [{"name": {"formatted_name": "Ani"}}]}, 131008, "name"),
    ("reaction without id", media("reaction", emoji="x"), 131008, "message_id"),
    (
        "template without name",
        {"type": "template", "template": {"language": SPOKEN}},
        131008,
        "name",
    ),
    (
        "language without policy",
        {"type": "template", "template": {"name": "a", "language": {"code": "id"}}},
        131008,
        "policy",
    ),
    (
        "another policy of language",
        {"type": "template", "template": {"name": "a", "language": {"code": "id", "policy": "fallback"}}},
        100,
        "must be one of",
    ),
    ("template without language", {"type": "template", "template": {"name": "a"}}, 131008, "language"),
]

TAKEN: list[tuple[str, Json]] = [
    ("text of 4096", text("x" * 4096)),
    ("text with preview", {"type": "text", "text": {"body": "https://a.id", "preview_url": True}}),
    ("text without type", {"text": {"body": "x"}, "recipient_type": "individual"}),
    ("opaque of 512", text("x", biz_opaque_callback_data="x" * 512)),
    ("3 full buttons", buttons("x" * 20, "y" * 20, "z" * 20, body="x" * 1024, ids=["1" * 256, "2", "3"])),
    ("full frame", buttons("a", header={"type": "text", "text": "x" * 60}, footer={"text": "y" * 60})),
    ("image header", buttons("a", header={"type": "image", "image": {"link": IMAGE}})),
    (
        "full list",
        listed({"title": "x" * 24, "rows": rows(10, description="x" * 72)}, button="x" * 20, body="x" * 4096),
    ),
    ("ten sections", listed(*({"title": f"s{n}", "rows": rows(1, n)} for n in range(10)))),
    ("place request", request("location_request_message", "send_location")),
    ("contact request", request("request_contact_info", "request_contact_info")),
    ("link", link("x" * 20)),
    ("image", media("image", link=IMAGE, caption="x" * 1024)),
    ("document", media("document", link=IMAGE, caption="x", filename="a.pdf")),
    ("audio", media("audio", link=IMAGE)),
    ("video", media("video", link=IMAGE)),
    ("sticker", media("sticker", link=IMAGE)),
    ("place", media("location", latitude="-10.17", longitude="123.6", name="Pasar", address="Oeba")),
    ("contacts", {"type": "contacts", "contacts": [{"name": NAME, "phones": [{"phone": "+62811"}]}]}),
]
