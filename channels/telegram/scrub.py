"""Keep the bot token out of every log line.

The token is part of every address of the Bot API, so it turns up in the HTTP client's own lines and in tracebacks. A
filter on one logger would miss the loggers below it, and one on a handler would miss the handlers added later; every
record of the process is made by the record factory, so the token is taken out there.
"""

import logging
from typing import Any

from channels.telegram.errors import scrub

_tokens: set[str] = set()
_formatter = logging.Formatter()


def hide_token(token: str) -> None:
    """Take ``token`` out of all log records from now on, and quiet the HTTP client's line per request."""
    if not _tokens:
        _wrap_factory()
    _tokens.add(token)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _wrap_factory() -> None:
    make = logging.getLogRecordFactory()

    def make_clean(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        for token in _tokens:
            _clean(record, token)
        return record

    logging.setLogRecordFactory(make_clean)


def _clean(record: logging.LogRecord, token: str) -> None:
    try:
        line = record.getMessage()
    except (TypeError, ValueError):  # a wrong format string: logging reports it itself
        line = ""
    safe = scrub(line, token)
    if safe != line:
        record.msg, record.args = safe, ()
    if record.exc_info:
        trace = _formatter.formatException(record.exc_info) if record.exc_info[0] else ""
        safe = scrub(trace, token)
        if safe != trace:
            record.exc_info, record.exc_text = None, safe
