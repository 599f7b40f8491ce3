"""In what Messenger and Instagram differ (Messenger Platform and Instagram Platform documentation)."""

from dataclasses import dataclass
from datetime import timedelta

from channels.cutting import Count
from core.language.shorten import utf16_units
from core.vocabulary.channel import Capabilities

WINDOW = timedelta(hours=24)
TYPED_WINDOW = timedelta(days=7)
"""Send API, Messaging window and the tag HUMAN_AGENT."""
PRIVATE_ANSWERS = timedelta(days=7)
"""So long after a comment its author can be answered in private (Messenger Platform, Private Replies)."""

BUTTON_TEXT = 640
BUTTONS = 3
QUICK_REPLIES = 13
LABEL = 20
"""Send API, button template and quick replies."""

INBOXES = frozenset({"", "26390203743090", "1217981644879628"})
"""App ids of what a person types into the inbox of the Page or account; on Instagram's own app there is none."""


def utf8_bytes(text: str) -> int:
    """Count as Instagram does (Instagram Platform, Send messages)."""
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Platform:
    """One of the two.

    ``object`` names its webhooks, ``fields`` are those that we subscribe to; ``own`` is how our own edges are addressed
    (empty: by the account's id); ``text`` is the limit of a message in the unit of ``count``; ``replies`` the edge for
    an answer in public; ``profile`` are the fields of a person's name, ``menu`` those of what is shown before anybody
    writes; ``scopes`` is what the token must be allowed to do. ``inbox`` begins the links into a chat with us, followed
    by the field ``handle`` of the account (Messenger Platform, m.me links; Instagram Platform, ig.me links).
    """

    name: str
    object: str
    own: str
    text: int
    count: Count
    buttons: int
    replies: str
    profile: tuple[str, ...]
    menu: tuple[str, ...]
    fields: tuple[str, ...]
    scopes: tuple[str, ...]
    inbox: str
    handle: str
    token_setting: str

    @property
    def manual(self) -> str:
        """Name the operator's page."""
        return f"docs/channels/{self.name}.md"

    @property
    def capabilities(self) -> Capabilities:
        """Say what a chat can show. Words never stand beside a file (Send API, attachments)."""
        return Capabilities(
            text=self.text,
            caption=0,
            buttons=self.buttons,
            button_label=LABEL,
            rows=QUICK_REPLIES,
            row_label=LABEL,
            window=WINDOW,
            typed_window=TYPED_WINDOW,
            audiences=frozenset({"private", "public"}),
            answers_in_private=PRIVATE_ANSWERS,
        )


MESSENGER = Platform(
    name="messenger",
    object="page",
    own="",
    text=2000,
    count=utf16_units,
    buttons=BUTTONS,
    replies="comments",
    profile=("first_name", "last_name"),
    menu=("get_started", "greeting", "persistent_menu", "ice_breakers"),
    fields=(
        "messages",
        "messaging_postbacks",
        "messaging_referrals",
        "messaging_optins",
        "message_deliveries",
        "message_reads",
        "message_reactions",
        "message_echoes",
        "message_edits",
        "messaging_policy_enforcement",
        "messaging_handovers",
        "standby",
        "feed",
        "mention",
    ),
    scopes=(
        "pages_messaging",
        "pages_manage_metadata",
        "pages_read_engagement",
        "pages_read_user_content",
        "pages_manage_engagement",
    ),
    inbox="https://m.me",
    handle="id",
    token_setting="MESSENGER_PAGE_TOKEN",
)

INSTAGRAM = Platform(
    name="instagram",
    object="instagram",
    own="me",  # the account by Instagram login, the Page that it belongs to by Facebook login
    text=1000,
    count=utf8_bytes,
    buttons=0,  # quick replies and the generic template only (Instagram Platform, Messaging)
    replies="replies",
    profile=("name", "username"),
    menu=("ice_breakers", "persistent_menu"),
    fields=(
        "messages",
        "messaging_postbacks",
        "messaging_referral",
        "messaging_seen",
        "message_reactions",
        "messaging_handover",
        "standby",
        "comments",
        "live_comments",
        "mentions",
    ),
    scopes=("instagram_basic", "instagram_manage_messages", "instagram_manage_comments"),
    inbox="https://ig.me/m",
    handle="username",
    token_setting="INSTAGRAM_TOKEN",
)
