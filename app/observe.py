"""What the operator sees: one structured log line per thing worth knowing, and the counters of ``/metrics``.

Log lines carry ids, never what a person wrote (`app.masking`); where they go, and what becomes of the lines of
libraries, is in `app.logs`.
"""

import os
import time
from collections.abc import Callable
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from app.masking import Mask, where
from core.vocabulary.citizen import Opened
from core.vocabulary.lane_names import is_never_given_up

QUIET = {"stepped", "sent", "needless", "lost_commit", "spent"}
"""Counted, but too frequent for a log line each."""

WARNINGS = {
    "store_down",
    "channel_down",
    "channel_not_registered",
    "step_failed",
    "lane_failed",
    "answer_failed",
    "forged",
    "not_taken",
    "parse_failed",
    "intake_failed",
    "gauges_failed",
    "lane_unreadable",
    "unknown_group",
    "shut_out",
    "set_aside",
    "unknown_answer",
    "helper_down",
    "factor_shut",
}


RARE_KINDS = 200
RARE_SECONDS = {"store_down": 10.0, "forged": 60.0, "not_taken": 60.0, "lane_unreadable": 60.0}
"""Happenings that strangers or an outage can repeat a thousand times a second: a line for each kind in so long."""

FROM_OUTSIDE = {"error", "detail", "advice", "reason", "fields"}
"""Facts in words that a platform or a library may have chosen."""


class Observer:
    """Turn what the engine and the intake report into log lines and Prometheus metrics.

    A citizen's chat is named by a mark instead of its address, the same in every process with the same ``key``: enough
    to follow one conversation through the log, and not to learn whose it is.
    """

    def __init__(self, key: bytes = b"", monotonic: Callable[[], float] = time.monotonic) -> None:
        self._mask = Mask(key or os.urandom(16))
        self._monotonic = monotonic
        self._lines: dict[tuple[str, str, str], tuple[float, int]] = {}
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
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
        self._spent = Counter(
            "kanal_spent_usd",
            "What this process spent at platforms that bill each call, by channel and kind, in US dollars",
            ["channel", "kind"],
            registry=self.registry,
        )
        self._filed = Counter("kanal_tickets_filed", "Tickets filed, by channel", ["channel"], registry=self.registry)
        self._gauges()
        self._shut_out = Gauge(
            "kanal_lane_shut_out",
            "1 while the chat of a lane that is never given up takes nothing from us",
            ["lane"],
            registry=self.registry,
        )
        self.accept_seconds = Histogram(
            "kanal_webhook_seconds", "From a webhook's arrival to its answer", ["channel"], registry=self.registry
        )

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, registry=self.registry)

    def _gauges(self) -> None:
        """Make what `app.gauges` sets."""
        self.store_up = self._gauge("kanal_store_up", "Whether a small durable write works")
        self.channel_up = self._gauge("kanal_channel_up", "Whether a channel that is on works", "channel")
        self.waiting = self._gauge("kanal_waiting", "Events to step, messages to send or held, up to 1000", "where")
        self.oldest = self._gauge("kanal_oldest_seconds", "Age of the oldest event or message", "where")
        self.hook_waiting = self._gauge("kanal_hook_waiting", "News that waits for a system, up to 1000", "name")
        self.hook_oldest = self._gauge("kanal_hook_oldest_seconds", "Age of the oldest news for a system", "name")
        self.dead = self._gauge("kanal_dead_letters", "Dead letters, up to 1000")
        self.unreadable = self._gauge("kanal_unreadable_lanes", "Dead letters that are lanes")
        self.indicator = self._gauge(
            "kanal_indicator", "Indicators of the last seven days (reports, percent, minutes)", "indicator"
        )
        self.unit_open = self._gauge("kanal_unit_open", "Tickets that are open at a unit", "unit")
        self.unit_overdue = self._gauge("kanal_unit_overdue", "Tickets of a unit whose limit has passed", "unit")
        self.paid_messages = self._gauge(
            "kanal_paid_messages", "Messages about tickets of the last seven days, as they are billed", "channel"
        )
        self.cost = self._gauge(
            "kanal_cost", "What messages about tickets cost in the last seven days", "channel", "currency"
        )
        self.overdue = self._gauge("kanal_tickets_overdue", "Tickets whose limit has passed")

    def __call__(self, name: str, **facts: Any) -> None:
        """Count and log one happening."""
        self._happenings.labels(name).inc()
        lane = str(facts.get("lane", ""))
        if name == "stepped":
            self._steps.labels(lane.partition(":")[0]).inc(facts.get("events", 1))
            for body in facts.get("bodies", ()):
                if isinstance(body, Opened):
                    self._filed.labels(body.filing.report.channel).inc()
        if name == "sent":
            self._bubbles.labels(self._channel_of(lane), str(facts.get("detail", ""))).inc()
            if lane.startswith("chat:") and facts.get("ref"):
                self._of_tickets.labels(self._channel_of(lane)).inc(facts.get("messages", 1))
        if name == "spent":
            self._spent.labels(str(facts["channel"]), str(facts["kind"])).inc(float(facts["dollars"]))
        if name in ("shut_out", "let_in") and is_never_given_up(lane):
            self._shut_out.labels(lane).set(name == "shut_out")
        if name in QUIET:
            return
        bug = facts.pop("bug", None)
        if "event" in facts:  # structlog's own name for the first word of a line
            facts["event_id"] = facts.pop("event")
        if self._is_repetition(name, facts):
            return
        facts = {fact: self._fact(fact, value) for fact, value in facts.items()}
        if name in WARNINGS:
            self._log.warning(name, **facts, **({"where": where(bug)} if bug is not None else {}))
        else:
            self._log.info(name, **facts)

    def _fact(self, fact: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return self._mask.words(value) if fact in FROM_OUTSIDE else self._mask.ids(value)

    def _is_repetition(self, name: str, facts: dict[str, Any]) -> bool:
        """Tell whether a line like this was written a moment ago; the next one says how many were left out."""
        pause = RARE_SECONDS.get(name)
        if pause is None:
            return False
        key = (name, str(facts.get("channel", "")), str(facts.get("error", "")).partition(":")[0])
        now = self._monotonic()
        if len(self._lines) > RARE_KINDS:
            self._lines.clear()
        written, left_out = self._lines.get(key, (now - pause, 0))
        if now - written < pause:
            self._lines[key] = (written, left_out + 1)
            return True
        self._lines[key] = (now, 0)
        if left_out:
            facts["left_out"] = left_out
        return False

    @staticmethod
    def _channel_of(lane: str) -> str:
        kind, _, rest = lane.partition(":")
        return rest.partition(":")[0] if kind == "chat" else kind

    def exposition(self) -> bytes:
        """Give the metrics in Prometheus' text format."""
        return generate_latest(self.registry)
