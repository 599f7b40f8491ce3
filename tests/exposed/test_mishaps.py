"""What goes wrong tells nobody's data: no answer repeats it, and no line of the log keeps it."""

from __future__ import annotations

import json
from typing import Any

from tests.exposed.city import Answer, OpenTown
from tests.exposed.doors import DOORS
from tests.exposed.planted import CHATTING, NAMED, SECRET, found_in
from tests.exposed.story import WORD
from tests.exposed.test_doors import VALUES

PERSONS = (*NAMED.person, *CHATTING.person, *SECRET.all)
SAID = f"{NAMED.words} {CHATTING.words} {SECRET.words}"
FIELDS = (
    "words",
    "text",
    "name",
    "description",
    "first_name",
    "email",
    "phone",
    "landmark",
    "lat",
    "number",
    "word",
    "receipt",
)
BODIES: dict[str, tuple[str, bytes]] = {
    "a form": ("application/x-www-form-urlencoded", "&".join(f"{one}={SAID}" for one in FIELDS).encode()),
    "a form of bytes": ("application/x-www-form-urlencoded", b"words=\xff\xfe" + SAID.encode()),
    "half a form of parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="' + SAID.encode(),
    ),
    "another kind": (f"text/{NAMED.names[0]}", SAID.encode()),
    "half a message": ("application/json", json.dumps({"message": {"text": SAID, "from": SAID}}).encode()[:-9]),
    "another message": (
        "application/json",
        json.dumps({"update_id": SAID, "entry": [{"id": SAID}], "object": SAID}).encode(),
    ),
    "deep": ("application/json", b"[" * 9000 + SAID.encode()),
}
HEADERS = {
    "Referer": f"https://kota.example/milik/{WORD}",
    "User-Agent": NAMED.words,
    "Accept-Language": NAMED.names[1],
}


async def test_a_broken_request_is_repeated_nowhere(town: OpenTown, logs: Any) -> None:
    """Whatever is sent to whichever address in whichever shape: its words are in no answer and no line of the log."""
    key, mine = await town.gives_key("peta-kota", "report"), await town.lets_in("ombudsman-ntt")
    found: dict[tuple[str, str], Answer] = {}
    for row in DOORS:
        method, _, path = row.partition(" ")
        for part, value in VALUES.items():
            path = path.replace(part, value)
        for name, (kind, body) in BODIES.items() if method != "GET" else ():
            headers = {**HEADERS, "Content-Type": kind}
            found[path, name] = await town.ask("POST", path, data=body, headers=headers, key=key, cookie=mine)
        if method == "GET":
            address = f"{path}?q={NAMED.names[0]}&{NAMED.numbers[0]}={NAMED.names[1]}&word={WORD}"
            found[path, "asked"] = await town.ask("GET", address, headers=HEADERS, key=key, cookie=mine)
    assert [] == [asked for asked, answer in found.items() if answer.status >= 500]
    repeated = {asked for asked, answer in found.items() if found_in(answer.text, PERSONS)}
    assert repeated == {(path, "a form") for path in ("/lapor/2", "/lapor/3", "/periksa")}  # filled in again
    assert {"no-store"} == {found[asked].headers["Cache-Control"] for asked in repeated}
    assert [] == found_in(logs.getvalue(), (*PERSONS, WORD))
    name = NAMED.names[0]
    await town.ask("GET", f"/pengawas?number={name}&list={name}&page={name}&month={name}", cookie=mine)
    looks = (await town.ask("GET", "/pengawas/jejak", cookie=mine)).text
    assert "/pengawas" in looks
    assert [] == found_in(looks, (*PERSONS, WORD))
