"""What the Send API takes as a message: text, quick replies, templates, files (Messenger Platform, Send API)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.pages import platform as limits
from simulator.pages.errors import invalid
from simulator.pages.platform import Platform

Json = dict[str, Any]
Taps = tuple[tuple[str, str], ...]
MESSAGE_KEYS = frozenset({"text", "attachment", "attachments", "quick_replies", "metadata", "template"})
FILE_KINDS = frozenset({"image", "audio", "video", "file"})
CONTENT_TYPES = frozenset({"text", "user_phone_number", "user_email"})


@dataclass(frozen=True)
class Content:
    """A checked message: `url`, `attachment_id` or neither for a file of the same request."""

    kind: str
    text: str = ""
    quick: Taps = ()
    buttons: Taps = ()
    url: str = ""
    attachment_id: str = ""
    metadata: str = ""
    template: str = ""


def check(message: object, platform: Platform, utilities: Mapping[tuple[str, str], int]) -> Content:
    """Check a message; give what it shows.

    Raises:
        GraphError: 100, the platform would not take it.
    """
    if not isinstance(message, Mapping):
        raise invalid("message is required")
    for key in message:
        if key not in MESSAGE_KEYS:
            raise invalid(f"message has no key {key}")
    metadata = message.get("metadata", "")
    if not isinstance(metadata, str) or len(metadata) >= limits.METADATA:
        raise invalid("metadata must be text of less than 1000 characters")
    if "template" in message:
        return _utility(message["template"], utilities)
    quick = _quick(message.get("quick_replies"))
    if "attachment" in message:
        if "text" in message:
            raise invalid("text and attachment cannot be sent together")
        return _attachment(message["attachment"], quick, metadata)
    text = message.get("text")
    if not isinstance(text, str) or not text.strip():
        raise invalid("text must not be empty")
    if platform.length(text) > platform.text:
        raise invalid(f"Length of param message[text] must be less than or equal to {platform.text} {platform.unit}")
    return Content("text", text, quick, metadata=metadata)


def _quick(replies: object) -> Taps:
    if replies is None:
        return ()
    if not isinstance(replies, list) or not 1 <= len(replies) <= limits.QUICK_REPLIES:
        raise invalid(f"quick_replies must be 1 to {limits.QUICK_REPLIES}")
    taps: list[tuple[str, str]] = []
    for reply in replies:
        kind = reply.get("content_type")
        if kind not in CONTENT_TYPES:
            raise invalid(f"content_type {kind}")
        if kind != "text":
            taps.append((kind, kind))
            continue
        taps.append((_words(reply, "title", limits.QUICK_REPLY_TITLE), _words(reply, "payload", limits.PAYLOAD)))
    if len(set(taps)) != len(taps):
        raise invalid("quick_replies must differ")
    return tuple(taps)


def _words(part: Mapping[str, Any], name: str, most: int) -> str:
    value = part.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= most:
        raise invalid(f"{name} must be 1 to {most} characters")
    return value


def _attachment(attachment: object, quick: Taps, metadata: str) -> Content:
    if not isinstance(attachment, Mapping):
        raise invalid("attachment")
    kind, payload = attachment.get("type"), attachment.get("payload", {})
    if not isinstance(payload, Mapping):
        raise invalid("payload")
    if kind == "template":
        return _template(payload, quick, metadata)
    if kind not in FILE_KINDS:
        raise invalid(f"attachment type {kind}")
    url, known = payload.get("url", ""), payload.get("attachment_id", "")
    if url and not str(url).startswith(("https://", "http://127.0.0.1")):
        raise invalid("url must be https")
    return Content(str(kind), "", quick, url=str(url), attachment_id=str(known), metadata=metadata)


def _template(payload: Mapping[str, Any], quick: Taps, metadata: str) -> Content:
    kind = payload.get("template_type")
    if kind == "button":
        text, buttons = _words(payload, "text", limits.BUTTON_TEXT), _buttons(payload.get("buttons"), required=True)
        return Content("template", text, quick, buttons, metadata=metadata)
    if kind != "generic":
        raise invalid(f"template_type {kind}")
    elements = payload.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= limits.ELEMENTS:
        raise invalid(f"elements must be 1 to {limits.ELEMENTS}")
    shown: list[str] = []
    taps: list[tuple[str, str]] = []
    for element in elements:
        shown.append(_words(element, "title", limits.ELEMENT_WORDS))
        if "subtitle" in element:
            shown.append(_words(element, "subtitle", limits.ELEMENT_WORDS))
        taps += _buttons(element.get("buttons"), required=False)
    return Content("template", "\n".join(shown), quick, tuple(taps), metadata=metadata)


def _buttons(buttons: object, *, required: bool) -> Taps:
    if buttons is None and not required:
        return ()
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= limits.BUTTONS:
        raise invalid(f"buttons must be 1 to {limits.BUTTONS}")
    taps: list[tuple[str, str]] = []
    for button in buttons:
        title = _words(button, "title", limits.BUTTON_TITLE)
        if button.get("type") == "postback":
            taps.append((title, _words(button, "payload", limits.PAYLOAD)))
        elif button.get("type") == "web_url":
            taps.append((title, _words(button, "url", 2000)))
        else:
            raise invalid(f"button type {button.get('type')}")
    return tuple(taps)


def _utility(template: object, utilities: Mapping[tuple[str, str], int]) -> Content:
    if not isinstance(template, Mapping):
        raise invalid("template")
    name, language = str(template.get("name", "")), str(dict(template.get("language") or {}).get("code", ""))
    places = utilities.get((name, language))
    if places is None:
        raise invalid(f"no approved template {name} in {language}")
    bodies = [part for part in template.get("components", []) if part.get("type") == "body"]
    values = [value.get("text", "") for part in bodies for value in part.get("parameters", [])]
    if len(values) != places or not all(values):
        raise invalid(f"template {name} takes {places} parameters")
    return Content("utility", " | ".join(values), template=name)
