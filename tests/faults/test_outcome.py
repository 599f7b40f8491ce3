"""What counts as the same end: where bubbles end is free on a paid channel, what they say is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.faults.outcome import Chat, Outcome, differences, pieces
from tests.faults.platform import Shown

BARE = "🟢 KPG-26-00001-5"
"""As it stands behind the same number in one bubble, which has it in bold once."""
NEWS = Shown("1", "🔎 *KPG-26-00001-5* sudah diperiksa.")
DONE = Shown(
    "2", "🟢 *KPG-26-00001-5* sudah ditindaklanjuti.\n\nApakah sudah beres?", ("Sudah beres", "Belum beres"), 1
)
JOINED = Shown("3", f"{NEWS.text}\n\n{DONE.text.replace('🟢 *KPG-26-00001-5*', BARE)}", DONE.labels, 1)


def heard(*messages: Shown) -> Outcome:
    """Give the end of a run in which the citizen saw these bubbles and nothing else happened."""
    chat = Chat(Counter(piece for message in messages for piece in pieces(message)))
    return Outcome((), Counter(), chat, Chat(), 0, (), (), 0, ())


USUAL = heard(NEWS, DONE)


def test_two_bubbles_and_their_joined_one_are_alike() -> None:
    """Whether two neighbours came as two bubbles or as one makes no difference, in either direction."""
    assert [[], []] == [
        differences(USUAL, heard(JOINED), killed=True),
        differences(heard(JOINED), USUAL, killed=True),
    ]


WRONG = {
    "a paragraph is lost": replace(JOINED, text=DONE.text),
    "a paragraph is said twice": replace(JOINED, text=f"{NEWS.text}\n\n{JOINED.text}"),
    "a button is lost": replace(JOINED, labels=DONE.labels[:1]),
    "a file is lost": replace(JOINED, files=0),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_joining_must_not_do_is_found(name: str) -> None:
    """A joined bubble that lost, doubled or changed a paragraph, a button or a file is a difference."""
    assert 1 == len(differences(USUAL, heard(WRONG[name]), killed=True))


def test_a_person_who_was_told_less_is_found() -> None:
    """A person whose lane ends otherwise than in the quiet run is a difference."""
    quiet = replace(USUAL, persons=("telegram open | KPG-26-00001-5 finished in telegram ''",))
    found = replace(USUAL, persons=("telegram open | KPG-26-00001-5 answered in telegram 'unreachable'",))
    assert 1 == len(differences(quiet, found, killed=True))


def test_a_lost_status_is_found() -> None:
    """A message that the platform called delivered, and whose lane does not know it, is a difference."""
    assert ["delivered, but not noted: timer:1:0"] == differences(
        USUAL, replace(USUAL, unnoted=("timer:1:0",)), killed=True
    )
