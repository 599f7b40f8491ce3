"""What a refusal of the Cloud API means, and what happens next: one table.

Built on the code, like all of Meta's tables (`channels.meta.errors`; Cloud API error codes). The same codes come as the
answer to a request and later inside a failed status.
"""

from typing import Literal

from channels.meta.errors import BUG, LOCKED, PASSING, Refused, Rule, judge, shared_rules
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unreachable, WindowClosed

Reason = Literal["window", "unreachable", "retry", "down", "rejected"]

PAIR_RATE = 131056
PAIR_BASE_SECONDS = 4.0
"""Retry after 4^n seconds, n counting from the first refusal (Cloud API, Pair rate limits)."""
PAIR_MOST = 5
THROUGHPUT = 130429


class MediaRefused(Rejected):
    """The file was not taken: the words go without it."""


_TOKEN = (
    "Make a new token for the system user (Meta Business settings, System users, permissions "
    "whatsapp_business_messaging and whatsapp_business_management), put it into WHATSAPP_TOKEN and restart."
)
_PERMISSION = (
    "Give the system user the app and the WhatsApp account with full control, and make its token anew with "
    "whatsapp_business_messaging and whatsapp_business_management (docs/channels/whatsapp.md, step 4)."
)
_PAYMENT = "Add or repair the payment method of the WhatsApp account in Meta's billing settings."
_NAME = "Wait until Meta has approved the number's display name, or change it in WhatsApp Manager."
_REGISTER = "Register the number (POST /PHONE_NUMBER_ID/register with its PIN; docs/channels/whatsapp.md, step 3)."
_NUMBER = "Is WHATSAPP_PHONE_NUMBER_ID the id of the number, and was the number given to this system user?"

_TEMPLATE = "the template cannot be sent as it is"

RULES: dict[int, Rule] = {
    **shared_rules(_TOKEN, _PERMISSION),
    131005: Rule(ChannelDown, "access denied", advice=_PERMISSION),
    131031: Rule(ChannelDown, "the account is locked", advice=LOCKED),
    131042: Rule(ChannelDown, "a problem with the payment", advice=_PAYMENT),
    131037: Rule(ChannelDown, "the display name of the number is not approved", advice=_NAME),
    133010: Rule(ChannelDown, "the number is not registered", advice=_REGISTER),
    131000: Rule(Retry, PASSING),
    131016: Rule(Retry, PASSING),
    131045: Rule(Retry, PASSING),
    131057: Rule(Retry, "the account is in maintenance", after=60.0),
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
    131008: Rule(Rejected, BUG),
    131009: Rule(Rejected, BUG),
    131051: Rule(Rejected, "a kind of message that the platform does not know"),
    131062: Rule(Rejected, "this needs a phone number and the person shows none"),
    131052: Rule(MediaRefused, "the platform could not read the file"),
    131053: Rule(MediaRefused, "the platform did not take the file"),
    **{
        code: Rule(Rejected, _TEMPLATE)
        for code in (132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068, 132069)
    },
}


def classify(refused: Refused, *, template: bool = False, tries: int = 0) -> SendError:
    """Judge the refusal of a message.

    ``template``: an approved message was sent; what is wrong with it closes the window, so that the words are held for
    the person's next message. ``tries``: refusals of the pair rate in a row before this one.
    """
    # 100 with 33: the object in the path does not exist or is not ours.
    if refused.coded and (refused.code, refused.subcode) == (100, 33):
        return ChannelDown(f"the number cannot be used: {refused}", _NUMBER)
    if refused.coded and template and 132000 <= refused.code < 133000:
        return WindowClosed(f"{_TEMPLATE}: {refused}")
    if refused.coded and refused.code == PAIR_RATE:
        return Retry(f"{RULES[PAIR_RATE].why}: {refused}", after=PAIR_BASE_SECONDS ** min(tries, PAIR_MOST))
    return judge(refused, RULES)


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
