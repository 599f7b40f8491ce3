"""What the tests of the process share."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from app.logs import configure_logging


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Catch the log as the program writes it, down to what is only for looking into."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    configure_logging(("tok-en-123",), level="DEBUG", json=True)
    output = io.StringIO()
    for handler in root.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(output)
    yield output
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
