"""One call of the bridge as it is remembered."""

from dataclasses import dataclass

from simulator.journal import Json, SeenCall


@dataclass(frozen=True, kw_only=True)
class Call(SeenCall):
    """One request; `user` is the key of the person it was for."""

    path: str
    query: dict[str, str]
    body: Json
    user: str | None

    @property
    def code(self) -> tuple[int, int | None] | None:
        """Give code and subcode of a refusal."""
        error = self.answer.get("error")
        return None if not isinstance(error, dict) else (int(error["code"]), error.get("error_subcode"))

    def shape(self) -> Json:
        """Give the call as JSON for the control API."""
        return {**super().shape(), "path": self.path, "query": self.query, "body": self.body, "user": self.user}
