"""Interactive messages: reply buttons, lists, requests for a place or a phone number, a link button."""

from collections.abc import Callable, Mapping

from simulator.whatsapp import limits
from simulator.whatsapp.bubble import Choice, Content, Section
from simulator.whatsapp.checks.content import attachment
from simulator.whatsapp.checks.node import Node
from simulator.whatsapp.errors import invalid, malformed
from simulator.whatsapp.media import Medias

_MEDIA_HEADERS = ("image", "video", "document")


def interactive(message: Node, medias: Medias) -> Content:
    """Check an interactive message of any of its types."""
    node = message.child("interactive").only("type", "header", "body", "footer", "action")
    kind = node.one_of("type", tuple(TYPES))
    return TYPES[kind](node, medias)


def _frame(node: Node, medias: Medias, kind: str, longest: int, headers: tuple[str, ...]) -> Content:
    """Read header, body and footer, which most types share."""
    body = node.child("body").only("text").text("text", longest, name="Body text")
    content = Content(kind, body)
    if node.has("header"):
        if not headers:
            raise malformed(f'Unexpected key "header" on param "{node.path}"')
        header = node.child("header")
        shown = header.one_of("type", headers)
        header.only("type", shown)
        if shown == "text":
            content.header = header.text("text", limits.HEADER, name="Header text")
        else:
            found = attachment(header.child(shown).only("id", "link", "filename"), shown, medias)
            content.media, content.link, content.filename = found.media, found.link, found.filename
    if node.has("footer"):
        content.footer = node.child("footer").only("text").text("text", limits.FOOTER, name="Footer text")
    return content


def _button(node: Node, medias: Medias) -> Content:
    content = _frame(node, medias, "button", limits.INTERACTIVE_BODY, ("text", *_MEDIA_HEADERS))
    buttons = node.child("action").only("buttons").items("buttons")
    if not 1 <= len(buttons) <= limits.BUTTONS:
        raise invalid(f"Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: {limits.BUTTONS}")
    for button in buttons:
        button.only("type", "reply").one_of("type", ("reply",))
        reply = button.child("reply").only("id", "title")
        identity = reply.text("id", limits.BUTTON_ID, name="Button id")
        content.choices.append(Choice(identity, reply.text("title", limits.BUTTON_TITLE, name="Button title")))
    _unique([choice.title for choice in content.choices], "Button titles")
    _unique([choice.id for choice in content.choices], "Button ids")
    return content


def _list(node: Node, medias: Medias) -> Content:
    content = _frame(node, medias, "list", limits.LIST_BODY, ("text",))
    action = node.child("action").only("button", "sections")
    content.list_label = action.text("button", limits.LIST_LABEL, name="Button label")
    sections = action.items("sections")
    if not 1 <= len(sections) <= limits.LIST_SECTIONS:
        raise invalid(f"Invalid sections count. Min allowed sections: 1, Max allowed sections: {limits.LIST_SECTIONS}")
    for section in sections:
        section.only("title", "rows")
        title = section.text("title", limits.SECTION_TITLE, name="Section title")
        rows = section.items("rows")
        if not rows:
            raise invalid(f"{section.at('rows')}: a section needs at least 1 row")
        content.sections.append(Section(title, [_row(row) for row in rows]))
    rows_in_all = [row for section in content.sections for row in section.rows]
    if len(rows_in_all) > limits.LIST_ROWS:
        raise invalid(f"Total row count exceed max allowed count: {limits.LIST_ROWS}")
    _unique([row.id for row in rows_in_all], "Row ids")
    return content


def _row(node: Node) -> Choice:
    node.only("id", "title", "description")
    return Choice(
        node.text("id", limits.ROW_ID, name="Row id"),
        node.text("title", limits.ROW_TITLE, name="Row title"),
        "row",
        node.optional("description", limits.ROW_DESCRIPTION, name="Row description"),
    )


def _location_request(node: Node, medias: Medias) -> Content:
    content = _frame(node, medias, "location_request", limits.INTERACTIVE_BODY, ())
    if node.has("footer"):
        raise malformed(f'Unexpected key "footer" on param "{node.path}"')
    node.child("action").only("name").one_of("name", ("send_location",))
    content.choices.append(Choice("", "Kirim lokasi", "location_request"))
    return content


def _contact_request(node: Node, medias: Medias) -> Content:
    content = _frame(node, medias, "contact_request", limits.INTERACTIVE_BODY, ())
    node.child("action").only("name").one_of("name", ("request_contact_info",))
    content.choices.append(Choice("", "Bagikan nomor", "contact_request"))
    return content


def _link_button(node: Node, medias: Medias) -> Content:
    content = _frame(node, medias, "cta_url", limits.INTERACTIVE_BODY, ("text", *_MEDIA_HEADERS))
    action = node.child("action").only("name", "parameters")
    action.one_of("name", ("cta_url",))
    parameters = action.child("parameters").only("display_text", "url")
    url = parameters.text("url", limits.LINK_CHARACTERS)
    if not url.startswith(("http://", "https://")):
        raise invalid(f"{parameters.at('url')} is not a valid URL")
    label = parameters.text("display_text", limits.LINK_LABEL, name="Button label")
    content.choices.append(Choice("", label, "url", url=url))
    return content


def _unique(values: list[str], what: str) -> None:
    if len(set(values)) < len(values):
        raise invalid(f"{what} must be unique within a message")


TYPES: Mapping[str, Callable[[Node, Medias], Content]] = {
    "button": _button,
    "list": _list,
    "location_request_message": _location_request,
    "request_contact_info": _contact_request,
    "cta_url": _link_button,
}
