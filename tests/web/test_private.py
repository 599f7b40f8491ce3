"""The page behind a private link: what it shows to whom, and that everything done on it happens once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from unittest.mock import Mock

import msgspec
import pytest

from core.proof.keys import Signer
from core.proof.slip import slip_for
from core.ticket.state import TicketState
from core.vocabulary.effects import Choice
from core.vocabulary.events import Pressed, Said, Status
from core.vocabulary.lane_names import chat_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.letters import Letter
from core.vocabulary.linking import PageLinkChanged
from core.vocabulary.media import Held, Media
from core.vocabulary.report import Evidence, Report
from core.vocabulary.seal import sealed_by
from tests.clock import START
from tests.web.boxes import OTHER_WORD, WORD, Town, served
from web import private_pages
from web.folder import LETTERS_SHOWN
from web.links import box_of, digest_of

NUMBER = "KPG-26-00001-5"
BOX = box_of(WORD)
MINE = f"/milik/{WORD}"
VERDICT = (Choice(f"beres:{NUMBER}", "Sudah beres"), Choice(f"belum:{NUMBER}", "Belum beres"))
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20


def letter(own_id: str, text: str, **more: Any) -> Letter:
    """Give a letter of ours about the ticket."""
    return Letter(own_id, BOX, START, text, ref=NUMBER, **{"key": f"push:{NUMBER}:filed", **more})


async def settle_in(town: Town, status: Any = "baru", *letters: Letter, **more: Any) -> None:
    """Bind the link, put letters into the box, and a ticket beside it."""
    await town.boxes.bind_link(digest_of(WORD), BOX, START)
    for one in letters or (letter("e:0", "Laporan Anda tercatat."),):
        await town.boxes.put_letter(one)
    report = Report("Lampu mati", "pengaduan", "lampu-jalan", privacy="anonim", **more)
    found = TicketState(NUMBER, "person:abc", status, report, START)
    lane, chat = ticket_lane(NUMBER), chat_lane("web", BOX)
    town.boxes.lanes[lane] = Lane(lane, 1, msgspec.to_builtins(found, builtin_types=(datetime,)))
    town.boxes.lanes[chat] = Lane(chat, 1, {"tickets": [{"number": NUMBER, "status": status}]})


async def post(town: Town, what: str, **fields: str) -> int:
    """Post something on the private page."""
    status, _text = await town.ask(f"{MINE}/{what}", method="post", data={"word": OTHER_WORD, **fields})
    return status


async def test_only_the_receipt_draws_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes milliseconds of the processor, in which all other pages wait, and the private page does not show it."""
    draw = Mock(return_value="<svg></svg>")
    monkeypatch.setattr(private_pages, "code_of", draw)
    async with served() as town:
        await settle_in(town)
        assert 200 == (await town.ask(MINE))[0]
        draw.assert_not_called()
        assert "<svg></svg>" in (await town.ask(f"{MINE}/receipt"))[1]


async def test_the_link_is_stored_as_a_digest_alone() -> None:
    """Nothing that is stored of a form tells the word of its link, so who reads the store cannot open the page."""
    async with served() as town:
        form = {"words": "Lampu jalan mati di Oebufu", "category": "lampu-jalan", "privacy": "anonim", "word": WORD}
        async with town.client.post("/lapor/3", data=form, allow_redirects=False) as answer:
            assert (303, MINE) == (answer.status, answer.headers["Location"])
            assert "no-referrer" == answer.headers["Referrer-Policy"]
        assert WORD not in repr(town.boxes)
        assert {digest_of(WORD): BOX} == town.boxes.links


async def test_what_is_shown_is_said_to_have_arrived() -> None:
    """Letters about a ticket are told to have been read when the page is first shown, and not again."""
    async with served() as town:
        await settle_in(town)
        for _ in range(2):
            status, page = await town.ask(MINE)
        (event,) = town.boxes.events.values()
    assert (200, True) == (status, "Laporan Anda tercatat." in page)
    assert (chat_lane("web", BOX), Status("e:0", "read", "e:0")) == (event.lane, event.body)


async def test_what_waits_for_its_writer_is_not_said_to_be_received() -> None:
    """Where the report that was to be followed has ended the form waits as a draft, and the page says that."""
    draft = Letter("e:1", BOX, START, "Ini yang kami catat", choices=(Choice("kirim:1", "Kirim"),))
    pages = []
    async with served() as town:
        await town.boxes.bind_link(digest_of(WORD), BOX, START)
        for _ in range(2):
            pages.append((await town.ask(MINE))[1])
            await town.boxes.put_letter(draft)
    assert [True, False] == ["Laporan Anda sudah kami terima" in page for page in pages]
    assert [False, True] == ["<h1>Laporan Anda belum terkirim</h1>" in page for page in pages]


async def test_a_look_ahead_is_no_look() -> None:
    """A browser that fetches the page before anybody opens it, or asks for its headers, has shown nothing."""
    async with served() as town:
        await settle_in(town)
        await town.ask(MINE, method="head")
        await town.ask(MINE, headers={"Sec-Purpose": "prefetch;prerender"})
        assert {} == town.boxes.events


async def test_words_are_a_message_about_the_report() -> None:
    """What is written answers the newest letter about the ticket; the same form twice is one message."""
    async with served() as town:
        await settle_in(town)
        assert [303, 303] == [await post(town, "say", words="Tiangnya miring") for _ in range(2)]
        (event,) = town.boxes.events.values()
        letters = await town.boxes.letters(BOX, 9)
    assert isinstance(event.body, Said)
    assert ("Tiangnya miring", "e:0") == (event.body.text, event.body.reply_to)
    assert [(False, "Laporan Anda tercatat."), (True, "Tiangnya miring")] == [(one.own, one.text) for one in letters]


async def test_nothing_is_refused_kindly() -> None:
    """An empty message is not sent, and says so."""
    async with served() as town:
        await settle_in(town)
        assert 422 == await post(town, "say", words="  ")
        assert {} == town.boxes.events


async def test_a_verdict_is_a_press_of_what_was_offered() -> None:
    """The choice that the city offered can be pressed, once; what was never offered does nothing."""
    answered = letter("e:1", "Lampu sudah diganti.", key=f"push:{NUMBER}:answered", choices=VERDICT)
    async with served() as town:
        await settle_in(town, "ditindaklanjuti", answered)
        _status, page = await town.ask(MINE)
        town.boxes.events.clear()
        assert [303, 303, 303] == [
            await post(town, "press", choice=choice) for choice in ("hapusdata", f"beres:{NUMBER}", f"beres:{NUMBER}")
        ]
        (event,) = town.boxes.events.values()
    assert "Apakah sudah beres?" in page
    assert isinstance(event.body, Pressed)
    assert (f"beres:{NUMBER}", "Sudah beres") == (event.body.choice, event.body.title)


async def test_only_files_of_this_report_are_given() -> None:
    """Pictures of the report are shown, a document is saved and not opened, and no other file is there."""
    report = (Evidence("photo", "r", "m1", "image/png"), Evidence("document", "r2", "m2", "text/html"))
    async with served() as town:
        await settle_in(town, evidence=report)
        for own, mime in (("m1", "image/png"), ("m2", "text/html"), ("m3", "image/png")):
            town.boxes.media[own] = Media(Held(PNG), mime, f"{own}.x")
        found = {}
        for own in ("m1", "m2", "m3"):
            async with town.client.get(f"{MINE}/file/{own}") as answer:
                kind = answer.headers.get("Content-Disposition", "").partition(";")[0]
                found[own] = (answer.status, kind, answer.content_type)
    assert (200, "inline", "image/png") == found["m1"]
    assert (200, "attachment", "application/octet-stream") == found["m2"]
    assert 404 == found["m3"][0]


@pytest.mark.parametrize("own", [True, False])
async def test_nothing_of_a_followed_report_is_here(own: bool) -> None:
    """Who follows somebody's report, also after writing so much that the own number is long ago, sees none of it."""
    theirs = letter("e:9", "Anda sekarang mengikuti", key=f"follow:{NUMBER}:followed")
    lane = chat_lane("web", BOX)
    async with served() as town:
        await settle_in(town, "baru", theirs, evidence=(Evidence("photo", "r", "m1", "image/png"),))
        town.boxes.media["m1"] = Media(Held(PNG), "image/png", "m1.png")
        town.boxes.lanes[lane] = Lane(
            lane, 1, {"tickets": [{"number": "KPG-26-00007-4"}] if own else [], "followed": [{"number": NUMBER}]}
        )
        for serial in range(LETTERS_SHOWN - 1):
            await town.boxes.put_letter(Letter(f"a:{serial}", BOX, START, "lagi", own=True))
        (status, page), (missing, _file) = await town.ask(MINE), await town.ask(f"{MINE}/file/m1")
        receipt = (await town.ask(f"{MINE}/receipt"))[1]
    assert (200, 404) == (status, missing)
    assert "Lampu mati" not in page + receipt
    assert own == ("KPG-26-00007-4" in page)


async def test_a_new_link_ends_the_old_one() -> None:
    """After renewing, the old link leads nowhere, also when the answer was lost and the form is posted again."""
    async with served() as town:
        await settle_in(town)
        assert [303, 303] == [await post(town, "link", do="renew") for _ in range(2)]
        old, new = (await town.ask(MINE))[0], (await town.ask(f"/milik/{OTHER_WORD}"))[0]
        assert (404, 200) == (old, new)


async def test_who_had_the_old_link_sees_that_it_was_replaced() -> None:
    """Somebody else who replaced the link is noticed by whoever had it, and by the reporter's other chats."""
    async with served() as town:
        await settle_in(town)
        await post(town, "link", do="renew")
        status, page = await town.ask(MINE)
        (event,) = [one for one in town.boxes.events.values() if isinstance(one.body, PageLinkChanged)]
    assert (404, True) == (status, "Tautan ini sudah diganti" in page)
    assert (chat_lane("web", BOX), PageLinkChanged()) == (event.lane, event.body)


async def test_a_thief_cannot_go_on_renewing() -> None:
    """A link that took another's place cannot be replaced again: that is not offered, and a post changes nothing."""
    async with served() as town:
        await settle_in(town)
        await post(town, "link", do="renew")
        mine = f"/milik/{OTHER_WORD}"
        _status, page = await town.ask(mine)
        assert 'value="renew"' not in page
        status, _page = await town.ask(f"{mine}/link", method="post", data={"word": "C" * 43, "do": "renew"})
        assert (409, 200, 404) == (status, (await town.ask(mine))[0], (await town.ask(f"/milik/{'C' * 43}"))[0])


async def test_a_page_that_is_lost_shows_nothing() -> None:
    """Where the reporter said in another chat that the page is not theirs any more, nothing is behind its link."""
    async with served() as town:
        await settle_in(town)
        lane = chat_lane("web", BOX)
        town.boxes.lanes[lane] = Lane(lane, 2, {"person": "person:new"})
        pages = [await town.ask(f"{MINE}{below}") for below in ("", "/receipt", "/file/m1")]
        assert 404 == await post(town, "say", words="halo")
    assert [404] * 3 == [status for status, _page in pages]
    assert not [page for _status, page in pages if NUMBER in page]


async def test_a_closed_link_is_closed() -> None:
    """A link that was closed for good leads nowhere, and says no more than one that never was."""
    async with served() as town:
        await settle_in(town)
        assert 404 == await post(town, "link", do="close")
        (_s, closed), (_t, never) = await town.ask(MINE), await town.ask(f"/milik/{OTHER_WORD}")
    assert closed.replace(WORD, "") == never.replace(OTHER_WORD, "")


async def test_another_sites_page_can_do_nothing() -> None:
    """Even with a link that it somehow knows, a foreign page cannot post to it."""
    async with served() as town:
        await settle_in(town)
        headers = {"Sec-Fetch-Site": "cross-site"}
        for what in ("say", "press", "link"):
            status, _text = await town.ask(f"{MINE}/{what}", method="post", data={"words": "x"}, headers=headers)
            assert 403 == status
        assert {} == town.boxes.events


async def test_the_receipt_shows_the_signed_one() -> None:
    """What the city signed stands on the sheet, with its code, which is one of the page's own files."""
    signed = slip_for(NUMBER, "Lampu mati", START, sealed_by(b"a"), Signer.of("A" * 43)).text
    code = Evidence("photo", "slip", media=f"slip-{signed}", mime="image/png")
    async with served() as town:
        await settle_in(town, "baru", letter("e:0", f"Nomornya {NUMBER}.\n{signed}", evidence=(code,)))
        town.boxes.media[code.media] = Media(Held(b"png"), "image/png", "x.png")
        status, page = await town.ask(f"{MINE}/receipt")
        shown, _ = await town.ask(f"{MINE}/file/slip-{signed}")
        await settle_in(town)
    assert (200, 200) == (status, shown)
    assert f'src="{MINE}/file/slip-{signed}"' in page
    assert f'<p class="link">{signed}</p>' in page


async def test_the_receipt_names_number_link_and_dates() -> None:
    """The sheet to print has what is needed to come back, and a code to scan."""
    async with served(public_url="https://lapor.example") as town:
        await settle_in(town)
        status, page = await town.ask(f"{MINE}/receipt")
    assert 200 == status
    for part in (NUMBER, f"https://lapor.example{MINE}", "<svg", "Lampu jalan"):
        assert part in page


@pytest.mark.parametrize("word", ["x", "../etc", "A" * 42, "A" * 44, "%00" * 14])
async def test_what_is_no_word_opens_nothing(word: str) -> None:
    """An address that is no link of ours is answered like a closed one, without a look into the store."""
    async with served() as town:
        assert 404 == (await town.ask(f"/milik/{word}"))[0]
