"""A crowd that writes at once delays neither the city's group, nor pushes, nor those whom it does not concern."""

import pytest

from bench.strangers import RATES, measure


@pytest.mark.parametrize("name", RATES)
@pytest.mark.parametrize("new", [True, False], ids=["new people", "known people"])
def test_three_hundred_strangers_delay_nobody_else(name: str, new: bool) -> None:
    """Through the engine: card and push within five seconds, and the crowd itself is served at the channel's rate."""
    one = measure(300, RATES[name](), fair=True, new=new)
    other = one.known if new else one.newcomer
    assert max(one.card, one.push, other) < 5.0
    assert one.crowd < 300 / 30 * 1.3
    assert one.most_at_once <= 32


def test_with_one_rate_for_all_they_wait_as_long_as_the_crowd() -> None:
    """What the shares are for: without them a card stands behind everybody."""
    one = measure(300, RATES["telegram"](), fair=False)
    assert min(one.card, one.push) > 5.0
