"""The registry of message templates: their review states, and what a message that uses one must bring."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.whatsapp import limits
from simulator.whatsapp.errors import GraphError

Json = dict[str, Any]
Notify = Callable[[str, Json], None]
STATES = (
    "APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED", "IN_APPEAL", "PENDING_DELETION", "DELETED",
    "LIMIT_EXCEEDED", "ARCHIVED", "FLAGGED",
)  # fmt: skip
CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True)
class TemplateButton:
    """A button of a template: `QUICK_REPLY`, or `URL` with at most one variable at its end."""

    type: str
    text: str
    url: str = ""

    def shape(self) -> Json:
        """Give it as the API lists it."""
        return {"type": self.type, "text": self.text, **({"url": self.url} if self.url else {})}


@dataclass(frozen=True)
class Template:
    """A template in one language; `header_format` is TEXT, IMAGE, VIDEO, DOCUMENT or nothing."""

    id: str
    name: str
    language: str
    category: str
    body: str
    status: str = "APPROVED"
    header: str = ""
    header_format: str = ""
    footer: str = ""
    buttons: tuple[TemplateButton, ...] = ()
    quality: str = "GREEN"

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the names of the body's variables, each once, in order."""
        return variables(self.body)

    @property
    def named(self) -> bool:
        """Tell whether the variables have names instead of numbers."""
        return any(not name.isdigit() for name in self.variables)

    def shape(self) -> Json:
        """Give it as the API lists it (Business Management API, Message Template)."""
        parts: list[Json] = []
        if self.header_format:
            text = {"text": self.header} if self.header_format == "TEXT" else {}
            parts.append({"type": "HEADER", "format": self.header_format, **text})
        parts.append({"type": "BODY", "text": self.body})
        if self.footer:
            parts.append({"type": "FOOTER", "text": self.footer})
        if self.buttons:
            parts.append({"type": "BUTTONS", "buttons": [button.shape() for button in self.buttons]})
        return {
            "name": self.name, "parameter_format": "NAMED" if self.named else "POSITIONAL", "components": parts,
            "language": self.language, "status": self.status, "category": self.category, "id": self.id,
            "quality_score": {"score": self.quality},
        }  # fmt: skip


def variables(text: str) -> tuple[str, ...]:
    """Give the names of the variables in a text, each once, in order."""
    return tuple(dict.fromkeys(_VARIABLE.findall(text)))


def fill(text: str, values: dict[str, str]) -> str:
    """Put values in the place of variables."""
    return _VARIABLE.sub(lambda found: values.get(found.group(1), found.group(0)), text)


def check_new(template: Template) -> None:
    """Check what is submitted for review.

    Raises:
        GraphError: 100, the platform would not take it.
    """
    names = template.variables
    body = template.body.strip()
    problem = ""
    if not _NAME.fullmatch(template.name):
        problem = "name: up to 512 of a-z, 0-9 and _"
    elif template.category not in CATEGORIES:
        problem = f"category must be one of {', '.join(CATEGORIES)}"
    elif not 1 <= len(body) <= limits.TEMPLATE_BODY:
        problem = f"body must be 1 to {limits.TEMPLATE_BODY} characters"
    elif names and (_VARIABLE.match(body) or body.endswith("}}")):
        problem = "variables can't be at the start or end of the template"
    elif not template.named and names != tuple(str(number + 1) for number in range(len(names))):
        problem = "positional variables must be numbered from 1 without gaps"
    elif len(template.footer) > limits.FOOTER or len(template.header) > limits.HEADER:
        problem = "header and footer have at most 60 characters"
    elif len(template.buttons) > limits.TEMPLATE_BUTTONS:
        problem = f"at most {limits.TEMPLATE_BUTTONS} buttons"
    elif any(not 1 <= len(button.text) <= limits.QUICK_REPLY for button in template.buttons):
        problem = f"button labels have 1 to {limits.QUICK_REPLY} characters"
    if problem:
        raise GraphError(100, problem, bug=True)


@dataclass
class Templates:
    """The templates by name and language; every change of state is told by a webhook."""

    notify: Notify
    by_key: dict[tuple[str, str], Template] = field(default_factory=dict)
    _count: int = 0

    def add(
        self, name: str, body: str, language: str = "id", category: str = "UTILITY", status: str = "APPROVED",
        header: str = "", header_format: str = "", footer: str = "", quick_replies: Sequence[str] = (),
        url_button: tuple[str, str] | None = None,
    ) -> Template:  # fmt: skip
        """Register a template without review; `url_button` is (label, address with {{1}} at its end)."""
        self._count += 1
        buttons = tuple(TemplateButton("QUICK_REPLY", label) for label in quick_replies)
        if url_button is not None:
            buttons += (TemplateButton("URL", *url_button),)
        template = Template(
            f"{900_000_000_000_000 + self._count}", name, language, category.upper(), body, status, header,
            header_format or ("TEXT" if header else ""), footer, buttons,
        )  # fmt: skip
        check_new(template)
        if (name, language) in self.by_key:
            raise GraphError(100, "Content in this language already exists", bug=True, subcode=2388024)
        self.by_key[name, language] = template
        return template

    def set_status(self, name: str, status: str, language: str = "id", reason: str = "NONE") -> None:
        """Change the review state and send `message_template_status_update`."""
        if status not in STATES:
            raise ValueError(f"unknown state of a template: {status}")
        template = self.by_key[name, language] = replace(self.by_key[name, language], status=status)
        self.notify("message_template_status_update", {"event": status, **_head(template), "reason": reason})

    def set_category(self, name: str, category: str, language: str = "id") -> None:
        """Change the category, as the platform does on its own, and send `template_category_update`."""
        old = self.by_key[name, language]
        template = self.by_key[name, language] = replace(old, category=category.upper())
        change = {"previous_category": old.category, "new_category": template.category}
        self.notify("template_category_update", {**_head(template), **change})

    def set_quality(self, name: str, quality: str, language: str = "id") -> None:
        """Change the quality score (GREEN, YELLOW, RED) and send `message_template_quality_update`."""
        old = self.by_key[name, language]
        template = self.by_key[name, language] = replace(old, quality=quality)
        change = {"previous_quality_score": old.quality, "new_quality_score": quality}
        self.notify("message_template_quality_update", {**_head(template), **change})

    def usable(self, name: str, language: str) -> Template:
        """Give an approved template.

        Raises:
            GraphError: 132001 unknown or not approved, 132015 paused, 132016 disabled.
        """
        template = self.by_key.get((name, language))
        if template is not None and template.status == "PAUSED":
            raise GraphError(132015, f"template {name} is paused because of low quality")
        if template is not None and template.status == "DISABLED":
            raise GraphError(132016, f"template {name} is disabled")
        if template is None or template.status not in ("APPROVED", "FLAGGED"):
            raise GraphError(132001, f"template name ({name}) does not exist in {language}")
        return template


def _head(template: Template) -> Json:
    return {
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language,
    }
