"""What an operator copies names metrics that exist: alert rules, dashboard, and the page that explains them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics import MetricWrapperBase

from app.observe import Observer
from core.tally.catalogue import BY_CODE

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "prometheus" / "kanal.rules.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "kanal.json"
METRIC = re.compile(r"\b(kanal_[a-z_]+)(?:\{([^}]*)\})?")
ENDINGS = re.compile(r"_(?:total|bucket|count|sum)$")
LABELS = re.compile(r"(?:by|on) \(([^)]*)\)")
ANYWHERE = {"le", "instance", "job"}
"""Labels of histograms, and those that Prometheus adds itself."""


def metrics() -> dict[str, tuple[str, ...]]:
    """Give all metrics of ours with their labels, as the registry has them."""
    found = (one for one in vars(Observer()).values() if isinstance(one, MetricWrapperBase))
    return {one._name: tuple(one._labelnames) for one in found}


def panels() -> list[dict[str, Any]]:
    """Give the panels of the dashboard."""
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    return found


def expressions() -> Iterator[str]:
    """Give what rules and dashboard ask for."""
    yield from re.findall(r"expr: (.*)", RULES.read_text(encoding="utf-8"))
    yield from (target["expr"] for panel in panels() for target in panel.get("targets", ()))


@pytest.mark.parametrize("asked", sorted(set(expressions())))
def test_what_is_asked_for_exists(asked: str) -> None:
    """Metrics, their labels and the indicators that are named are those that a scrape has."""
    known = metrics()
    named = [(ENDINGS.sub("", name), labels) for name, labels in METRIC.findall(asked)]
    assert named or asked.startswith("process_")
    assert [] == [name for name, _labels in named if name not in known]
    labels = {label for name, _labels in named for label in known[name]} | ANYWHERE
    wanted = {one.strip() for group in LABELS.findall(asked) for one in group.split(",")}
    wanted |= {one for _name, inside in named for one in re.findall(r"(\w+)=", inside)}
    assert set() == wanted - labels
    for pattern in re.findall(r'indicator=~?"([^"]*)"', asked):
        assert [] == [one for one in pattern.split("|") if not any(re.fullmatch(one, code) for code in BY_CODE)]


def test_happenings_that_are_watched_happen() -> None:
    """Names of log lines in rules and dashboard are said somewhere in the program."""
    names = {
        one for asked in expressions() for found in re.findall(r'name=~?"([^"]*)"', asked) for one in found.split("|")
    }
    said = "\n".join(
        path.read_text(encoding="utf-8") for room in ("app", "core") for path in (ROOT / room).rglob("*.py")
    )
    assert [] == [name for name in sorted(names) if f'"{name}"' not in said]


def test_every_alert_says_what_to_do() -> None:
    """Each has a severity, what it means and what is to be done."""
    alerts = RULES.read_text(encoding="utf-8").split("- alert: ")[1:]
    assert len(alerts) >= 10
    for alert in alerts:
        assert [] == [part for part in ("severity:", "summary:", "todo:", "expr:") if part not in alert]


def test_every_panel_explains_itself() -> None:
    """Each has a title and a sentence, none covers another, and their numbers differ."""
    shown = panels()
    assert len(shown) == len({one["id"] for one in shown})
    places = [
        (x, y)
        for one in shown
        for x in range(one["gridPos"]["x"], one["gridPos"]["x"] + one["gridPos"]["w"])
        for y in range(one["gridPos"]["y"], one["gridPos"]["y"] + one["gridPos"]["h"])
    ]
    assert len(places) == len(set(places))
    assert [] == [one["title"] for one in shown if one["type"] != "row" and not one["description"].endswith(".")]


def test_the_manual_explains_every_metric() -> None:
    """The page for operators has a row for each metric, with its labels."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = "\n".join(line for line in page.splitlines() if line.startswith("| `kanal_"))
    assert [] == [name for name in metrics() if f"`{name}`" not in rows and f"`{name}_total`" not in rows]
