"""News in a chat as well: a code asked for on the private page, and links that bring it into each channel."""

from __future__ import annotations

from collections.abc import Mapping

from core.person.codes import CODE_KEY
from core.vocabulary.events import Said
from core.vocabulary.lane_names import chat_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.letters import Letter
from tests.clock import START
from tests.web.boxes import served
from tests.web.test_private import BOX, MINE, NUMBER, letter, post, settle_in

LINKS = {
    "telegram": "https://t.me/kupang_bot?start={word}",
    "whatsapp": "https://wa.me/6281?text={words}",
    "sms": "sms:1708?body=KOTKUPANG%20{words}",
}
CODE = Letter("c:0", BOX, START, "Kode tautan Anda: ABCD-EFG2\nBuka obrolan …", key=CODE_KEY)


async def entrances() -> Mapping[str, str]:
    """Give the links of three channels."""
    return LINKS


async def test_a_code_is_asked_for() -> None:
    """The button asks the page's own chat for a code, once however often it is posted, and says nothing by itself."""
    async with served(entrances=entrances, reachable=True) as town:
        await settle_in(town)
        assert "Ya, beri saya tautannya" in (await town.ask(MINE))[1]
        assert [303, 303] == [await post(town, "reach") for _ in range(2)]
        (event,) = [one for one in town.boxes.events.values() if isinstance(one.body, Said)]
    assert (chat_lane("web", BOX), "tautkan") == (
        event.lane,
        event.body.command if isinstance(event.body, Said) else "",
    )


async def test_links_bring_the_code_along() -> None:
    """While the code is open each channel has its link and its code to scan; the platform sees nothing else."""
    async with served(entrances=entrances, reachable=True) as town:
        await settle_in(town, "baru", letter("e:0", "Laporan Anda tercatat."), CODE)
        page = (await town.ask(MINE))[1]
    for link in (
        "https://t.me/kupang_bot?start=k_ABCDEFG2",
        "https://wa.me/6281?text=tautkan%20ABCDEFG2",
        "sms:1708?body=KOTKUPANG%20tautkan%20ABCDEFG2",
    ):
        assert f'href="{link}"' in page
    assert 3 == page.count("<summary>Kode untuk dipindai")
    assert NUMBER not in "".join(part.partition('"')[0] for part in page.split('href="')[1:] if "milik" not in part)


async def test_an_old_code_has_no_links() -> None:
    """Ten minutes later the button is there again."""
    async with served(entrances=entrances, reachable=True) as town:
        await settle_in(town, "baru", letter("e:0", "Laporan Anda tercatat."), CODE)
        town.clock.move(minutes=11)
        page = (await town.ask(MINE))[1]
    assert (False, True) == ("k_ABCDEFG2" in page, "Ya, beri saya tautannya" in page)


async def test_a_linked_page_says_so() -> None:
    """Where a chat is linked no other is offered; where there is no other channel nothing is said of it."""
    async with served(entrances=entrances, reachable=True) as town:
        await settle_in(town, "baru", letter("e:0", "Laporan Anda tercatat."), CODE)
        lane = chat_lane("web", BOX)
        others = [{"mark": "ab", "channel": "whatsapp"}]
        town.boxes.lanes[lane] = Lane(lane, 2, {"tickets": [{"number": NUMBER}], "others": others})
        linked = (await town.ask(MINE))[1]
    async with served() as alone:
        await settle_in(alone)
        page = (await alone.ask(MINE))[1]
    assert (True, False) == ("juga datang ke obrolan Anda yang tertaut" in linked, "k_ABCDEFG2" in linked)
    assert 'id="reach"' not in page
