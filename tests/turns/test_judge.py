"""The judge of the utterances: each rule with a case that passes and one that fails, on made-up observations."""

from __future__ import annotations

import pytest

from tests.turns import judge as judging
from tests.turns.cases import parse
from tests.turns.examples import (
    EMERGENCY,
    NOTHING,
    RIGHT,
    THANKS,
    WRONG_ONES,
    relayed,
    seen,
    wordings,
)
from tests.turns.judge import Observed, Shown, Verdict, judge, see


def verdict(line: str, observed: Observed) -> Verdict:
    """Judge an observation for a case: context, words and outcomes."""
    return judge(parse(line.replace(" / ", "\t")), see(observed, wordings()))


@pytest.mark.parametrize("name", RIGHT)
def test_right(name: str) -> None:
    """A case is right when a listed outcome is seen and nothing else is changed."""
    found = verdict(*RIGHT[name])
    assert ("", True) == (found.why, found.right)


@pytest.mark.parametrize("name", WRONG_ONES)
def test_wrong(name: str) -> None:
    """A case is wrong when no listed outcome is seen or something else is changed, and what does harm is named."""
    line, observed, harms = WRONG_ONES[name]
    found = verdict(line, observed)
    assert (False, harms) == (found.right, found.harms)


def test_every_harm_has_a_case() -> None:
    """Each kind of harm is shown by an example."""
    assert set(judging.HARMS) == {harm for _line, _observed, harms in WRONG_ONES.values() for harm in harms}


def test_what_was_seen_is_named_as_cases_name_it() -> None:
    """The table of confusions says what changed wrongly, with the ticket and the emergency number."""
    assert "RELAY_ANSWER@1" == verdict("question / baik / REASK", seen(group=(relayed("answer", "baik"),))).seen
    assert "EMERGENCY:112" == verdict("none / lampu merah / NEWDRAFT", seen(EMERGENCY)).seen
    assert "SILENCE" == verdict("filed / makasih / ACK", NOTHING).seen
    assert "OTHER" == verdict("filed / makasih / ACK", seen(Shown("Entah."))).seen


def test_unknown_words_are_reported() -> None:
    """What no text key accounts for is named, so that the table of codes is completed."""
    assert ("unknown words: Kalimat yang tidak ada di katalog",) == see(
        seen(Shown(f"{THANKS.text}\nKalimat yang tidak ada di katalog")), wordings()
    ).unknown
