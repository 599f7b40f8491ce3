"""The city of the journeys, with every door to the outside open."""

from __future__ import annotations

import pytest

from tests.exposed.city import OpenTown
from tests.exposed.planted import CREW
from tests.journeys.conftest import Build, build, logs
from tests.journeys.driver import QUICK

__all__ = ["build", "logs"]


@pytest.fixture
async def town(build: Build) -> OpenTown:
    """Give a city with one process that serves everything there is."""
    found = await build(kind=OpenTown, crew=CREW, officers=2)
    assert isinstance(found, OpenTown)
    await found.run(engine=QUICK)
    await found.register()
    return found
