"""One call of the bridge as it is remembered: its parameters, without the password, and its answer."""

from dataclasses import dataclass

from simulator.journal import Json, SeenCall


@dataclass(frozen=True, kw_only=True)
class Call(SeenCall):
    """One request of the bridge."""

    params: dict[str, str]

    @property
    def said(self) -> str:
        """Give the words of the answer."""
        return str(self.answer.get("text", ""))

    def shape(self) -> Json:
        """Give the call as JSON for the control API."""
        return {**super().shape(), "params": self.params}
