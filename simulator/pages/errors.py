"""The refusals of the Graph API for Pages and Instagram accounts (Messenger Platform, Error codes)."""

from itertools import count
from typing import Any

Json = dict[str, Any]
_traces = count(1)
_STATUS = {190: 401, 200: 403, 10: 403, 230: 403, 551: 400, 613: 400, 1: 500, 2: 500, 4: 400}


class GraphError(Exception):
    """Refuse a request with a code and, where there is one, a subcode.

    `bug` is true when a correct bridge would never have sent this; such requests are kept apart in the journal.
    """

    def __init__(
        self, code: int, message: str, subcode: int | None = None, *, bug: bool = False, status: int | None = None
    ) -> None:
        super().__init__(f"(#{code}) {message}")
        self.code = code
        self.subcode = subcode
        self.message = message
        self.bug = bug
        self.status = _STATUS.get(code, 400) if status is None else status

    def envelope(self) -> Json:
        """Give the JSON body of the answer."""
        error: Json = {"message": f"(#{self.code}) {self.message}", "type": "OAuthException", "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        error["fbtrace_id"] = f"P{next(_traces):010d}kanalStandIn"
        return {"error": error}


def invalid(what: str) -> GraphError:
    """Make a 100: a parameter that the platform does not take."""
    return GraphError(100, f"Invalid parameter: {what}", bug=True)


def no_object(object_id: str) -> GraphError:
    """Make the answer for an id that is not there, or not ours."""
    return GraphError(100, f"Unsupported request. Object with ID '{object_id}' does not exist", 33)


def unauthorized() -> GraphError:
    """Make the answer to a missing, wrong or revoked token."""
    return GraphError(190, "Error validating access token: The session has been invalidated", 460)
