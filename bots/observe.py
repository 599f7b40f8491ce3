"""What the operator sees: one structured log line per thing worth knowing, and the counters of ``/metrics``.

Log lines carry ids, never what a person wrote. Secrets are cut out of every line that any library writes, because
clients put tokens into addresses and addresses into exceptions.
"""

import hashlib
import hmac
import logging
import os
import re
import sys
from collections.abc import Sequence
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from core.commands import Opened

QUIET = {"stepped", "sent", "needless", "lost_commit"}
"""Counted, but too frequent for a log line each."""

WARNINGS = {
    "store_down",
    "channel_down",
    "channel_not_registered",
    "step_failed",
    "lane_failed",
    "answer_failed",
    "forged",
    "unknown_group",
    "shut_out",
    "set_aside",
    "unknown_answer",
}


_CHAT = re.compile(r"\b(chat:[a-z]+:|[A-Za-z]{2,8}\.(?=[A-Za-z0-9+/=_-]{16}))([^:\s|]+)")
"""A citizen's chat as it stands in ids of lanes, and of events made from them (``timer:<lane>:<due>``); and long ids of
platforms, which may hold the person's number in base64."""


class SecretFilter(logging.Filter):
    """Cut known secrets out of every record. It sits on the handler: a filter on one logger misses its children."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def clean(self, text: str) -> str:
        """Give the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; never drops one."""
        record.msg = self.clean(record.getMessage())
        record.args = ()
        if record.exc_info:
            record.exc_text = self.clean(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def configure_logging(secrets: Sequence[str] = (), *, level: str = "INFO", json: bool | None = None) -> None:
    """Send all logs to stderr: readable on a terminal, JSON lines otherwise."""
    as_json = not sys.stderr.isatty() if json is None else json
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(SecretFilter(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a sweep that is late under load is made up by the next
    for name in ("httpx", "httpcore", "aiohttp.access", "pymongo", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=False,
    )


class Observer:
    """Turns what the engine and the intake report into log lines and Prometheus metrics.

    A citizen's chat is named by a mark instead of its address, the same in every process with the same ``key``: enough
    to follow one conversation through the log, and not to learn whose it is.
    """

    def __init__(self, key: bytes = b"") -> None:
        self._key = key or os.urandom(16)
        self.registry = CollectorRegistry()
        self._log = structlog.get_logger("kanal")
        self._happenings = Counter(
            "kanal_happenings", "Things that happened, by name", ["name"], registry=self.registry
        )
        self._steps = Counter("kanal_steps", "Events stepped, by kind of lane", ["lane"], registry=self.registry)
        self._bubbles = Counter(
            "kanal_messages_sent",
            "Messages accepted by a platform, by channel and kind",
            ["channel", "kind"],
            registry=self.registry,
        )
        self._of_tickets = Counter(
            "kanal_ticket_messages",
            "Messages to citizens about a ticket as the platform counts (and bills) them, by channel",
            ["channel"],
            registry=self.registry,
        )
        self._filed = Counter("kanal_tickets_filed", "Tickets filed, by channel", ["channel"], registry=self.registry)
        self.accept_seconds = Histogram(
            "kanal_webhook_seconds", "From a webhook's arrival to its answer", ["channel"], registry=self.registry
        )

    def __call__(self, name: str, **facts: Any) -> None:
        """Count and log one happening."""
        self._happenings.labels(name).inc()
        lane = str(facts.get("lane", ""))
        if name == "stepped":
            self._steps.labels(lane.partition(":")[0]).inc(facts.get("events", 1))
            for body in facts.get("bodies", ()):
                if isinstance(body, Opened):
                    self._filed.labels(body.filing.channel).inc()
        if name == "sent":
            self._bubbles.labels(self._channel_of(lane), str(facts.get("detail", ""))).inc()
            if lane.startswith("chat:") and facts.get("ref"):
                self._of_tickets.labels(self._channel_of(lane)).inc(facts.get("messages", 1))
        if name in QUIET:
            return
        bug = facts.pop("bug", None)
        if "event" in facts:  # structlog's own name for the first word of a line
            facts["event_id"] = facts.pop("event")
        facts = {fact: self._masked(value) if isinstance(value, str) else value for fact, value in facts.items()}
        if name in WARNINGS:
            self._log.warning(name, **facts, **({"where": _where(bug)} if bug is not None else {}))
        else:
            self._log.info(name, **facts)

    def _masked(self, text: str) -> str:
        def mark(found: re.Match[str]) -> str:
            return found[1] + "~" + hmac.new(self._key, found[2].encode(), hashlib.sha256).hexdigest()[:10]

        return _CHAT.sub(mark, text)

    @staticmethod
    def _channel_of(lane: str) -> str:
        kind, _, rest = lane.partition(":")
        return rest.partition(":")[0] if kind == "chat" else kind

    def exposition(self) -> bytes:
        """Give the metrics in Prometheus' text format."""
        return generate_latest(self.registry)


def _where(bug: BaseException) -> str:
    """Name the place that raised, without the message: it may quote what a citizen wrote."""
    trace = bug.__traceback__
    place = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
    return place
