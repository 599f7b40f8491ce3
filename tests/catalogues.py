"""Compare the texts of two languages."""

from __future__ import annotations

from collections.abc import Mapping

from core.city.texts import fields_of


def differences(catalogues: Mapping[str, Mapping[str, str]], left: str, right: str) -> list[str]:
    """List how two languages differ: keys that only one has, and keys with other fields."""
    one, two = catalogues[left], catalogues[right]
    found = [f"{key}: only in {left}" for key in sorted(one.keys() - two.keys())]
    found += [f"{key}: only in {right}" for key in sorted(two.keys() - one.keys())]
    found += [
        f"{key}: other fields in {left} and {right}"
        for key in sorted(one.keys() & two.keys())
        if fields_of(key, one[key]) != fields_of(key, two[key])
    ]
    return found
