"""Every route of the running process, asked by those who may not: without a key, with a wrong one, by forged forms."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from core.vocabulary.accounts import Account
from tests.exposed.city import V2, Answer, OpenTown
from tests.exposed.doors import DOORS, LOGGED_IN, WITH_KEY, Door, names_of
from tests.journeys.driver import QUICK

VALUES = {
    "{number}": "KPG-26-00001-5",
    "{month}": "2026-11",
    "{sheet}": "indicators",
    "{table}": "category",
    "{place}": "Oebufu",
    "{unit}": "dishub",
    "{day}": "2026-11-01",
    "{year}": "2026",
    "{format}": ".json",
    "{code}": "lampu-jalan",
    "{token}": "peta-kota." + "x" * 43,
    "{suffix}": "csv",
    "{media}": "m1",
    "{mark}": "x",
    "{name}": "ombudsman-ntt",
    "{word}": "x" * 43,
    "{channel}": "telegram",
}
HOSTILE = (
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%00%0d%0aX-Evil:%201",
    "..%2f..%2fetc%2fpasswd",
    "'%7C%7C1==1",
    "9" * 400,
    "%F0%9F%92%A9%E2%80%AE",
    "%5B$ne%5D",
)
NAMES = ("number", "month", "list", "page", "lang", "next", "slip", "status", "start_date", "page_size", "q", "dari",
         "again", "period", "until", "api_key", "jurisdiction_id", "service_request_id", "[$ne]")  # fmt: skip
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
GUARDED = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")


def behind(*doors: Door) -> Iterator[tuple[str, str]]:
    """Give method and an address of every route behind these doors."""
    for row, door in DOORS.items():
        method, _, path = row.partition(" ")
        if door in doors:
            for part, value in VALUES.items():
                path = path.replace(part, value)
            yield ("POST" if method == "*" else method), path


def unguarded(found: Answer) -> list[str]:
    """Give the heads that an answer lacks."""
    return [name for name in GUARDED if name not in found.headers]


async def test_every_route_is_in_the_table(town: OpenTown) -> None:
    """What is on the server stands in the table of doors, and every door holds against whoever has no right to it."""
    assert set(DOORS) == names_of(list(town.routes()))
    elsewhere = await town.lets_in("walikota-lain", "mayor", city="lembahsari")
    mine = await town.lets_in("ombudsman-ntt")
    keys = {door: await town.gives_key(f"kunci-{door}", door) for door in ("report", "export", "monitor", "audit")}
    let_in: list[tuple[str, str, str, int]] = []

    async def must_not(who: str, method: str, path: str, allowed: tuple[int, ...], **more: str) -> None:
        headers = FOREIGN if who == "forged" else dict[str, str]()
        form = {"a": "b"} if method == "POST" else None
        answer = await town.ask(method, path, headers=headers, data=form, **more)
        if answer.status not in allowed or unguarded(answer):
            let_in.append((who, method, path, answer.status))

    for method, path in behind(*LOGGED_IN):
        for way in (method, "HEAD") if method == "GET" else (method,):
            await must_not("nobody", way, path, (303,))
            await must_not("another city's", way, path, (303,), cookie=elsewhere)
            await must_not("a machine", way, path, (303,), key=keys["monitor"])
    for method, path in behind("act"):
        await must_not("no token", method, path, (403,), cookie=mine)
        await must_not("forged", method, path, (403,), cookie=mine)
    for method, path in behind("entry", "form", "own_form"):
        await must_not("forged", method, path, (403,))
    for method, path in behind("entry"):
        await must_not("no token", method, path, (403,))
    for method, path in behind("own"):
        await must_not("a guess", method, path, (404, 410))
    for door in WITH_KEY:
        for method, path in behind(door):
            await must_not("nobody", method, path, (401, 403))
            await must_not("a browser", method, path, (401, 403), cookie=mine)
            for scope, key in keys.items():
                if scope != door:
                    await must_not(f"key for {scope}", method, path, (403,), key=key)
    for method, path in behind("platform"):
        await must_not("nobody", method, path, (401, 403, 404))
    assert [] == let_in


async def test_every_answer_is_guarded_and_survives_hostile_words(town: OpenTown) -> None:
    """Whatever is asked with whatever words: nothing of ours fails, no markup comes back, the heads stand."""
    mine, wrong = await town.lets_in("ombudsman-ntt"), list[tuple[str, int, list[str]]]()
    for place, (method, path) in enumerate(behind("open", "own", "login", "report", "export", "monitor")):
        if method != "GET":
            continue
        hostile = HOSTILE[place % len(HOSTILE)]
        query = "&".join(f"{name}={HOSTILE[(place + n) % len(HOSTILE)]}" for n, name in enumerate(NAMES))
        for address in (path, f"{path}?{query}", f"{path}/{hostile}", f"{path.rpartition('/')[0]}/{hostile}"):
            answer = await town.ask("GET", address, cookie=mine)
            echoed = "<script>alert" in answer.text or "X-Evil" in answer.headers
            if answer.status >= 500 or echoed or unguarded(answer):
                wrong.append((address[:120], answer.status, unguarded(answer)))
    for method in ("PUT", "DELETE", "TRACE", "OPTIONS"):
        answer = await town.ask(method, "/lapor")
        if answer.status != 405 or unguarded(answer):
            wrong.append((method, answer.status, unguarded(answer)))
    assert [] == wrong


async def test_sessions_end(town: OpenTown) -> None:
    """After the account was closed or changed its password, or the time is over, its session opens nothing."""
    store = town.runtime.store

    async def change(name: str, **changes: object) -> None:
        account = await store.account(name)
        assert isinstance(account, Account)
        assert await store.put_account(structs.replace(account, version=account.version + 1, **changes))

    words = {name: await town.lets_in(name) for name in ("closed", "changed", "moved", "waiting")}

    async def seen() -> dict[str, int]:
        return {name: (await town.ask("GET", "/pengawas", cookie=word)).status for name, word in words.items()}

    assert dict.fromkeys(words, 200) == await seen()
    await change("closed", closed=True)
    await change("changed", generation=1)
    await change("moved", cities=("lembahsari",))
    assert {"closed": 303, "changed": 303, "moved": 303, "waiting": 200} == await seen()
    town.clock.move(hours=13)
    assert dict.fromkeys(words, 303) == await seen()


async def test_a_key_has_its_minute_at_all_processes_together(town: OpenTown) -> None:
    """Two servers take from one limit; who is beyond it is told when there is room again."""
    key = await town.gives_key("peta", "report", "export", requests_per_minute=3)
    second = await town.run("b", engine=QUICK)
    asked = [
        await town.ask("GET", f"{V2}/requests.json", key=key, at=at) for at in (town.runtime, second, second, second)
    ]
    asked.append(await town.ask("GET", f"{V2}/requests.json", key=key))
    assert [200, 200, 200, 429, 429] == [one.status for one in asked]
    assert 0 < int(asked[-1].headers["Retry-After"]) <= 60
