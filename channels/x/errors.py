"""What a refusal of X means, and what happens next: one table (X API v2, Error information).

Judged by the status and, where one status means several things, by the platform's own words: it has no codes.
"""

import json
import re
from collections.abc import Mapping

from channels.raw import Json, obj, objects, text
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unknown, Unreachable

DETAIL_CHARACTERS = 200
_IDS = re.compile(r"\b\d{5,20}\b|@\w{1,15}")
RESET = "x-rate-limit-reset"
QUARTER_SECONDS = 900.0
"""The window of the rate limits, for an answer that does not say when it ends."""
LOST = (408, 425, 429)
"""Statuses of whoever stands between that will pass."""


class Refused(Exception):
    """An answer that is no success: as it came, before it is judged. ``reset`` is in epoch seconds, 0 when not told."""

    def __init__(self, status: int, problem: Json, *, reset: int = 0, ours: bool = False) -> None:
        """Take the platform's problem; ``ours`` False: it is not the platform's JSON at all."""
        self.status = status
        self.title = text(problem.get("title"))
        self.kind = text(problem.get("type")).rpartition("/")[2]
        self.detail = _detail(problem)
        self.reset = reset
        self.platforms = ours
        super().__init__(f"HTTP {status} {self.title or self.kind}: {cleaned(self.detail)}")


class Duplicate(Rejected):
    """The account has said exactly this in public before: sent by us already, or the same words elsewhere."""


def cleaned(words: str) -> str:
    """Take people and ids out of a platform's words, and keep them short."""
    return " ".join(_IDS.sub("…", words).split())[:DETAIL_CHARACTERS]


def read_refusal(status: int, headers: Mapping[str, str], body: bytes) -> Refused:
    """Read an answer that is no success."""
    try:
        found = json.loads(body.decode(errors="replace"))
    except (ValueError, RecursionError):
        found = None
    problem = obj(found)
    told = "title" in problem or "errors" in problem or "detail" in problem
    reset = headers.get(RESET, "")
    return Refused(status, problem, reset=int(reset) if reset.isdecimal() and len(reset) < 12 else 0, ours=told)


_KEYS = (
    "Make new keys for the app and the account in X's developer console (read, write and direct messages), put them "
    "into X_BEARER_TOKEN, X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_SECRET, and restart."
)
_CREDIT = "Buy credit in X's developer console (Billing), or let it recharge by itself. Kanal goes on by itself."
_ACCESS = (
    "Look at the app in X's developer console: it needs a project with pay-per-use, the permission 'Read, write and "
    "direct messages', and access tokens that were made after that was chosen (docs/channels/x.md, step 2)."
)
_ACCOUNT = "Sign in to X as the account and follow what it says; ask X to unlock it if need be."

_FORBIDDEN: tuple[tuple[str, type[SendError], str, str], ...] = (
    ("permission to dm|cannot send messages to this user|dm one or more participants", Unreachable,
     "the person takes no private messages from us", ""),
    ("duplicate content", Duplicate, "the account has said exactly this before", ""),
    ("reply to this conversation is not allowed|not been mentioned", Rejected,
     "only posts that address the account can be answered", ""),
    ("deleted or not visible", Unreachable, "the post is not there any more", ""),
    ("too long|text is too long", Rejected, "longer than X takes", ""),
    ("suspended|locked|temporarily", ChannelDown, "the account is locked", _ACCOUNT),
    ("client-forbidden|client-not-enrolled|unsupported-authentication|oauth1-permissions|not-authorized"
     "|developer app|not permitted to perform|access level|forbidden for this endpoint|does not have permission",
     ChannelDown, "the app may not do this", _ACCESS),
)  # fmt: skip
"""Words of a 403, in detail, title or type -> what it is, why in our words, and advice. The first that fits counts."""


def classify(refused: Refused, now: float = 0.0) -> SendError:
    """Judge the refusal of a call; ``now`` in epoch seconds, for the end of a rate limit's window."""
    status = refused.status
    if status == 429 and (refused.platforms or refused.reset):
        return Retry(f"too many calls: {refused}", after=seconds_left(refused, now))
    if status >= 500 or (status in LOST and not refused.platforms):
        return Retry(f"passing trouble: {refused}")
    if not refused.platforms:
        return Unknown(f"not the platform's own answer: HTTP {status}", f"HTTP {status}")
    if status == 401:
        return ChannelDown(f"the keys are not valid: {refused}", _KEYS)
    if status == 402:
        return ChannelDown(f"no credit is left: {refused}", _CREDIT)
    if status == 403:
        return _forbidden(refused)
    if status == 404:
        return Unreachable(f"not there: {refused}")
    if status in (400, 409, 413):
        return Rejected(f"our request is wrong: {refused}")
    return Unknown(f"a status that is not documented: {refused}", f"HTTP {status}")


def seconds_left(refused: Refused, now: float) -> float:
    """Give how long the window of a rate limit still lasts, at least a second."""
    return max(1.0, refused.reset - now) if refused.reset else QUARTER_SECONDS


def _forbidden(refused: Refused) -> SendError:
    told = f"{refused.detail} {refused.title} {refused.kind}".casefold()
    for words, kind, why, advice in _FORBIDDEN:
        if re.search(words, told):
            return ChannelDown(f"{why}: {refused}", advice) if kind is ChannelDown else kind(f"{why}: {refused}")
    return Unknown(f"forbidden for a reason that nobody knows: {refused}", f"403 {cleaned(refused.detail)[:60]}")


def _detail(problem: Json) -> str:
    first = next(iter(objects(problem.get("errors"))), {})
    reason = text(problem.get("reason"))
    told = text(problem.get("detail")) or text(first.get("message")) or text(first.get("detail"))
    return f"{told} ({reason})" if reason else told
