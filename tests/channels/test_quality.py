"""Every channel says of every rule whether it is done, to do or not needed, and what it says is so."""

from pathlib import Path
from typing import Any

import pytest

from app.channels import KITS
from channels.kit import Kit
from tests.channels.quality import left, rules, troubles
from tests.core.kupang import kupang

ROOT = Path(__file__).parents[2]
NAMES = [kit.name for kit in KITS]
KNOWN_TO_DO = {
    "telegram": ["pace"],
    "whatsapp": ["pace"],
    "x": ["pace"],
    "instagram": ["pace"],
    "messenger": ["pace"],
}
"""What is honestly open in channels that are in use; others are refused by their own tests while anything is."""


@pytest.mark.parametrize("name", NAMES)
def test_a_list_is_whole_and_true(name: str) -> None:
    """No rule is left out, every exemption has a reason, and each file and test that is named is there."""
    assert [] == list(troubles(ROOT, name))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_open_is_known(name: str) -> None:
    """Of a channel in use nothing more is to do than what is said here."""
    assert KNOWN_TO_DO.get(name, []) == [line.partition(":")[0] for line in left(ROOT, name)]


@pytest.mark.parametrize("kit", KITS, ids=NAMES)
def test_the_texts_that_a_kit_needs_are_in_the_pack(kit: Kit[Any]) -> None:
    """Every word of ours that a channel shows beside messages is a text of the city, in each of its languages."""
    texts = kupang().texts
    assert [] == [(key, language) for language in texts for key in kit.texts if key not in texts[language]]


def test_rules_are_sentences() -> None:
    """A rule says in a sentence what is owed."""
    assert 20 < len(rules(ROOT))
    assert [] == [rule for rule, sentence in rules(ROOT).items() if len(sentence.split()) < 6]


@pytest.mark.parametrize(
    ("entry", "trouble"),
    [
        ('[proof]\nstate = "soon"', "is no state"),
        ('[proof]\nstate = "exempt"', "exempt without a reason"),
        ('[proof]\nstate = "done"', "nothing shows it"),
        ('[proof]\nstate = "done"\nshown = ["tests/none.py"]', "is not there"),
        ('[proof]\nstate = "done"\nshown = ["tests/some.py::test_other"]', "has no test_other"),
        ('[proof]\nstate = "todo"\n[other]\nstate = "todo"', "other: no rule"),
        ("", "proof: not in the list"),
    ],
)
def test_what_is_not_so_is_found(tmp_path: Path, entry: str, trouble: str) -> None:
    """A list that claims too much, or is not whole, is refused."""
    for name, text in {
        "channels/quality.toml": 'proof = "Only what the platform sent gets in"',
        "channels/new/quality.toml": entry,
        "tests/some.py": "def test_one() -> None: ...",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (found,) = troubles(tmp_path, "new")
    assert trouble in found
