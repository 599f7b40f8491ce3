"""Show choices the way a platform can: as buttons, as a list, or as numbered lines of the text. Pure."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

import msgspec

from core.language.shorten import utf16_units
from core.vocabulary.channel import Capabilities
from core.vocabulary.effects import Choice


class Drawn(msgspec.Struct, frozen=True):
    """How a message's choices are shown. With ``numbered`` they stand in ``text``, and the person types the number."""

    kind: Literal["plain", "buttons", "list", "numbered"]
    text: str
    choices: tuple[Choice, ...] = ()


def draw(
    text: str,
    choices: Sequence[Choice],
    capabilities: Capabilities,
    *,
    beside_buttons: int = 0,
    beside_list: int = 0,
) -> Drawn:
    """Choose how to show the choices: the first of buttons, list and numbered lines in which everything fits whole.

    ``beside_buttons`` and ``beside_list`` are the longest texts that may stand with buttons and with a list; 0 means as
    long as any text. Labels are never cut: two cut labels may look the same.
    """
    if not choices:
        return Drawn("plain", text)
    room = utf16_units(text) <= (beside_buttons or capabilities.text)
    if room and len(choices) <= capabilities.buttons and fit(choices, capabilities.button_label):
        return Drawn("buttons", text, tuple(choices))
    room = utf16_units(text) <= (beside_list or capabilities.text)
    if room and len(choices) <= capabilities.rows and fit(choices, capabilities.row_label, capabilities.row_detail):
        return Drawn("list", text, tuple(choices))
    return Drawn("numbered", numbered(text, choices), tuple(choices))


def numbered(text: str, choices: Sequence[Choice]) -> str:
    """Put the choices below the text, one a line, with the numbers by which they can be typed."""
    lines = [
        f"{number}. {choice.label}" + (f" ({choice.detail})" if choice.detail else "")
        for number, choice in enumerate(choices, 1)
    ]
    return "\n".join([*([text, ""] if text else []), *lines])


def plain(text: str) -> str:
    """Take emoji and ornaments out of a text, for phones that show none; its lines and words stay.

    A digit in a box is a digit, and letters and signs of any script are words.
    """
    lines = ("".join(" " if _is_ornament(one) else one for one in line).split() for line in text.splitlines())
    return "\n".join(" ".join(words) for words in lines).strip()


def _is_ornament(character: str) -> bool:
    """Tell pictures and what joins or colours them (Unicode: So, Sk, Cf, Me, variation selectors)."""
    return unicodedata.category(character) in ("So", "Sk", "Cf", "Me") or "\ufe00" <= character <= "\ufe0f"


def fit(choices: Sequence[Choice], label: int, detail: int | None = None) -> bool:
    """Tell whether all labels, and details where they count, can be shown whole, and no two labels are the same."""
    labels = [choice.label.strip() for choice in choices]
    whole = all(labels) and all(utf16_units(one) <= label for one in labels) and len(set(labels)) == len(labels)
    return whole and (detail is None or all(utf16_units(choice.detail) <= detail for choice in choices))
