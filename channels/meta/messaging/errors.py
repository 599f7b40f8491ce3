"""What a refusal of the Send API means, and what happens next: one table for Messenger and Instagram.

The rows that WhatsApp has too are in `channels.meta.errors` (Messenger Platform, Error codes; Private replies).
"""

from channels.meta.errors import LOCKED, PASSING, Exact, Refused, Rule, judge, shared_rules
from channels.meta.messaging.platform import Platform
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unknown, Unreachable, WindowClosed

ANSWERED = 10900
"""Return of a second private answer to the same comment or post."""
RATE = 613
SECONDS = 30.0
PROFILE_HIDDEN = (100, 2018218)

APPROVALS = (10, 100, 200)
"""Codes by which a message outside of the window is refused for what it is."""

MANIFOLD = (10, 200)
"""Codes that mean different things by their subcode."""

_BARRED = "the Page may not send messages for now"
_OFF = "Turn messages on in the Page's settings (Messaging, General settings)."
_TERMS = "An administrator of the Page has to accept the privacy terms: open the Page's inbox, it asks."
CLOSED = Rule(WindowClosed, "24 hours have passed since the person wrote")
AWAY = Rule(Unreachable, "the person blocked us, is gone, or takes no messages")


class Table:
    """The rows of one of the two, with its own advice."""

    def __init__(self, platform: Platform) -> None:
        token = f"Make the token anew ({platform.manual}, step 4), put it into {platform.token_setting} and restart."
        permission = f"Give the token {', '.join(platform.scopes)} ({platform.manual}, step 4)."
        account = f"Is the id of the Page or account right, and is the token its own? ({platform.manual}, step 4)"
        self.rules: dict[int, Rule] = {
            **shared_rules(token, permission),
            32: Rule(Retry, "too many calls for the Page", after=60.0),
            RATE: Rule(Retry, "too many messages", after=SECONDS),
            99: Rule(Retry, PASSING),
            1200: Rule(Retry, PASSING),
            551: AWAY,
            ANSWERED: Rule(Rejected, "the comment or post was answered in private before"),
            10903: Rule(Unreachable, "this person cannot be answered on this comment or post"),
            10904: Rule(ChannelDown, "the Page has messages switched off", advice=_OFF),
        }
        self.exact: Exact = {
            (10, 2018278): CLOSED,
            (10, 2534022): CLOSED,
            (10, 1893063): Rule(ChannelDown, _BARRED, advice=LOCKED),
            (551, 1545041): AWAY,
            (200, 1545041): AWAY,
            (200, 2018108): AWAY,
            (100, 2018001): Rule(Unreachable, "nobody has this id"),
            PROFILE_HIDDEN: Rule(Rejected, "the person's profile is not shown"),
            (100, 33): Rule(ChannelDown, "the Page or account cannot be used", advice=account),
            (2, 2018344): Rule(ChannelDown, "the privacy terms are not accepted", advice=_TERMS),
        }

    def judge(self, refused: Refused) -> SendError:
        """Judge a refusal of whatever was asked.

        Codes of permissions have subcodes that are about one person alone: one that nobody knows stops nobody else.
        """
        if refused.code in MANIFOLD and refused.subcode and (refused.code, refused.subcode) not in self.exact:
            return Unknown(f"unknown subcode {refused}", f"code {refused.code}/{refused.subcode}")
        return judge(refused, self.rules, self.exact)

    def judge_message(self, refused: Refused, *, special: bool) -> SendError:
        """Judge the refusal of a message.

        ``special``: it was one of those that may go out when the window is closed. What is wrong with those alone, an
        approval that is missing, a template that is not there, is the window's being closed, and no trouble of others.
        """
        error = self.judge(refused)
        own_row = (refused.code, refused.subcode) in self.exact
        if special and refused.coded and refused.code in APPROVALS and not own_row:
            return WindowClosed(f"not approved, or not as it was approved: {error}")
        return error

    def judge_public(self, refused: Refused) -> SendError:
        """Judge the refusal of an answer to something public: what is not there any more cannot be answered."""
        if refused.coded and (refused.code, refused.subcode) == (100, 33):
            return Unreachable(f"the comment or post is gone: {refused}")
        return self.judge(refused)
