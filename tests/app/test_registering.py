"""A channel registers at its platform until it works, whatever goes wrong."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.connections import Connections
from app.runtime import Runtime
from app.settings import Settings
from core.vocabulary.errors import Retry
from core.vocabulary.events import Event
from tests.virtual_time import run_virtually

PACK = Path(__file__).parents[2] / "cities" / "kupang"


class Failing:
    """Raises once, then registers."""

    def __init__(self, error: Exception) -> None:
        self._errors = [error]
        self.tries = 0

    async def register(self, public_url: str) -> None:
        """Register."""
        self.tries += 1
        if self._errors:
            raise self._errors.pop()


async def never(_events: Sequence[Event]) -> frozenset[str]:
    """Take no event."""
    raise AssertionError("nothing is told")


@pytest.mark.parametrize("error", [Retry("busy"), RuntimeError("a bug"), OSError("no route")], ids=repr)
def test_a_channel_registers_after_trouble_of_any_kind(error: Exception) -> None:
    """A platform's refusal, trouble outside and a bug of the channel are all tried again."""

    async def story() -> int:
        runtime = Runtime(Settings(_env_file=None, KANAL_CITY=PACK), kits=())
        channel = Failing(error)
        connections = Connections(
            {"toy": channel},  # type: ignore[dict-item]
            runtime.groups,
            object(),  # type: ignore[arg-type]  # a channel without a link leaves none there
            accept=never,
            handle=never,
            clock=runtime.clock,
            observe=runtime.observe,
            worker="one",
        )
        await connections.register("toy", channel, "")
        return channel.tries

    assert 2 == run_virtually(story())
