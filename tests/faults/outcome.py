"""What a run leaves behind, in a form that two runs can be compared by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from pymongo.database import Database

from core.proof.keys import read
from core.proof.lines import Line, flaws, line_of
from core.proof.roots import flaws_of_roots
from core.vocabulary.effects import Record
from core.vocabulary.proof import DayRoot
from storage.mongo.documents import unpack
from tests.faults.hooks import HookedScene
from tests.faults.machines import MachineScene
from tests.faults.platform import Scene, Shown
from tests.faults.telegram import TelegramScene

Json = dict[str, Any]
COUNTS = "📌 "
"""How the counts of a desk begin, which are shown when they have been so for a minute: a run that is longer for a kill
sees more of them."""
COUNTS_LEFT = "jumlah tiketnya di sana."
"""How they end once the desk has another group."""
ABOUT = {"about": {"$exists": True}}
"""Receipts that are lines of a delivery log."""
SLIP = re.compile(r"KANAL1\.[\w.-]+")
"""A receipt: two runs differ by its time and salt."""
SPAN = re.compile(r"\b\d+ menit\b")
"""How long something took: two runs differ by the seconds that they took."""
CLOCK_TIME = re.compile(r"\b\d{2}\.\d{2} WITA")


@dataclass(frozen=True)
class Chat:
    """What a chat shows: ``messages`` that the bridge knows it sent, and those whose receipt was never written.

    ``in_flight`` are sendings from before the kill (each a list of texts: an album is one sending); ``unknown`` are
    messages that nothing excuses.
    """

    messages: Counter[str] = field(default_factory=Counter)
    in_flight: tuple[tuple[str, ...], ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The final state of a run; ``unnoted`` are messages reported as delivered of which the lane does not know it."""

    tickets: tuple[str, ...]
    journal: Counter[str]
    citizen: Chat
    office: Chat
    files: int
    pending: tuple[str, ...]
    dead: tuple[str, ...]
    unanswered: int
    refused: tuple[str, ...]
    unnoted: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    log: Counter[str] = field(default_factory=Counter)
    """Lines of the tickets' delivery logs that say what reporters were told unasked, and what became of it at first."""
    further: tuple[Chat, ...] = ()
    """Other groups of officials."""
    known: tuple[str, ...] = ()
    """Of which ticket each stored file is evidence."""
    sealed: tuple[str, ...] = ()
    """What an auditor says of the chains and of the roots of days, where the city signs."""
    told: tuple[str, ...] = ()
    """What a system of the city was told, each once, in order."""
    origins: tuple[bool, ...] = ()
    """Of each photo whose origin is kept apart, whether that was allowed."""


def chats_of(scene: Scene) -> tuple[str, ...]:
    """Give the addresses of the citizen's chat, of the office's group, and of groups that were opened since."""
    return (*scene.addresses(), *(scene.further if isinstance(scene, TelegramScene) else ()))


def collect(
    scene: Scene, database: Database[Json], names: Mapping[str, str], before: AbstractSet[tuple[str, str]]
) -> Outcome:
    """Read the final state of the bridge and of its platform; ``names`` are replaced wherever they stand.

    ``before`` are the messages (address, id) that were there when the second process began.
    """

    def plain(text: str) -> str:
        for name, stand_in in names.items():
            text = text.replace(name, stand_in)
        text = SLIP.sub("KANAL1", text)
        return SPAN.sub("N menit", CLOCK_TIME.sub("HH.MM WITA", text))

    lanes = list(database["lanes"].find())
    tickets = [lane["state"] for lane in sorted(lanes, key=lambda lane: str(lane["_id"])) if _is_ticket(lane)]
    citizen, office, *further = chats_of(scene)
    if isinstance(scene, MachineScene):
        scene.names([str(news["_id"]) for news in database["machine_news"].find({}, {"_id": 1})])
    return Outcome(
        tickets=tuple(plain(_ticket(state)) for state in tickets),
        journal=Counter(plain(_line(line)) for line in database["journal"].find()),
        citizen=_chat(scene, database, citizen, plain, before),
        office=_chat(scene, database, office, plain, before),
        further=tuple(_chat(scene, database, address, plain, before) for address in further),
        known=tuple(sorted(plain(str(file["number"])) for file in database["known"].find())),
        sealed=tuple(_sealed(database)),
        told=tuple(scene.told()) if isinstance(scene, HookedScene) else (),
        origins=tuple(one["agreed"] for one in database["origins"].find()),
        files=database["media.files"].count_documents({}),
        pending=tuple(str(event["_id"]) for event in database["inbox"].find({"wait": {"$exists": True}}, {"_id": 1})),
        dead=tuple(f"{letter['_id']}: {letter['error']}" for letter in database["dead"].find()),
        unanswered=scene.unanswered(),
        refused=tuple(scene.refused()),
        unnoted=tuple(sorted(set(scene.arrived()) - _known_to_have_arrived(lanes))),
        persons=tuple(
            sorted(plain(_person(lane["state"])) for lane in lanes if str(lane["_id"]).startswith("person:"))
        ),
        log=Counter(
            line for receipt in database["receipts"].find({"about": {"$exists": True}}) for line in _log(receipt)
        ),
    )


def _log(receipt: Json) -> list[str]:
    """Say what a receipt tells of news; that it arrived as well is a matter of when the platform said so."""
    course = receipt.get("course", "sent")
    if course in ("delivered", "read"):
        return []
    news = (one for one in receipt["about"] if one["what"].startswith("reporter.") and one["what"] != "reporter.answer")
    return [f"{one['number']} {one['what']} {course}" for one in news]


def _sealed(database: Database[Json]) -> list[str]:
    roots = [unpack(root, DayRoot) for root in database["roots"].find({}, {"leaves": 0}).sort("_id", 1)]
    if not roots:
        return []
    keys = {key["_id"]: read(key["public"]) for key in database["keys"].find()}
    rows: dict[str, list[Line]] = {}
    for document in database["journal"].find({"chain": {"$exists": True}}):
        line = line_of(unpack(document, Record), lambda _name, _value: True)
        rows.setdefault(line.subject, []).append(line)
    said = [f"root of {root.day}: {root.number}, {root.size} leaves" for root in roots]
    said += [f"{flaw.subject}: {flaw.words}" for flaw in flaws_of_roots(roots, keys)]
    for subject, lines in sorted(rows.items()):
        lines.sort(key=lambda line: line.n)
        said += [f"{subject}: {len(lines)} lines", *(flaw.words for flaw in flaws(subject, lines))]
    return said


def _known_to_have_arrived(lanes: Sequence[Json]) -> set[str]:
    # What is read has arrived: a status that waited for the restart may come after the one that says so.
    return {entry for lane in lanes for entry, state in lane.get("progress", ()) if state in ("delivered", "read")}


def _is_ticket(lane: Json) -> bool:
    return str(lane["_id"]).startswith("ticket:")


def _ticket(state: Json) -> str:
    history = [
        f"{line['actor']} {line['what']} {line['status']} {line.get('reason', '')!r}" for line in state["history"]
    ]
    arrived = sum(1 for item in state["report"].get("evidence", ()) if item.get("media"))
    holder = (state.get("holder") or {}).get("id", "")
    facts = [state["number"], state["status"], state.get("unit", ""), holder, f"{arrived} files"]
    facts += [f"mark {state.get('rating', 0)}", f"{state.get('history_count', 0)} changes", *state.get("notes", ())]
    return " | ".join([*facts, *history])


def _person(state: Json) -> str:
    contacts = state.get("contacts", ())
    channels = {contact["lane"]: contact["channel"] for contact in contacts}
    facts = [f"{contact['channel']} {contact.get('status', 'open')}" for contact in contacts]
    facts += [state.get("language", ""), state.get("privacy", ""), f"{len(state.get('filings', ()))} without number"]
    for news in state.get("news", ()):
        where = channels.get(news.get("lane", ""), "no chat")
        facts.append(f"{news['key']} {news['body']['kind']} in {where} {news.get('missed', '')!r}")
    return " | ".join(facts)


def _line(line: Json) -> str:
    details = dict(sorted(line.get("details", {}).items()))
    for moment in ("due", "filed_at", "until"):
        if moment in details:
            details[moment] = details[moment][:10]  # two runs differ by the seconds that they took
    if "slip_key" in details:
        details["words"] = "a digest with a salt of its moment"
    return f"{line['subject']} {line['actor']} {line['what']} {line['status']} {line.get('reason', '')!r} {details}"


def _chat(
    scene: Scene,
    database: Database[Json],
    address: str,
    plain: Callable[[str], str],
    before: AbstractSet[tuple[str, str]],
) -> Chat:
    noted = _noted(database, address)
    sendings, joins = scene.sendings(address), scene.joins(address)
    messages: Counter[str] = Counter()
    in_flight: dict[str, list[str]] = {}
    unknown: list[str] = []
    for message in scene.shown(address):
        if message.text.startswith(COUNTS) or message.text.endswith(COUNTS_LEFT):
            continue
        texts = list(map(plain, pieces(message) if joins else [_shown(message)]))
        if message.id in noted:
            messages.update(texts)
        elif (address, message.id) in before:
            in_flight.setdefault(sendings.get(message.id, message.id), []).extend(texts)
        else:
            unknown.extend(texts)
    return Chat(messages, tuple(tuple(texts) for texts in in_flight.values()), tuple(unknown))


def _noted(database: Database[Json], address: str) -> set[str]:
    """Give the ids of the messages that a chat's lane has receipts of."""
    lane = database["lanes"].find_one({"address": address}) or {"_id": ""}
    receipts = database["receipts"].find({"lane": lane["_id"]})
    return {str(message) for receipt in receipts for message in receipt.get("message_ids", ())}


def _shown(message: Shown) -> str:
    return f"[{message.topic}] {message.text} {list(message.labels)} {message.files} files"


def pieces(message: Shown) -> list[str]:
    """Give paragraphs, buttons and files of a message one by one.

    Where bubbles are paid for, the delivery joins whatever waits behind one another in an outbox. What waits together
    is a matter of moments: while the bridge is dead more comes together, so that a later bubble holds what were two.
    Nothing may be lost or said twice by it, and this is what is compared; where a bubble ends is free. So is which of
    two paragraphs has a number in bold, which a bubble has once.
    """
    paragraphs = [part.replace("*", "") for part in message.text.split("\n\n") if part]
    return [*paragraphs, *(f"[{label}]" for label in message.labels), *["a file"] * message.files]


# --- comparing ----------------------------------------------------------------------------------------------------


def differences(quiet: Outcome, found: Outcome, *, killed: bool) -> list[str]:
    """Say what is wrong with a run; nothing when it ended like the quiet one.

    A chat may show one sending more, when a process was killed: the one in flight, whose receipt was never written.
    """
    problems: list[str] = []
    for name in ("tickets", "persons", "journal", "log", "files", "known", "origins", "sealed", "told"):
        wanted, had = getattr(quiet, name), getattr(found, name)
        if killed and name == "log":
            # What waited in a chat while nobody ran is taken back there and told in another one: a line more.
            more = [line for line in had if line not in wanted and line.endswith(" skipped")]
            had = Counter({line: count for line, count in had.items() if line not in more})
        problems += _unlike(name, wanted, had)
    for name in ("citizen", "office"):
        problems += _unlike_chat(name, getattr(quiet, name), getattr(found, name), 1 if killed else 0)
    for place, (wanted, had) in enumerate(zip(quiet.further, found.further, strict=True), start=1):
        problems += _unlike_chat(f"group {place}", wanted, had, 1 if killed else 0)
    if found.pending:
        problems.append(f"events are still pending: {', '.join(found.pending)}")
    if found.unanswered:
        problems.append(f"{found.unanswered} presses were never answered")
    problems += [f"delivered, but not noted: {entry}" for entry in found.unnoted]
    problems += [f"dead letter {letter}" for letter in found.dead]
    problems += [f"refused by the platform: {call}" for call in found.refused]
    return problems


def _unlike(name: str, wanted: Any, found: Any) -> list[str]:
    if wanted == found:
        return []
    if isinstance(wanted, Counter):
        return [f"{name}: missing {dict(wanted - found)}, too many {dict(found - wanted)}"]
    return [f"{name}: {found} instead of {wanted}"]


def _unlike_chat(name: str, wanted: Chat, found: Chat, in_flight: int) -> list[str]:
    problems = []
    missing, more = wanted.messages - found.messages, found.messages - wanted.messages
    if missing:
        problems.append(f"{name}: messages are missing: {dict(missing)}")
    if more:
        problems.append(f"{name}: messages came twice or changed: {dict(more)}")
    if len(found.in_flight) > in_flight:
        sent = ["; ".join(texts) for texts in found.in_flight]
        problems.append(f"{name}: more than {in_flight} sendings without a receipt at the kill: {sent}")
    problems += [f"{name}: a message without a receipt: {text}" for text in found.unknown]
    return problems
