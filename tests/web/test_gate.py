"""Who may ask the pages, and how much."""

from __future__ import annotations

import pytest
from multidict import CIMultiDict

from tests.clock import TestClock
from tests.web.boxes import served
from web.gate import PER_SECOND, Gate, Origin

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        (PROXY, ["198.51.100.1"], "198.51.100.1"),
        (PROXY, ["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
        (PROXY, ["1.2.3.4", "198.51.100.1"], "198.51.100.1"),
        (PROXY, ["198.51.100.1, 10.0.0.1"], "198.51.100.1"),
        (PROXY, [], PROXY),
        (PROXY, ["nonsense"], "?"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        (f"::ffff:{PROXY}", ["198.51.100.1"], "198.51.100.1"),
        ("172.17.0.9", ["198.51.100.1, ::ffff:172.17.0.2"], "198.51.100.1"),
        (PROXY, ["198.51.100.1:49152"], "198.51.100.1"),
        (PROXY, ["[2001:db8:1:2::7]:443"], "2001:db8:1:2::/64"),
    ],
)
def test_an_address_is_whose_it_is(peer: str, forwarded: list[str], address: str) -> None:
    """Only a proxy of ours is believed, and the address nearest to it, in whichever line; an IPv6 network is one.

    A server that listens on IPv6 sees addresses of IPv4 inside such of IPv6, and some proxies tell the port too.
    """
    headers = CIMultiDict(("X-Forwarded-For", line) for line in forwarded)
    assert address == Gate(TestClock(), frozenset({PROXY, "172.17.0.0/16"})).address(peer, headers)


def test_an_address_has_room_and_gets_it_back() -> None:
    """What is spent comes back with time, and until then is refused with the seconds; others have their own."""
    clock = TestClock()
    gate = Gate(clock, room=10.0)
    assert [0, 0] == [gate.spend("a", 5.0), gate.spend("a", 5.0)]
    assert (2, 0) == (gate.spend("a", 4.0), gate.spend("b", 4.0))
    clock.move(seconds=4.0 / PER_SECOND)
    assert 0 == gate.spend("a", 4.0)


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Host": "a.example"}, False),
        ({"Sec-Fetch-Site": "none", "Host": "a.example"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Host": "a.example"}, True),
        ({"Sec-Fetch-Site": "same-site", "Host": "a.example"}, True),
        ({"Origin": "https://a.example", "Host": "a.example"}, False),
        ({"Origin": "https://[a.example", "Host": "a.example"}, True),
        ({"Origin": "https://city.example", "Host": "127.0.0.1:8080"}, False),
        ({"Origin": "https://a.example.evil.example", "Host": "a.example"}, True),
        ({"Origin": "null", "Host": "a.example"}, False),
        ({"Host": "a.example"}, False),
    ],
)
def test_a_page_of_another_site_is_known(headers: dict[str, str], foreign: bool) -> None:
    """The browser's word on where a post comes from is believed; without one the origin counts."""
    assert foreign == Origin.of(headers, "https://city.example").foreign


async def test_too_much_is_refused_with_a_page() -> None:
    """Whoever asks too much is told when to come back, also a script; the form itself is always shown."""
    async with served(room=12.0) as town:
        answers = [await town.ask("/lacak?number=KPG-26-00001-5") for _ in range(3)]
        assert [404, 404, 429] == [status for status, _text in answers]
        assert "Terlalu sering" in answers[-1][1]
        headers = {"Accept": "application/problem+json"}
        async with town.client.get("/lacak?number=1", headers=headers) as answer:
            assert ("application/problem+json", "2") == (answer.content_type, answer.headers["Retry-After"])
        assert 200 == (await town.ask("/lapor"))[0]


async def test_guessing_links_costs_more() -> None:
    """A link that leads nowhere is soon too expensive to try again."""
    async with served(room=60.0) as town:
        answers = [(await town.ask(f"/milik/{letter * 43}"))[0] for letter in "CDEF"]
        assert [404, 404, 404, 429] == answers
