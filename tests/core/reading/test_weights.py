"""The learnt weights belong to the utterances that stand beside them, and damaged ones are refused."""

from __future__ import annotations

import pytest

from core.language.model import ModelError, unpack
from core.reading.heard import LABELS
from tests.act_weights import checksum, rows
from tests.core.kupang import kupang


def test_weights_are_those_of_the_utterances() -> None:
    """Whoever changes the utterances learns the weights anew: `make acts`."""
    assert checksum(rows()) == unpack(kupang().act_weights).source


def test_every_label_is_learnt() -> None:
    """Each act of speech has at least fifty utterances."""
    counts = dict.fromkeys(LABELS, 0)
    for label, _text in rows():
        counts[label] += 1  # type: ignore[index]
    assert [] == [label for label, count in counts.items() if count < 50]


@pytest.mark.parametrize("data", [b"", b"x", kupang().act_weights[:-100]])
def test_damaged_weights_are_refused(data: bytes) -> None:
    """What cannot be read is an error of its own, not a wrong reading."""
    with pytest.raises(ModelError):
        unpack(data)
