"""In what the two platforms differ: names, limits, events (Messenger Platform and Instagram Platform documentation)."""

from dataclasses import dataclass

MB = 1024 * 1024
WINDOW_SECONDS = 24 * 3600
HUMAN_AGENT_SECONDS = 7 * 86_400
PRIVATE_REPLY_SECONDS = 7 * 86_400
EDITS = 5
QUICK_REPLIES = 13
QUICK_REPLY_TITLE = 20
PAYLOAD = 1000
BUTTON_TEXT = 640
BUTTONS = 3
BUTTON_TITLE = 20
ELEMENTS = 10
ELEMENT_WORDS = 80
METADATA = 1000
ATTACHMENT_BYTES = 25 * MB
GREETING = 160
MENU_ITEMS = 20
MENU_TITLE = 30
ICE_BREAKERS = 4
ICE_BREAKER = 80
PROFILE_CALLS = 10
PROFILE_SECONDS = 600
REMOVED_TAGS = frozenset({"CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"})
"""Gone since 27 April 2026: an error 100."""
THUMBS = ("369239263222822", "369239343222814", "369239383222810")
"""Stickers of the thumb, small to large."""
PAGE_INBOX = "26390203743090"
"""The app id of what a person types into the Page inbox."""


@dataclass(frozen=True)
class Platform:
    """What a platform is: `object` of its webhooks, `text` as its limit in `unit`, and what it reports."""

    name: str
    object: str
    text: int
    unit: str
    outside_window: int
    deliveries: bool
    edits: bool
    buttons: bool
    profile_fields: tuple[str, ...]
    menu: frozenset[str]
    fields: frozenset[str]

    def length(self, text: str) -> int:
        """Measure a text in the unit of the limit."""
        return len(text.encode()) if self.unit == "bytes" else len(text)


MESSENGER = Platform(
    "messenger", "page", 2000, "characters", 2018278, deliveries=True, edits=True, buttons=True,
    profile_fields=("id", "first_name", "last_name", "name", "profile_pic", "locale"),
    menu=frozenset({"get_started", "greeting", "persistent_menu", "ice_breakers", "whitelisted_domains"}),
    fields=frozenset(
        {
            "messages", "messaging_postbacks", "messaging_referrals", "messaging_optins", "message_deliveries",
            "message_reads", "message_reactions", "message_echoes", "message_edits", "feed", "mention",
            "messaging_policy_enforcement", "messaging_handovers", "standby",
        }
    ),
)  # fmt: skip
INSTAGRAM = Platform(
    "instagram", "instagram", 1000, "bytes", 2534022, deliveries=False, edits=False, buttons=True,
    profile_fields=("id", "name", "username", "profile_pic", "follower_count", "is_user_follow_business"),
    menu=frozenset({"ice_breakers", "persistent_menu"}),
    fields=frozenset(
        {
            "messages", "messaging_postbacks", "messaging_referral", "messaging_seen", "message_reactions",
            "messaging_handover", "standby", "comments", "live_comments", "mentions",
        }
    ),
)  # fmt: skip
