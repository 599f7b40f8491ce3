"""One call of the bridge as it is remembered: its path, its body and its answer."""

from dataclasses import dataclass

from simulator.journal import Json, SeenCall


@dataclass(frozen=True, kw_only=True)
class Call(SeenCall):
    """One request of the bridge; `user` is the key of the person it was for."""

    path: str
    body: Json
    user: str | None

    @property
    def code(self) -> int | None:
        """Give the error code of a refusal."""
        code = self.answer.get("error", {}).get("code")
        return None if code is None else int(code)

    @property
    def details(self) -> str:
        """Give the details of a refusal, else its message, or nothing."""
        error = self.answer.get("error", {})
        return str(error.get("error_data", {}).get("details") or error.get("message", ""))

    def shape(self) -> Json:
        """Give the call as JSON for the control API."""
        return {**super().shape(), "path": self.path, "body": self.body, "user": self.user}
