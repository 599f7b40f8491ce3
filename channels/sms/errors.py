"""What the gateway answers to a message, and what happens next: one table (Kannel user guide, sendsms).

Builds differ in their status numbers and agree in their words: a success is told by class and leading digit, a refusal
by its words.
"""

import re
from dataclasses import dataclass

from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unknown, Unreachable

ANSWER_CHARACTERS = 100
_DIGITS = re.compile(r"\+?\d{6,}")
_TAKEN = re.compile(r"\s*(?:[03]\s*:|sent\b)", re.IGNORECASE)
"""Accepted for delivery, queued for later (the centre is away: the gateway keeps it), and sent, to several."""

CREDENTIALS = "Compare SMS_USERNAME and SMS_PASSWORD with the sendsms-user of the gateway, and the addresses it allows."
ADDRESS = "Is SMS_SEND_URL the gateway's sendsms service, such as http://127.0.0.1:13013/cgi-bin/sendsms?"


@dataclass(frozen=True)
class Rule:
    """What a refusal means, why in our words, and what a person has to do about it."""

    kind: type[SendError]
    why: str
    advice: str = ""


RULES: tuple[tuple[str, Rule], ...] = (
    ("authorization failed", Rule(ChannelDown, "the gateway does not know us", CREDENTIALS)),
    ("not routable", Rule(Unreachable, "the gateway has no way to this number")),
    ("denied by white- and/or black-list", Rule(Unreachable, "the gateway's lists forbid this number")),
    ("temporal failure|temporary failure", Rule(Retry, "passing trouble at the gateway")),
    ("missing receiver|empty receiver", Rule(Rejected, "no receiver")),
    ("sender missing", Rule(Rejected, "no sender")),
    ("misformed", Rule(Rejected, "a parameter that the gateway does not read")),
    ("empty text not allowed", Rule(Rejected, "no words")),
    ("unsupported content-type|content-type not supported", Rule(Rejected, "a body that the gateway does not read")),
    ("unknown request", Rule(ChannelDown, "the address is not that of sendsms", ADDRESS)),
    ("internal failure", Rule(Retry, "passing trouble at the gateway")),
)
"""Words of a refusal, in any case -> what it is. The first that fits counts."""

LOST = (408, 425, 429)
"""Statuses of whoever stands between that will pass."""


def is_taken(status: int, answer: str) -> bool:
    """Tell whether the gateway took a message: it keeps it from then on."""
    return 200 <= status < 300 and bool(_TAKEN.match(answer))


def classify(status: int, answer: str) -> SendError:
    """Judge an answer that is no success."""
    said = plain(answer)
    for words, rule in RULES:
        if re.search(words, answer[:1000], re.IGNORECASE):
            told = f"{rule.why}: HTTP {status} {said}"
            return ChannelDown(told, rule.advice) if rule.kind is ChannelDown else rule.kind(told)
    if status >= 500 or status in LOST:
        return Retry(f"passing trouble: HTTP {status}")
    return Unknown(f"an answer that no rule knows: HTTP {status} {said}", f"HTTP {status}")


def plain(answer: str) -> str:
    """Give the beginning of an answer without numbers of people."""
    return " ".join(_DIGITS.sub("…", answer).split())[:ANSWER_CHARACTERS]
