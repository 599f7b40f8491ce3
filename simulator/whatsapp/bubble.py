"""A message as its reader sees it, from the business or from a person."""

from dataclasses import dataclass, field
from typing import Any

from simulator.whatsapp.media import Media

Json = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """Something to tap: a `reply` button, a list `row`, a template's `quick_reply`, a `url`, or a request."""

    id: str
    title: str
    kind: str = "reply"
    description: str = ""
    url: str = ""

    def shape(self) -> Json:
        """Give it as JSON."""
        return {
            "id": self.id, "title": self.title, "kind": self.kind, "description": self.description, "url": self.url,
        }  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A part of a list."""

    title: str
    rows: list[Choice]


@dataclass
class Content:
    """What a message holds, whatever its kind; `text` is body, caption or the expanded template."""

    kind: str
    text: str = ""
    header: str = ""
    footer: str = ""
    choices: list[Choice] = field(default_factory=list)
    list_label: str = ""
    sections: list[Section] = field(default_factory=list)
    media: Media | None = None
    link: str = ""
    filename: str = ""
    location: Json = field(default_factory=dict)
    contacts: list[Json] = field(default_factory=list)
    emoji: str = ""
    target: str = ""
    template: str = ""
    category: str = "service"


@dataclass
class Bubble:
    """One message of a chat; `user` is the person's key, `at` seconds since 1970, `statuses` what was reported."""

    number: int
    id: str
    user: str
    from_business: bool
    content: Content
    at: float
    context: str = ""
    opaque: str = ""
    to_user_id: bool = False
    billable: bool = False
    pricing: str = "regular"
    statuses: list[str] = field(default_factory=list)
    reactions: dict[str, str] = field(default_factory=dict)
    forwarded: bool = False
    edited: bool = False
    revoked: bool = False
    held: bool = False
    raw: Json = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Give the kind: text, image, button, list, template, location, ..."""
        return self.content.kind

    @property
    def text(self) -> str:
        """Give the body, caption or expanded template."""
        return self.content.text

    @property
    def choices(self) -> list[Choice]:
        """Give everything that can be tapped, rows of a list included."""
        return [*self.content.choices, *(row for section in self.content.sections for row in section.rows)]

    @property
    def titles(self) -> list[str]:
        """Give the words on everything that can be tapped."""
        return [choice.title for choice in self.choices]

    def shape(self) -> Json:
        """Give it as JSON for the control API and the page."""
        content = self.content
        media = content.media
        return {
            "number": self.number, "id": self.id, "user": self.user, "from_business": self.from_business,
            "kind": content.kind, "at": self.at, "text": content.text, "header": content.header,
            "footer": content.footer, "choices": [choice.shape() for choice in content.choices],
            "list_label": content.list_label,
            "sections": [
                {"title": section.title, "rows": [row.shape() for row in section.rows]} for section in content.sections
            ],
            "media": None if media is None else {"id": media.id, "kind": media.kind, "mime": media.mime},
            "link": content.link, "filename": content.filename, "location": content.location or None,
            "contacts": content.contacts, "template": content.template, "context": self.context,
            "statuses": self.statuses, "reactions": self.reactions, "forwarded": self.forwarded,
            "edited": self.edited, "revoked": self.revoked, "opaque": self.opaque, "billable": self.billable,
        }  # fmt: skip
