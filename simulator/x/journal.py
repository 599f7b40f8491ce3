"""One call of the bridge as it is remembered."""

from dataclasses import dataclass

from simulator.journal import Json, SeenCall


@dataclass(frozen=True, kw_only=True)
class Call(SeenCall):
    """One request; `token` is the kind that it came with (``app``, ``user``), `user` the person it was for."""

    path: str
    query: dict[str, str]
    body: Json
    token: str
    user: str | None

    def shape(self) -> Json:
        """Give the call as JSON for the control API."""
        more = {"path": self.path, "query": self.query, "body": self.body, "token": self.token, "user": self.user}
        return {**super().shape(), **more}
