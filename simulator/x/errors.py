"""The refusals of X: problem JSON with its HTTP status (X API v2, Error information)."""

from typing import Any

Json = dict[str, Any]
TYPES = "https://api.twitter.com/2/problems/"
TITLES = {400: "Invalid Request", 401: "Unauthorized", 402: "CreditsDepleted", 403: "Forbidden", 404: "Not Found Error"}


class Problem(Exception):
    """Refuse a request.

    `bug` is true when a correct caller would never have sent it; such requests are kept apart in the journal. `kind` is
    the last part of the problem's type, empty for ``about:blank``; `reset` (epoch seconds) goes into the rate header.
    """

    def __init__(
        self, status: int, detail: str, *, title: str = "", kind: str = "", bug: bool = False, reset: int = 0,
        errors: tuple[Json, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
        self.title = title or TITLES.get(status, "Problem")
        self.kind = kind
        self.bug = bug
        self.reset = reset
        self.errors = errors

    def body(self) -> Json:
        """Give the body as X writes it."""
        body: Json = {
            "title": self.title,
            "detail": self.detail,
            "type": f"{TYPES}{self.kind}" if self.kind else "about:blank",
        }
        if self.errors:
            body["errors"] = list(self.errors)
        return {**body, "status": self.status}


def invalid(parameter: str, value: object, message: str) -> Problem:
    """Refuse a parameter: a mistake of the caller."""
    error = {"parameters": {parameter: [str(value)]}, "message": message}
    detail = "One or more parameters to your request was invalid."
    return Problem(400, detail, kind="invalid-request", bug=True, errors=(error,))


def forbidden(detail: str, *, bug: bool = False) -> Problem:
    """Refuse what this caller may not do."""
    return Problem(403, detail, bug=bug)


def missing(resource: str, value: str, *, parameter: str = "id") -> Json:
    """Name one thing of many that is not there: it stands beside the data of an answer with 200."""
    detail = f"Could not find {resource} with {parameter}: [{value}]."
    return {
        "value": value, "detail": detail, "title": "Not Found Error", "resource_type": resource,
        "parameter": parameter, "resource_id": value, "type": f"{TYPES}resource-not-found",
    }  # fmt: skip
