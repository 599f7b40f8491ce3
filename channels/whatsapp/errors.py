"""What a refusal of the Cloud API means, and what happens next: one table.

Built on the code, never on the title, which changes (Meta, Cloud API error codes). The same codes come as the answer to
a request and later inside a failed status. What is in no row is ``Unknown``: kept, tried again and shown to the
operator. Only the platform's own JSON is judged: a page of a proxy says nothing about token, person or message.
"""

import re
from dataclasses import dataclass
from typing import Literal

from channels.raw import Json, clean, obj, text, whole
from core.vocabulary.errors import (
    ChannelDown,
    KanalError,
    Rejected,
    Retry,
    SendError,
    Unknown,
    Unreachable,
    WindowClosed,
)

Reason = Literal["window", "unreachable", "retry", "down", "rejected"]

PAIR_RATE = 131056
PAIR_BASE_SECONDS = 4.0
"""Retry after 4^n seconds, n counting from the first refusal (Cloud API, Pair rate limits)."""
PAIR_MOST = 5
THROUGHPUT = 130429


class MediaRefused(Rejected):
    """The file was not taken: the words go without it."""


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


_TOKEN = (
    "Make a new token for the system user (Meta Business settings, System users, permissions "
    "whatsapp_business_messaging and whatsapp_business_management), put it into WHATSAPP_TOKEN and restart."
)
_PERMISSION = (
    "Give the system user the app and the WhatsApp account with full control, and make its token anew with "
    "whatsapp_business_messaging and whatsapp_business_management (docs/channels/whatsapp.md, step 4)."
)
_LOCKED = "Look at Business Support Home of the account: read the restriction, ask for a review there."
_PAYMENT = "Add or repair the payment method of the WhatsApp account in Meta's billing settings."
_NAME = "Wait until Meta has approved the number's display name, or change it in WhatsApp Manager."
_REGISTER = "Register the number (POST /PHONE_NUMBER_ID/register with its PIN; docs/channels/whatsapp.md, step 3)."
_NUMBER = "Is WHATSAPP_PHONE_NUMBER_ID the id of the number, and was the number given to this system user?"

_PASSING = "passing trouble at the platform"
_BUG = "our request is wrong"
_TEMPLATE = "the template cannot be sent as it is"

RULES: dict[int, Rule] = {
    0: Rule(ChannelDown, "the token was refused", advice=_TOKEN),
    190: Rule(ChannelDown, "the token was refused", advice=_TOKEN),
    3: Rule(ChannelDown, "a permission is missing", advice=_PERMISSION),
    10: Rule(ChannelDown, "a permission is missing", advice=_PERMISSION),
    **{code: Rule(ChannelDown, "a permission is missing", advice=_PERMISSION) for code in range(200, 300)},
    131005: Rule(ChannelDown, "access denied", advice=_PERMISSION),
    368: Rule(ChannelDown, "the account is restricted for a violation of policy", advice=_LOCKED),
    131031: Rule(ChannelDown, "the account is locked", advice=_LOCKED),
    131042: Rule(ChannelDown, "a problem with the payment", advice=_PAYMENT),
    131037: Rule(ChannelDown, "the display name of the number is not approved", advice=_NAME),
    133010: Rule(ChannelDown, "the number is not registered", advice=_REGISTER),
    1: Rule(Retry, _PASSING),
    2: Rule(Retry, _PASSING),
    131000: Rule(Retry, _PASSING),
    131016: Rule(Retry, _PASSING),
    131045: Rule(Retry, _PASSING),
    131057: Rule(Retry, "the account is in maintenance", after=60.0),
    4: Rule(Retry, "too many calls of the app", after=60.0),
    80007: Rule(Retry, "too many calls of the account", after=60.0),
    THROUGHPUT: Rule(Retry, "too many messages a second", after=2.0),
    131048: Rule(Retry, "the number may not write to more people for now", after=600.0),
    PAIR_RATE: Rule(Retry, "too many messages to this person"),
    133016: Rule(Retry, "too many registrations of the number", after=600.0),
    131047: Rule(WindowClosed, "24 hours have passed since the person wrote"),
    470: Rule(WindowClosed, "24 hours have passed since the person wrote"),
    131021: Rule(Unreachable, "the recipient is the sender"),
    131026: Rule(Unreachable, "not on WhatsApp, an old app, or the terms are not accepted"),
    131030: Rule(Unreachable, "not in the list of test recipients"),
    131049: Rule(Unreachable, "held back by the platform to keep people's chats quiet; not tried again"),
    131050: Rule(Unreachable, "the person has stopped messages of this kind"),
    130472: Rule(Unreachable, "part of an experiment of the platform; not tried again"),
    130497: Rule(Unreachable, "the account may not write to people in this country"),
    33: Rule(ChannelDown, "the number was deleted or is not ours", advice=_NUMBER),
    100: Rule(Rejected, _BUG),
    131008: Rule(Rejected, _BUG),
    131009: Rule(Rejected, _BUG),
    131051: Rule(Rejected, "a kind of message that the platform does not know"),
    131062: Rule(Rejected, "this needs a phone number and the person shows none"),
    131052: Rule(MediaRefused, "the platform could not read the file"),
    131053: Rule(MediaRefused, "the platform did not take the file"),
    **{
        code: Rule(Rejected, _TEMPLATE)
        for code in (132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068, 132069)
    },
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


def classify(refused: Refused, *, template: bool = False, tries: int = 0) -> SendError:
    """Judge the refusal of a message.

    ``template``: an approved message was sent; what is wrong with it closes the window, so that the words are held for
    the person's next message. ``tries``: refusals of the pair rate in a row before this one.
    """
    if not refused.coded:
        return _by_status(refused)
    if refused.code == 100 and refused.subcode == 33:  # the object in the path does not exist or is not ours
        return ChannelDown(f"the number cannot be used: {refused}", _NUMBER)
    rule = RULES.get(refused.code)
    if template and 132000 <= refused.code < 133000:
        return WindowClosed(f"{_TEMPLATE}: {refused}")
    if rule is None:
        return Unknown(f"unknown error {refused}", f"code {refused.code}")
    reason = f"{rule.why}: {refused}"
    if rule.kind is ChannelDown:
        return ChannelDown(reason, rule.advice)
    if rule.kind is Retry:
        pair = PAIR_BASE_SECONDS ** min(tries, PAIR_MOST) if refused.code == PAIR_RATE else None
        return Retry(reason, after=pair or rule.after)
    return rule.kind(reason)


def reason_of(code: int | None) -> Reason:
    """Sort the code of a failed status (``Status.reason``); unknown or missing, it is sent again, then held."""
    kind = RULES[code].kind if code in RULES else Retry
    if issubclass(kind, WindowClosed):
        return "window"
    if issubclass(kind, Unreachable):
        return "unreachable"
    if issubclass(kind, ChannelDown):
        return "down"
    return "retry" if issubclass(kind, Retry) else "rejected"


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
