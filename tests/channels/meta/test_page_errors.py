"""Every documented refusal of the Send API has its row, and what nobody knows gets no meaning."""

import pytest

from channels.meta.errors import Refused
from channels.meta.messaging.errors import Table
from channels.meta.messaging.platform import INSTAGRAM, MESSENGER
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unknown, Unreachable, WindowClosed

TABLES = (Table(MESSENGER), Table(INSTAGRAM))

CASES: dict[tuple[int, int], type[SendError]] = {
    (10, 2018278): WindowClosed,
    (10, 2534022): WindowClosed,
    (10, 1893063): ChannelDown,
    (10, 0): ChannelDown,
    (551, 1545041): Unreachable,
    (551, 0): Unreachable,
    (200, 1545041): Unreachable,
    (200, 2018108): Unreachable,
    (200, 0): ChannelDown,
    (230, 0): ChannelDown,
    (100, 2018001): Unreachable,
    (100, 2018218): Rejected,
    (100, 33): ChannelDown,
    (100, 0): Rejected,
    (10900, 0): Rejected,
    (10903, 0): Unreachable,
    (10904, 0): ChannelDown,
    (2, 2018344): ChannelDown,
    (190, 0): ChannelDown,
    (190, 460): ChannelDown,
    (190, 463): ChannelDown,
    (190, 467): ChannelDown,
    (0, 0): ChannelDown,
    (3, 0): ChannelDown,
    (368, 0): ChannelDown,
    (4, 0): Retry,
    (32, 0): Retry,
    (613, 0): Retry,
    (1, 0): Retry,
    (2, 0): Retry,
    (99, 0): Retry,
    (1200, 0): Retry,
}  # fmt: skip


def refused(code: int, subcode: int = 0) -> Refused:
    """Make a refusal of the platform's own."""
    return Refused(400, code, subcode, "details", coded=True)


@pytest.mark.parametrize("table", TABLES, ids=["messenger", "instagram"])
@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row[0]}/{row[1]}")
def test_each_row(table: Table, row: tuple[int, int]) -> None:
    """A code with its subcode is the kind of error that the table says, and whatever needs a person has advice."""
    error = table.judge(refused(*row))
    assert CASES[row] is type(error)
    if isinstance(error, ChannelDown):
        assert len(error.advice) > 20


def test_every_row_is_in_the_cases() -> None:
    """No row of the table is without a case; codes of permissions are one case for all."""
    table = TABLES[0]
    codes = {code for code in table.rules if not 200 <= code < 300}
    assert set() == codes - {code for code, _subcode in CASES}
    assert set() == set(table.exact) - set(CASES)


@pytest.mark.parametrize("status", [200, 302, 403, 404])
def test_a_proxys_page_is_not_the_platforms_word(status: int) -> None:
    """A page of somebody else, or a code of tomorrow, is Unknown: kept and shown."""
    assert Unknown is type(TABLES[0].judge(Refused(status, coded=False)))
    assert Unknown is type(TABLES[0].judge(refused(999_999)))


@pytest.mark.parametrize("row", [(10, 2018300), (200, 2018999)])
def test_a_subcode_that_nobody_knows_stops_nobody_else(row: tuple[int, int]) -> None:
    """The codes of permissions say by their subcode that one person alone is meant: an unknown one has no meaning."""
    assert Unknown is type(TABLES[0].judge_message(refused(*row), special=False))
    assert WindowClosed is type(TABLES[0].judge_message(refused(*row), special=True))


@pytest.mark.parametrize("status", [408, 429, 500, 502])
def test_a_busy_server_is_waited_for(status: int) -> None:
    """What a busy server says is passing trouble."""
    assert Retry is type(TABLES[0].judge(Refused(status, coded=False)))


@pytest.mark.parametrize(
    ("row", "special", "expected"),
    [
        ((10, 0), True, WindowClosed),
        ((10, 0), False, ChannelDown),
        ((100, 0), True, WindowClosed),
        ((100, 0), False, Rejected),
        ((200, 0), True, WindowClosed),
        ((10, 1893063), True, ChannelDown),
        ((100, 2018001), True, Unreachable),
        ((190, 0), True, ChannelDown),
    ],
)
def test_what_is_wrong_with_a_special_message_alone(
    row: tuple[int, int], special: bool, expected: type[SendError]
) -> None:
    """A template or tag that is not approved leaves the words held, and takes nobody else's channel down."""
    assert expected is type(TABLES[0].judge_message(refused(*row), special=special))


def test_what_is_gone_in_public_is_nobody_elses_trouble() -> None:
    """A comment that is not there cannot be answered; our own Page that is not there is the operator's matter."""
    assert Unreachable is type(TABLES[0].judge_public(refused(100, 33)))
    assert ChannelDown is type(TABLES[0].judge(refused(100, 33)))
