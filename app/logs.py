"""Where log lines go, and what libraries may put into them.

Ours are written by `app.observe` and structlog. A library's line is another matter: it may hold a whole body that a
platform sent, a traceback with a person's words in its last line, a repr of a task. So a library's record becomes one
line with its logger, its level, its place, the class of its error, and its words only where they are a constant: the
arguments never go through.
"""

import logging
import sys
import threading
from collections.abc import Sequence
from typing import Any

import structlog

from app.masking import Mask, Secrets, where

OURS = ("kanal", "app", "bots", "cli", "demo", "core", "channels", "storage", "simulator", "web", "__main__")

_SILENT = ("httpx", "httpcore", "aiohttp.access", "pymongo", "motor", "telegram", "asyncio")
"""Libraries that say at INFO what we say better."""


class Rendered(str):
    """A line that is written already."""

    __slots__ = ()


class LineFilter(logging.Filter):
    """Make one safe line of every record. It sits on the handler: a filter on one logger misses its children."""

    def __init__(self, secrets: Sequence[str], mask: Mask, render: Any) -> None:
        super().__init__()
        self._secrets = Secrets(secrets)
        self._mask = mask
        self._render = render

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; drops nothing but the chatter of libraries."""
        ours = record.name.partition(".")[0] in OURS
        if not ours and record.levelno < logging.WARNING:
            return False
        if not isinstance(record.msg, Rendered) and not (ours and str(record.msg).startswith("{")):
            record.msg = self._line(record, ours=ours)
        record.msg = Rendered(self._secrets.cut(str(record.msg)))
        record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
        return True

    def _line(self, record: logging.LogRecord, *, ours: bool) -> str:
        error = record.exc_info[1] if record.exc_info else None
        facts: dict[str, Any] = {"event": "note" if ours else "library", "logger": record.name}
        words = self._words(record, ours=ours)
        if words:
            facts["words"] = self._mask.words(self._secrets.cut(words))
        if error is not None:
            facts["error"] = type(error).__name__
        facts["where"] = where(error) or f"{record.filename}:{record.lineno} {record.funcName}"
        return str(self._render(record.levelname.lower(), facts))

    def _words(self, record: logging.LogRecord, *, ours: bool) -> str:
        if ours:
            try:
                return record.getMessage()
            except (TypeError, ValueError):
                return str(record.msg)
        return str(record.msg) if record.args and isinstance(record.msg, str) else ""


def configure_logging(secrets: Sequence[str] = (), *, level: str = "INFO", json: bool | None = None) -> None:
    """Send all logs to stderr: readable on a terminal, JSON lines otherwise."""
    as_json = not sys.stderr.isatty() if json is None else json
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)

    def render(level_name: str, facts: dict[str, Any]) -> str:
        return str(renderer(None, level_name, stamp(None, level_name, {**facts, "level": level_name})))

    def written(logger: Any, name: str, facts: Any) -> Rendered:
        return Rendered(renderer(logger, name, facts))

    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(LineFilter(secrets, Mask("".join(secrets).encode() or b"kanal"), render))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a sweep that is late under load is made up by the next
    structlog.configure(
        processors=[structlog.processors.add_log_level, stamp, written],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=False,
    )


def catch_the_rest() -> None:
    """Log what nobody catches like a library's line: Python's own reports have tracebacks with their messages."""
    log = logging.getLogger("python")

    def report(error: BaseException | None, kind: type[BaseException] | None, what: str) -> None:
        problem = error or (kind or Exception)()
        log.error("%s", what, exc_info=(type(problem), problem, problem.__traceback__))

    sys.excepthook = lambda kind, error, _trace: report(error, kind, "uncaught")
    threading.excepthook = lambda args: report(args.exc_value, args.exc_type, "uncaught in a thread")
    sys.unraisablehook = lambda args: report(args.exc_value, args.exc_type, "uncaught while cleaning up")
