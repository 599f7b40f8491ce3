"""The utterances themselves: their files can be read, the halves are apart, and every text has a meaning."""

from __future__ import annotations

import pytest

from tests.journeys.driver import quick_city
from tests.turns import codes
from tests.turns.__main__ import FILES
from tests.turns.cases import CODES, CONTEXTS, CaseError, parse, read_cases
from tests.turns.play import TOWN_SIZE, towns
from tests.turns.report import COUNTED
from tests.turns.wording import Wordings

CASES = {half: read_cases(path, half) for half, path in FILES.items()}


def test_there_are_enough_in_every_context() -> None:
    """At least 500 utterances, a good part of them unseen, and some for every context in both halves."""
    assert 500 <= sum(map(len, CASES.values()))
    for cases in CASES.values():
        assert 100 <= len(cases)
        assert set(CONTEXTS) == {case.context for case in cases}


def test_nothing_is_said_twice() -> None:
    """No case is in both halves, nor twice in one."""
    said = [(case.context, case.says.casefold()) for cases in CASES.values() for case in cases]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("half", sorted(COUNTED))
def test_what_is_only_counted_says_that_it_is_never_tuned_for(half: str) -> None:
    """Whoever opens the file reads first that it is not to be read."""
    assert "NEVER USED FOR TUNING" in "".join(FILES[half].read_text(encoding="utf-8").splitlines()[:3])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("none\thalo", "2 fields"),
        ("nowhere\thalo\tACK", "no context"),
        ("none\thalo\tHELLO", "no outcome"),
        ("none\thalo\tEMERGENCY", "no outcome"),
        ("none\thalo\tACK:112", "no outcome"),
        ("none\t[film] halo\tACK", "nobody can send"),
        ("none\t\tACK", "nothing is said"),
    ],
)
def test_a_bad_line_is_refused(line: str, problem: str) -> None:
    """A line that is no case is refused with its number and what is wrong."""
    with pytest.raises(CaseError, match=f"line 7: .*{problem}"):
        parse(line, 7)


def test_a_case_is_read() -> None:
    """Context, words, what comes with them, and the outcomes with ticket and number."""
    case = parse("filed-2\t[foto] soal {2}\tRELAY_ADDITION@2|EMERGENCY:112\tnote", 3)
    assert ("foto", "soal {2}", 2, "112") == (case.attached, case.words, case.best.ticket, case.outcomes[1].number)


def test_every_text_has_a_meaning() -> None:
    """Each text for citizens and each heading for the group has its line in the table of codes."""
    without = sorted(key for key in Wordings(quick_city()).keys if codes.meaning(key) is None)
    assert [] == without, "add a line for each to tests/turns/codes.py"


def test_the_table_says_only_what_cases_say() -> None:
    """Every meaning in the table is an outcome that cases know."""
    said = {code for value in [*codes.TEXTS.values(), *codes.OFFERS.values()] for code in value.split()}
    assert set() == said - CODES.keys() - {codes.DRAFT, codes.OPEN_DRAFT, codes.NUMBER}


def test_towns_are_even_and_keep_moved_clocks_apart() -> None:
    """Cases whose clock is moved share no town with others, and no town is crowded."""
    groups = towns(CASES["tuned"])
    assert len(CASES["tuned"]) == sum(map(len, groups))
    assert all(len(group) <= TOWN_SIZE for group in groups)
    assert all(len({case.context == "lapsed" for case in group}) == 1 for group in groups)
