"""What sendsms checks of a message before it takes it, and what it says of one that it does not take."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.sms.alphabet import parts, septets

NAMES = frozenset(
    {
        "username", "user", "password", "pass", "from", "to", "text", "charset", "coding", "smsc", "mclass", "validity",
        "deferred", "dlr-mask", "dlr-url", "priority", "account", "binfo", "udh", "meta-data",
    }
)  # fmt: skip
MOST_PARTS = 2
"""``max-messages`` of the configuration: of a longer text Kannel would send the beginning alone."""
TAKEN, QUEUED = "0: Accepted for delivery", "3: Queued for later delivery"
DENIED = "Authorization failed for sendsms"
_NUMBER = re.compile(r"\+?[0-9 -]{3,20}")


@dataclass(frozen=True)
class Refusal(Exception):
    """What is answered to a message that is not taken; ``why`` is for the test that looks."""

    status: int
    text: str
    why: str = ""


def check(given: Mapping[str, str], username: str, password: str, sender: str) -> None:
    """Raise ``Refusal`` for what Kannel would refuse, or would take and then spoil."""
    if (given.get("username", given.get("user")), given.get("password", given.get("pass"))) != (username, password):
        raise Refusal(403, DENIED)
    if "to" not in given:
        raise Refusal(400, "Missing receiver number, rejected")
    if not given["to"].strip():
        raise Refusal(400, "Empty receiver number not allowed, rejected")
    if not given.get("from"):
        raise Refusal(400, "Sender missing and no global set, rejected")
    if given["from"] != sender:
        raise Refusal(400, "Sender missing and no global set, rejected", f"another sender: {given['from']}")
    if unknown := set(given) - NAMES:
        raise Refusal(400, "Charset or body misformed, rejected", f"no such parameters: {sorted(unknown)}")
    if not _NUMBER.fullmatch(given["to"]):
        raise Refusal(400, "Number(s) has/have been denied by white- and/or black-lists.", "no number")
    for name in ("coding", "mclass", "validity", "deferred", "dlr-mask", "priority"):
        if not given.get(name, "0").isdecimal():
            raise Refusal(400, f"{name.capitalize()} field misformed, rejected")
    if given.get("coding", "0") not in ("0", "1", "2"):
        raise Refusal(400, "Coding field misformed, rejected")
    _check_words(given)


def _check_words(given: Mapping[str, str]) -> None:
    text = given.get("text", "")
    if not text.strip():
        raise Refusal(400, "Empty text not allowed, rejected", "Kannel would send an empty message")
    if given.get("charset", "UTF-8").upper() != "UTF-8":
        raise Refusal(400, "Charset or body misformed, rejected")
    if given.get("coding", "0") == "0" and septets(text) is None:
        raise Refusal(400, "Charset or body misformed, rejected", f"outside of the alphabet: {text!r}")
    if parts(text) > MOST_PARTS:
        raise Refusal(400, "Charset or body misformed, rejected", f"{parts(text)} parts")
    if given.get("dlr-mask", "0") != "0" and not re.match(r"https?://", given.get("dlr-url", "")):
        raise Refusal(400, "DLR-URL field misformed, rejected")
