"""All that events and effects can hold has a tag of its own."""

from __future__ import annotations

import msgspec
import pytest

from core.vocabulary.effects import Effect
from core.vocabulary.events import Event


@pytest.mark.parametrize("kind", [Event, Effect])
def test_what_lanes_store_can_be_read(kind: type) -> None:
    """A document of nothing is refused as one: where two structs share a tag, none at all could be read (TypeError)."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({}, kind)
