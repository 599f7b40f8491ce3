"""Read the quality lists of the channels and hold them to the rules and to what they name."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RULES = Path("channels/quality.toml")
STATES = ("done", "todo", "exempt")


def rules(root: Path) -> dict[str, str]:
    """Read the rules: name and sentence."""
    return tomllib.loads((root / RULES).read_text(encoding="utf-8"))


def listed(root: Path, channel: str) -> dict[str, dict[str, Any]]:
    """Read a channel's list."""
    return tomllib.loads((root / "channels" / channel / "quality.toml").read_text(encoding="utf-8"))


def troubles(root: Path, channel: str) -> Iterator[str]:
    """Say what is wrong with a channel's list: a rule left out, a state that is none, a claim that nothing shows."""
    found = listed(root, channel)
    yield from (f"{rule}: not in the list" for rule in rules(root).keys() - found.keys())
    yield from (f"{rule}: no rule" for rule in found.keys() - rules(root).keys())
    for rule, entry in found.items():
        state = entry.get("state")
        if state not in STATES:
            yield f"{rule}: {state!r} is no state"
        if state == "exempt" and len(str(entry.get("reason", ""))) < 20:
            yield f"{rule}: exempt without a reason"
        if state == "done":
            yield from (f"{rule}: {why}" for why in _unshown(root, entry.get("shown", [])))


def _unshown(root: Path, places: list[str]) -> Iterator[str]:
    if not places:
        yield "done, and nothing shows it"
    for place in places:
        name, _, test = place.partition("::")
        if not (root / name).is_file():
            yield f"{name} is not there"
        elif test and f"def {test}(" not in (root / name).read_text(encoding="utf-8"):
            yield f"{name} has no {test}"


def left(root: Path, channel: str) -> list[str]:
    """Name the rules that are still to do, each with its sentence."""
    sentences = rules(root)
    return [f"{rule}: {sentences[rule]}" for rule, entry in listed(root, channel).items() if entry["state"] == "todo"]
