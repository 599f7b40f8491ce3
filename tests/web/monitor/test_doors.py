"""The door before each page: who is not logged in, is of another office or sends a forged form stays outside."""

from __future__ import annotations

import asyncio

import pyotp
import pytest
from aiohttp import web
from msgspec import structs

from tests.web.accounts import FACTORS
from tests.web.monitor.house import ACCOUNT, NAME, PASSWORD, SECRET, House, account, served
from web.monitor.doors import Visit
from web.monitor.login import invited_anew

ROOT = "/pengawas"
LOGIN, LOG, OWN = f"{ROOT}/masuk", f"{ROOT}/jejak", f"{ROOT}/akun"
WORD = "w" * 43


def code(house: House, secret: str = SECRET) -> str:
    """Give the code that a phone shows now."""
    return pyotp.TOTP(secret).at(house.clock.now())


async def logs_in(house: House, **changes: str) -> tuple[int, str, str]:
    """Fill in the form and send it."""
    fields = {"name": NAME, "password": PASSWORD, "code": code(house), "token": await house.token(LOGIN), **changes}
    return await house.post(LOGIN, fields)


async def test_who_is_in_sees_pages_and_is_out_after_going() -> None:
    """Without a session each page leads to the login; with one it is shown; after going out it is not again."""
    async with served() as house:
        assert 303 == (await house.ask(OWN))[0]
        assert (303, ROOT) == (await logs_in(house))[:2]
        status, said = await house.ask(OWN)
        assert (200, True) == (status, NAME in said)
        before = dict(house.accounts.browsers)
        assert (303, LOGIN) == (await house.post(f"{ROOT}/keluar", {"token": await house.token(OWN)}))[:2]
        assert 303 == (await house.ask(OWN))[0]
        assert (1, {}) == (len(before), house.accounts.browsers)


async def test_the_login_leads_on_to_the_page_that_was_wanted() -> None:
    """Whoever wanted a page is led there after the login, and never out of this room."""
    async with served() as house, house.client.get(LOG, allow_redirects=False) as answer:
        assert f"{LOGIN}?next={LOG}" == answer.headers["Location"]
        page = (await house.ask(f"{LOGIN}?next={LOG}"))[1]
        assert f'name="next" value="{LOG}"' in page
        for elsewhere in (
            "https://x.example/",
            "//x.example",
            f"{ROOT}//x.example",
            "/lapor",
            f"{ROOT}/\\x",
        ):
            house.clock.move(minutes=1)
            assert (303, ROOT) == (await logs_in(house, next=elsewhere))[:2]
        house.clock.move(minutes=1)
        assert (303, LOG) == (await logs_in(house, next=LOG))[:2]


@pytest.mark.parametrize(
    "changes",
    [{"password": "wrong"}, {"code": "000000"}, {"name": "somebody"}, {"name": "<script>alert(1)</script>"}],
    ids=["password", "code", "name", "script"],
)
async def test_a_wrong_login_says_nothing_of_what_is_wrong(changes: dict[str, str]) -> None:
    """Whatever is wrong, the page says the same, and what was typed comes back escaped."""
    async with served() as house:
        status, _, said = await logs_in(house, **changes)
        assert (403, True, False) == (status, "Belum benar, atau akun ini dikunci" in said, "<script>alert" in said)
        assert {} == house.accounts.browsers


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, True),
        ({"Sec-Fetch-Site": ""}, True),
        ({}, False),
    ],
    ids=["other-site", "sibling", "origin", "silent", "token"],
)
async def test_a_forged_form_does_nothing(headers: dict[str, str], token: bool) -> None:
    """A form of another site, one that does not say where it comes from, and one without our token are refused."""
    async with served() as house:
        right = {"name": NAME, "password": PASSWORD, "code": code(house)}
        sent = {**right, "token": await house.token(LOGIN) if token else "0" * 64}
        assert 403 == (await house.post(LOGIN, sent, **headers))[0]
        assert {} == house.accounts.browsers
        await house.is_in()
        inside = await house.token(OWN) if token else "0" * 64
        assert 403 == (await house.post(f"{OWN}/end", {"token": inside}, **headers))[0]
        assert 0 == house.accounts.people[NAME].generation


async def test_a_token_of_another_session_is_none() -> None:
    """The token of one browser is of no use in another, neither before the login nor after it."""
    async with served() as house, served() as other:
        await other.is_in()  # words of tests are counted: this browser's is another one
        assert 403 == (await logs_in(house, token=await other.token(LOGIN)))[0]
        await house.is_in()
        first = await house.token(OWN)
        await house.is_in()
        assert 403 == (await house.post(f"{OWN}/end", {"token": first}))[0]


async def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    """The cookie is for this server alone, not for scripts; over https also by its name."""
    async with served() as house:
        async with house.client.get(LOGIN) as answer:
            cookie = answer.headers["Set-Cookie"]
        assert ["HttpOnly", "Path=/", "SameSite=Lax"] == sorted(cookie.split("; ")[1:])
    async with served(public_url="https://lapor.example") as house, house.client.get(LOGIN) as answer:
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-kanal-door=")
        assert "Secure" in cookie


@pytest.mark.parametrize("path", [LOGIN, OWN])
async def test_a_cookie_of_bytes_that_are_no_text_is_none(path: str) -> None:
    """What no browser was ever given opens nothing, and breaks nothing."""
    async with served() as house:
        server = house.client.server
        reader, writer = await asyncio.open_connection(server.host, server.port)
        head = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n".encode()
        writer.write(head + b"Cookie: kanal-session=\xff; kanal-door=\xfe\r\n\r\n")
        status = int((await reader.readline()).split()[1])
        writer.close()
    assert (200 if path == LOGIN else 303) == status


async def test_another_office_is_told_so_and_leaves_no_look() -> None:
    """A page for the mayor alone is not shown to the ministry; only pages that were shown are in the log."""
    shown = []

    async def show(_request: web.Request, visit: Visit) -> web.Response:
        shown.append(visit.account.office)
        return web.Response(text="policy")

    for office in ("ministry", "mayor"):
        async with served(known=account(office), adds=(("/pengawas/kebijakan", "policy", show, ("mayor",)),)) as house:
            await house.is_in()
            status, _ = await house.ask("/pengawas/kebijakan")
            looks = [one.page for one in house.accounts.log.values()]
        assert ((403, []) if office == "ministry" else (200, ["policy"])) == (status, looks)
    assert ["mayor"] == shown


async def test_each_look_is_in_the_log_and_a_look_ahead_is_none() -> None:
    """Each page that is shown is a line with account, office and moment; what a browser fetches ahead is not shown."""
    async with served() as house:
        await house.is_in()
        assert 403 == (await house.ask(LOG, headers={"Sec-Purpose": "prefetch"}))[0]
        for _ in range(2):
            assert 200 == (await house.ask(LOG))[0]
        looks = list(house.accounts.log.values())
        assert [(NAME, "ombudsman", "log")] * 2 == [(one.account, one.office, one.page) for one in looks]


async def test_a_session_ends_by_itself_and_by_the_operator() -> None:
    """After half an hour, or when the account is closed, the next page leads to the login."""
    async with served() as house:
        await house.is_in()
        house.clock.move(minutes=30)
        assert 303 == (await house.ask(OWN))[0]
        await house.is_in()
        closed = structs.replace(ACCOUNT, version=house.accounts.people[NAME].version + 1, closed=True)
        assert await house.accounts.put_account(closed)
        assert 303 == (await house.ask(OWN))[0]


async def test_an_invitation_is_set_up_in_the_browser() -> None:
    """The link shows key and code, refuses what is wrong with a reason, and lets in who does it right, once."""
    async with served(known=invited_anew(account(), WORD, ACCOUNT.created_at, FACTORS)) as house:
        link, secret = f"{ROOT}/mulai/{NAME}/{WORD}", FACTORS.secret_of(house.accounts.people[NAME])
        assert 404 == (await house.ask(f"{ROOT}/mulai/{NAME}/{'x' * 43}"))[0]
        page = (await house.ask(link))[1]
        assert (True, True) == ('class="qr"' in page, secret[:4] in page)
        good = {"password": PASSWORD, "again": PASSWORD, "code": code(house, secret), "token": await house.token(link)}
        for wrong in ({"password": "pendek", "again": "pendek"}, {"again": "lain sekali"}, {"code": "000000"}):
            assert 422 == (await house.post(link, {**good, **wrong}))[0]
        assert (303, ROOT) == (await house.post(link, good))[:2]
        assert 200 == (await house.ask(OWN))[0]
        assert 404 == (await house.ask(link))[0]


async def test_a_password_is_changed_by_who_knows_it() -> None:
    """With the present password and a code a new one holds, and every browser is out; else nothing changes."""
    async with served() as house:
        await house.is_in()
        fields = {"present": PASSWORD, "password": "tujuh kambing hitam", "again": "tujuh kambing hitam"}
        wrong = {**fields, "present": "x", "code": code(house), "token": await house.token(OWN)}
        assert 422 == (await house.post(OWN, wrong))[0]
        assert 200 == (await house.ask(OWN))[0]
        assert (303, LOGIN) == (await house.post(OWN, {**wrong, "present": PASSWORD}))[:2]
        assert 303 == (await house.ask(OWN))[0]
        house.clock.move(minutes=1)
        assert 403 == (await logs_in(house))[0]
        house.clock.move(minutes=1)
        assert 303 == (await logs_in(house, password="tujuh kambing hitam"))[0]


async def test_who_tries_much_waits() -> None:
    """An address has so much room for tries; beyond it has to wait, whatever the account."""
    async with served(room=600) as house:
        answers = [(await logs_in(house, name=f"n{n}"))[0] for n in range(12)]
        assert (403, 429) == (answers[0], answers[-1])
