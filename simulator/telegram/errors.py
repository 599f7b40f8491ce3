"""The refusals of the Bot API, with the texts that bots in the field match on."""

from typing import Any


class ApiError(Exception):
    """Refuse a request: HTTP status, description, `parameters`, and whether the caller's code is to blame.

    `bug` is true when a correct bot would never have sent this request (a limit, a malformed field); such requests are
    collected in `TelegramStandIn.refused`, so that a test can demand that there are none.
    """

    def __init__(self, code: int, description: str, *, bug: bool = False, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.bug = bug
        self.parameters = parameters

    def envelope(self) -> dict[str, Any]:
        """Give the JSON body (Bot API, Making requests)."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad(description: str) -> ApiError:
    """Make a 400 that depends on the state of the world, which a correct bot can meet."""
    return ApiError(400, f"Bad Request: {description}")


def bug(description: str) -> ApiError:
    """Make a 400 that only a mistake in the bot can cause."""
    return ApiError(400, f"Bad Request: {description}", bug=True)


def forbidden(description: str) -> ApiError:
    """Make a 403."""
    return ApiError(403, f"Forbidden: {description}")


def conflict(description: str) -> ApiError:
    """Make a 409."""
    return ApiError(409, f"Conflict: {description}")


def too_many(retry_after: int) -> ApiError:
    """Make a 429; the server adds the Retry-After header."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def unauthorized() -> ApiError:
    """Make the answer to a wrong or revoked token."""
    return ApiError(401, "Unauthorized")
