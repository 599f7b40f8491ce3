"""One call of the bot as it is remembered: its parameters and its answer."""

from dataclasses import dataclass

from simulator.journal import Json, SeenCall
from simulator.telegram.params import Params


@dataclass(frozen=True, kw_only=True)
class Call(SeenCall):
    """One request of the bot."""

    raw: Params

    @property
    def params(self) -> Json:
        """Give the parameters with nested values decoded."""
        return self.raw.shown()

    @property
    def description(self) -> str:
        """Give the text of a refusal, or nothing."""
        return str(self.answer.get("description", ""))

    def shape(self) -> Json:
        """Give the call as JSON for the control API."""
        return {**super().shape(), "params": self.params}
