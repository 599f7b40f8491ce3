"""Offer choices on the plainest phones: one a line, each with the number that is typed for it."""

from collections.abc import Iterable

from core.language.septets import MOST, in_alphabet, septets


def with_numbers(text: str, labels: Iterable[str]) -> str:
    """Put the choices below the text."""
    lines = [f"{number} {label}" for number, label in enumerate(labels, 1)]
    return "\n".join([*([text] if text else []), *lines])


def written(text: str, labels: Iterable[str] = ()) -> str:
    """Write a message as such a phone shows it."""
    return in_alphabet(with_numbers(text, labels))


def is_short(text: str, labels: Iterable[str] = ()) -> bool:
    """Tell whether a message goes out as two at the most, wherever the network parts it."""
    return septets(written(text, labels)) <= MOST
