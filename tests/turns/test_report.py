"""What is printed and demanded: figures for both halves, sentences for the tuned one alone, targets at their edges."""

from __future__ import annotations

import pytest

from tests.turns.__main__ import main
from tests.turns.cases import parse
from tests.turns.judge import CONFIRMED, Verdict
from tests.turns.play import Played
from tests.turns.report import TARGETS, report

SECRET = "terima kasih atas kerjanya"


def some(right: int, wrong: int = 0, harmful: int = 0, half: str = "unseen") -> list[Played]:
    """Make played cases, with an unknown text that quotes what was said."""
    case = parse(f"verdict\t{SECRET}\tREASK|ACK", 5, half)
    good = Played(case, Verdict(True, "ACK"))
    bad = Played(
        case, Verdict(False, "NEWDRAFT", "changes something"), (f"unknown words: {SECRET}", "unknown key: x.y")
    )
    worst = Played(case, Verdict(False, "CONFIRMED@1", "changes something", (CONFIRMED,)))
    return [good] * right + [bad] * wrong + [worst] * harmful


def test_the_unseen_half_is_counted_and_never_quoted() -> None:
    """Table, confusions, harm by kind and unknown keys are printed; no sentence is."""
    text = report(some(6, 3, 1), "unseen", sentences=False)
    assert SECRET not in text
    for line in ("verdict             10     6   60.0       1", "3  REASK -> NEWDRAFT", "1  falsely confirmed", "x.y"):
        assert line in text


def test_the_tuned_half_names_its_wrong_lines() -> None:
    """A wrong line stands with its number, its words, what was wanted and what was seen."""
    text = report(some(6, 3, half="tuned"), "tuned", sentences=True)
    assert f"5 verdict: {SECRET!r} wanted REASK|ACK, seen NEWDRAFT" in text
    assert "wrong lines" in text


@pytest.mark.parametrize(
    ("half", "right", "wrong", "harmful", "missed"),
    [
        ("tuned", 95, 5, 0, 0),
        ("tuned", 94, 6, 0, 1),
        ("tuned", 99, 0, 1, 1),
        ("unseen", 176, 23, 1, 0),
        ("unseen", 176, 22, 2, 1),
        ("unseen", 175, 25, 0, 1),
        ("unseen", 170, 25, 5, 2),
        ("kept", 184, 15, 1, 0),
        ("kept", 182, 16, 2, 2),
    ],
)
def test_targets(half: str, right: int, wrong: int, harmful: int, missed: int) -> None:
    """Tuned: 95 % right and no harm; unseen: 88 %, kept: 92 % right, both with less than 1 % harm."""
    assert missed == len(TARGETS[half].missed(some(right, wrong, harmful, half)))


def test_a_case_that_could_not_be_played_is_a_miss() -> None:
    """A context that cannot be reached is no measurement."""
    unplayed = Played(parse("filed\thalo\tACK"), Verdict(False, "NOT PLAYED"), problem="no ticket number")
    assert 1 == len(TARGETS["tuned"].missed([*some(99, half="tuned"), unplayed]))


def test_nothing_to_play_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A line that no case stands on ends with an error, not with success."""
    assert 2 == main(["--only", "1000000"])
    assert "no case fits" in capsys.readouterr().out
