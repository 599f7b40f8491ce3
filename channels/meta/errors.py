"""What a refusal of the Graph API means, and what happens next: what all channels of Meta share.

Built on the code, never on the title, which changes (Meta, Graph API error codes). Only the platform's own JSON is
judged: a page of a proxy says nothing about token, person or message. What is in no row of a channel's table is
``Unknown``: kept, tried again and shown to the operator.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from channels.raw import Json, clean, obj, text, whole
from core.vocabulary.errors import ChannelDown, KanalError, Rejected, Retry, SendError, Unknown


class Refused(KanalError):
    """An error answer, not judged yet: the caller knows what the request was about. The text is already clean."""

    def __init__(
        self, status: int, code: int = 0, subcode: int = 0, details: str = "", *, transient: bool = False, coded: bool
    ) -> None:
        super().__init__(f"{code} {details}".strip() if coded else f"HTTP {status}")
        self.status = status
        self.code = code
        self.subcode = subcode
        self.transient = transient
        self.coded = coded
        """False when the answer carried no error object: then only the HTTP status tells."""


@dataclass(frozen=True)
class Rule:
    """One code: what it is, why, and what follows: seconds to wait, or advice for the operator."""

    kind: type[SendError]
    why: str
    after: float | None = None
    advice: str = ""


LOCKED = "Look at Business Support Home of the account: read the restriction, ask for a review there."
PASSING = "passing trouble at the platform"
BUG = "our request is wrong"


def shared_rules(token_advice: str, permission_advice: str) -> dict[int, Rule]:
    """Give the rows that every channel of Meta has (Graph API, Handling errors), with the channel's own advice."""
    token = Rule(ChannelDown, "the token was refused", advice=token_advice)
    permission = Rule(ChannelDown, "a permission is missing", advice=permission_advice)
    return {
        0: token,
        190: token,
        3: permission,
        10: permission,
        **dict.fromkeys(range(200, 300), permission),
        368: Rule(ChannelDown, "the account is restricted for a violation of policy", advice=LOCKED),
        1: Rule(Retry, PASSING),
        2: Rule(Retry, PASSING),
        4: Rule(Retry, "too many calls of the app", after=60.0),
        100: Rule(Rejected, BUG),
    }


def read_error(body: object, status: int, token: str = "") -> Refused:
    """Read an error answer, ``{"error": {...}}`` (Cloud API, Error codes); anything else is known by its status."""
    error = obj(obj(body).get("error"))
    code = code_of(error.get("code"))
    if code is None:
        return Refused(status, coded=False)
    subcode = whole(error.get("error_subcode"))
    details = text(obj(error.get("error_data")).get("details")) or text(error.get("message"))
    transient = error.get("is_transient") is True
    return Refused(status, code, subcode, cleaned(details, token), transient=transient, coded=True)


def code_of(value: object) -> int | None:
    """Read an error code, which is a whole number, or one as text; None when there is none."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


Exact = Mapping[tuple[int, int], Rule]
"""Rows that hold for one subcode of a code alone."""


def judge(refused: Refused, rules: Mapping[int, Rule], exact: Exact = MappingProxyType({})) -> SendError:
    """Judge a refusal by a channel's table: by code and subcode where there is such a row, else by the code."""
    if not refused.coded:
        return _by_status(refused)
    rule = exact.get((refused.code, refused.subcode)) or rules.get(refused.code)
    if rule is None:
        return Unknown(f"unknown error {refused}", f"code {refused.code}")
    reason = f"{rule.why}: {refused}"
    if rule.kind is ChannelDown:
        return ChannelDown(reason, rule.advice)
    if rule.kind is Retry:
        return Retry(reason, after=rule.after)
    return rule.kind(reason)


PASSING_STATUSES = (408, 425, 429)
"""Beside 5xx, what a server or a proxy on the way answers when it is only busy (RFC 9110, 6585 and 8470)."""


def _by_status(refused: Refused) -> SendError:
    """Judge what is not the platform's own JSON: never as its word on token, person or message."""
    if refused.status >= 500 or refused.status in PASSING_STATUSES:
        return Retry(f"not an answer of the Graph API: {refused}")
    return Unknown(f"not an answer of the Graph API: {refused}", f"HTTP {refused.status}")


_DIGITS = re.compile(r"\+?\d[\d\s-]{6,}\d")
_USER_ID = re.compile(r"\b[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{6,}\b")
_TOKENISH = re.compile(r"\bEA[A-Za-z0-9]{20,}\b")


def cleaned(message: str, token: str = "") -> str:
    """Take the token and people's numbers and ids out of a text of the platform."""
    message = clean(message)
    if token:
        message = message.replace(token, "<token>")
    message = _TOKENISH.sub("<token>", message)
    return _DIGITS.sub("…", _USER_ID.sub("…", message))[:300]


def describe(error: Json) -> str:
    """Word one of ``errors[]`` of a webhook: code and details, without anybody's number."""
    details = (
        text(obj(error.get("error_data")).get("details")) or text(error.get("message")) or text(error.get("title"))
    )
    code = code_of(error.get("code"))
    return f"{'?' if code is None else code} {cleaned(details)}".strip()
