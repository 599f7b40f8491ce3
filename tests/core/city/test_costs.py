"""What messages cost: the prices of a pack, and what of a file is refused."""

from __future__ import annotations

from typing import Any

import pytest

from core.city.costs import FILE, Costs, read_costs
from core.language.data import CityError
from tests.cities.test_lembahsari import lembah_sari


def test_prices_are_by_channel() -> None:
    """A template costs what messages do where it has no price of its own, and an unnamed channel nothing."""
    costs = read_costs({FILE: {"currency": "IDR", "message": {"sms": 350, "letter": 2.5}, "template": {"letter": 4}}})
    assert ("IDR", 350, 350, 2.5, 4, 0) == (
        costs.currency,
        costs.price("sms"),
        costs.price("sms", template=True),
        costs.price("letter"),
        costs.price("letter", template=True),
        costs.price("pigeon", template=True),
    )


def test_a_city_without_prices_pays_nothing() -> None:
    """The file is optional, and an empty one is none."""
    assert (Costs(), Costs()) == (read_costs({}), read_costs({FILE: {}}))
    assert "IDR" == lembah_sari().costs.currency


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"message": {}}, "currency"),
        ({"currency": "rp"}, "currency"),
        ({"currency": "IDR", "price": {}}, "price"),
        ({"currency": "IDR", "message": {"sms": -1}}, "message.sms"),
        ({"currency": "IDR", "message": {"sms": True}}, "message.sms"),
        ({"currency": "IDR", "message": {"sms": "350"}}, "message.sms"),
        ({"currency": "IDR", "template": {"sms": float("nan")}}, "template.sms"),
    ],
)
def test_what_is_no_price_is_refused(table: dict[str, Any], key: str) -> None:
    """The error names file and key."""
    with pytest.raises(CityError) as refused:
        read_costs({FILE: table})
    assert (FILE, key) == (refused.value.file, refused.value.key)
