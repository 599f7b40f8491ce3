"""Whoever answers in the gateway's place: nothing hangs, and the password goes nowhere else."""

import pytest
from aiohttp import web

from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import SendError, Unknown
from tests.channels.hostile import endless, hostile, page
from tests.channels.sms.conftest import PHONE, Make

TARGET = Target(PHONE, entry_id="sms:1708:7d3e:0")


async def test_an_answer_without_end(make: Make) -> None:
    """Of an answer only so much is read as a gateway would say."""
    async with hostile(endless) as server:
        with pytest.raises(Unknown):
            await make(SMS_SEND_URL=f"{server.url}/cgi-bin/sendsms").send(TARGET, Send("Halo"), ())


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(make: Make, status: int) -> None:
    """The password, which stands in the address, is not carried to another one."""

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": "/other"})

    async with hostile(elsewhere) as server:
        with pytest.raises(SendError):
            await make(SMS_SEND_URL=f"{server.url}/cgi-bin/sendsms").send(TARGET, Send("Halo"), ())
        assert ["/cgi-bin/sendsms"] == [path.partition("?")[0] for _method, path, _key in server.asked]


async def test_a_page_that_says_it_is_well(make: Make) -> None:
    """A page with status 200 has not taken the message."""
    async with hostile(page(200)) as server:
        with pytest.raises(Unknown) as caught:
            await make(SMS_SEND_URL=f"{server.url}/cgi-bin/sendsms").send(TARGET, Send("Halo"), ())
    assert "HTTP 200" == caught.value.mark
