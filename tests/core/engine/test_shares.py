"""Whose turn it is when a channel's rate is short: the class of each message."""

import pytest

from core.engine.shares import share_of
from core.vocabulary.effects import Edit, Send
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.lanes import Lane

CHAT = "chat:test:77"


@pytest.mark.parametrize(
    ("lane", "message", "answered", "share"),
    [
        (OFFICIALS_LANE, Send("card"), True, "group"),
        (CHAT, Send("news of a report", ref="KPG-26-00001-5"), True, "push"),
        (CHAT, Send("112", urgent=True), False, "push"),
        (CHAT, Edit("draft:1", Send("112", urgent=True)), True, "push"),
        (CHAT, Send("first answer"), False, "first"),
        (CHAT, Send("any other"), True, "rest"),
    ],
)
def test_share(lane: str, message: Send | Edit, answered: bool, share: str) -> None:
    """The group, news of reports and what may save a life do not wait behind a crowd of newcomers."""
    assert share == share_of(Lane(lane), message, answered=answered)
