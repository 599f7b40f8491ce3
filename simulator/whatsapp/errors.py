"""The refusals of the Graph API: code, HTTP status, and the body that carries them (Cloud API, Error Codes)."""

from dataclasses import dataclass
from itertools import count
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What is fixed for a code: its HTTP status, its title, and whether it is a passing trouble."""

    status: int
    title: str
    transient: bool = False


CODES: dict[int, Known] = {
    0: Known(401, "AuthException"),
    1: Known(400, "API Unknown", True),
    2: Known(503, "Service temporarily unavailable", True),
    3: Known(500, "API Method"),
    4: Known(400, "Application request limit reached", True),
    10: Known(403, "Permission denied"),
    33: Known(400, "Parameter value is not valid"),
    100: Known(400, "Invalid parameter"),
    190: Known(401, "Access token has expired"),
    200: Known(403, "API Permission"),
    368: Known(403, "Temporarily blocked for policies violations"),
    80007: Known(400, "Rate limit issues", True),
    130429: Known(400, "Rate limit hit", True),
    130472: Known(400, "User's number is part of an experiment"),
    130497: Known(403, "Business account is restricted from messaging users in this country"),
    131000: Known(500, "Something went wrong", True),
    131005: Known(403, "Access denied"),
    131008: Known(400, "Required parameter is missing"),
    131009: Known(400, "Parameter value is not valid"),
    131016: Known(500, "Service unavailable", True),
    131021: Known(400, "Recipient cannot be sender"),
    131026: Known(400, "Message undeliverable"),
    131030: Known(400, "Recipient phone number not in allowed list"),
    131031: Known(403, "Account has been locked"),
    131037: Known(400, "Display name of the number needs approval"),
    131042: Known(400, "Business eligibility payment issue"),
    131045: Known(500, "Incorrect certificate"),
    131047: Known(400, "Re-engagement message"),
    131048: Known(400, "Spam rate limit hit"),
    131049: Known(400, "This message was not delivered to maintain healthy ecosystem engagement"),
    131050: Known(400, "User has stopped receiving marketing messages"),
    131051: Known(400, "Unsupported message type"),
    131052: Known(400, "Media download error"),
    131053: Known(400, "Media upload error"),
    131056: Known(400, "(Business account, consumer account) pair rate limit hit", True),
    131057: Known(500, "Account in maintenance mode", True),
    131062: Known(400, "Business-scoped user ids are not supported for this message"),
    132000: Known(400, "Number of parameters does not match the expected number of params"),
    132001: Known(404, "Template name does not exist in the translation"),
    132005: Known(400, "Translated text too long"),
    132007: Known(400, "Template format character policy violated"),
    132012: Known(400, "Parameter format does not match format in the created template"),
    132015: Known(400, "Template is paused"),
    132016: Known(400, "Template is disabled"),
    132018: Known(400, "There's an issue with the parameters in your template"),
    133010: Known(400, "Phone number not registered"),
    133016: Known(400, "Account register or deregister rate limit exceeded", True),
}
"""The codes that a sender meets; several pages of the reference differ on the HTTP status, so build on the code."""

_traces = count(1)


class GraphError(Exception):
    """Refuse a request with a code and details.

    `bug` is true when a correct bridge would never have sent this request (a limit, a malformed field); such requests
    are collected in `WhatsAppStandIn.refused`, so that a test can demand that there are none.
    """

    def __init__(
        self, code: int, details: str = "", *, bug: bool = False, status: int | None = None, title: str = "",
        subcode: int | None = None,
    ) -> None:  # fmt: skip
        known = CODES.get(code, Known(400, "Unknown error"))
        self.code = code
        self.status = known.status if status is None else status
        self.title = title or known.title
        self.details = details
        self.bug = bug
        self.subcode = subcode
        self.transient = known.transient
        super().__init__(f"(#{code}) {self.title}: {details}")

    def envelope(self) -> Json:
        """Give the JSON body of the answer."""
        error: Json = {"message": f"(#{self.code}) {self.title}", "type": "OAuthException", "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.transient:
            error["is_transient"] = True
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        error["fbtrace_id"] = f"A{next(_traces):010d}kanalStandIn"
        return {"error": error}

    def in_webhook(self) -> Json:
        """Give the object that webhooks carry in `errors[]`."""
        return {
            "code": self.code, "title": self.title, "message": self.title,
            "error_data": {"details": self.details or self.title},
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        }  # fmt: skip


def invalid(details: str) -> GraphError:
    """Make a 131009: a value that the platform does not take."""
    return GraphError(131009, details, bug=True)


def malformed(details: str) -> GraphError:
    """Make a 100: a key or a type that has no business there."""
    return GraphError(100, details, bug=True)


def missing(path: str) -> GraphError:
    """Make a 131008: something required is not there."""
    return GraphError(131008, f"Required parameter {path} is missing", bug=True)


def no_object(object_id: str) -> GraphError:
    """Make the answer for an id that is not there, or not ours (code 100, subcode 33)."""
    title = f"Unsupported request. Object with ID '{object_id}' does not exist or cannot be loaded"
    return GraphError(100, "", title=title, subcode=33)


def unauthorized(what: str = "The session has been invalidated") -> GraphError:
    """Make the answer to a missing, wrong or revoked token."""
    return GraphError(190, "", title=f"Error validating access token: {what}", subcode=463)
