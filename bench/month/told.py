"""Hold what people were told against the journal and the receipts: nobody twice, nobody never."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bench.month.bells import CALLS, Fault
from bench.month.plan import Case
from bench.month.replay import PAUSED, STOPPED, Line
from bench.month.town import MonthTown
from tests.journeys.reading import NUMBER, text_of
from web.links import box_of

Json = dict[str, Any]
Sent = tuple[str, str, str, datetime]
"""Address, id, words and time of a message of the bridge; a text message has no id."""
_NEAR_A_KILL = timedelta(minutes=5)
"""A message may stand twice where a process died after sending it and before writing that down."""
_FIELD = re.compile(r"\{\w+\}")
_LEAST = 4
_MARK = re.compile(r"\(\w+ (\d+-\d+)\)")
NEWS = {
    "event.body.type": "Update",
    "event.body.quiet": {"$ne": True},
    "lane": {"$gte": "chat:", "$lt": "chat;"},
}
"""What a chat is to say; the other chats of a person learn of it quietly."""
_SAID = frozenset({"tanya", "progres", "selesai", "sahkan"})
"""What an official says to the citizen, by the name of the act."""


def everything(town: MonthTown) -> Iterator[Sent]:
    """Yield every message that the bridge sent on any channel."""
    bot = town.telegram.world.bot.id
    for chat in town.telegram.world.chats.values():
        for one in chat.messages.values():
            if one["from"]["id"] == bot and text_of(one):
                yield str(chat.id), str(one["message_id"]), text_of(one), datetime.fromtimestamp(one["date"], UTC)
    for user in town.whatsapp.world.users.values():
        for bubble in town.whatsapp.bubbles(user.key):
            yield user.key, bubble.id, bubble.text, datetime.fromtimestamp(bubble.at, UTC)
    for person in town.page.world.users.values():
        for shown in town.page.bubbles(person.key):
            yield person.key, shown.mid, shown.text, datetime.fromtimestamp(shown.at, UTC)
    for phone in town.sms.people.by_number:
        for arrived in town.sms.people.screen(phone):
            yield phone, "", arrived.text, datetime.fromtimestamp(arrived.at, UTC)
    for browser in town.browsers:
        for letter in browser.seen:
            yield box_of(browser.word), letter.id, letter.text, town.clock.now()


def unnoted(town: MonthTown) -> list[Sent]:
    """List the messages that nobody wrote down as sent: those in flight when a process died."""
    known: set[str] = set()
    for receipt in town.database["receipts"].find({}, {"message_ids": 1, "address": 1}):
        known.update(f"{receipt.get('address', '')} {one}" for one in receipt.get("message_ids", ()))
        known.update(one for one in receipt.get("message_ids", ()) if not one.isdigit())
    found = []
    for sent in everything(town):
        address, message_id = sent[:2]
        if message_id and message_id not in known and f"{address} {message_id}" not in known:
            found.append(sent)
    return found


def in_flight(town: MonthTown, _cases: Sequence[Case], _journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """See that a message without a receipt was sent just when a process died, and never otherwise."""
    for address, message_id, words, at in unnoted(town):
        if not any(abs(at - died) < _NEAR_A_KILL for died in town.deaths.moments):
            yield Fault(
                f"{address} {message_id}",
                f"sent {at:%d %b %H:%M:%S}, never noted, and nothing had died: {words[:60]!r}",
            )
    entries: Counter[str] = Counter()
    for phone in town.sms.people.by_number:
        for one in town.sms.people.screen(phone):
            entries.update(parse_qs(urlsplit(one.report_to).query).get("entry", ()))
    for entry, count in entries.items():
        if count > 1 and not town.deaths.count:
            yield Fault(entry, f"sent {count} times")


def called(town: MonthTown, _cases: Sequence[Case], journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """See that each call about a limit stands in a group once for each line of the journal that says so."""
    twice = {(address, message_id) for address, message_id, *_ in unnoted(town)}
    templates = town.city.texts[town.city.group_language]
    marks = {stage: _pieces(templates[f"officials.call.{stage}"]) for stage in CALLS}
    groups = set(map(str, town.groups))
    shown: Counter[tuple[str, str]] = Counter()
    for address, message_id, words, _at in everything(town):
        if address in groups and (address, message_id) not in twice:
            for stage, pieces in marks.items():
                if all(piece in words for piece in pieces) and (found := NUMBER.search(words)):
                    shown[found[0], stage] += 1
    wanted = Counter(
        (number, line.details.get("stage", ""))
        for number, lines in journal.items()
        for line in lines
        if line.what == "reminded"
    )
    for number, stage in sorted(shown.keys() | wanted.keys()):
        if shown[number, stage] != wanted[number, stage]:
            yield Fault(
                number, f"{shown[number, stage]} calls of {stage} in the groups, {wanted[number, stage]} written"
            )


def _pieces(template: str) -> list[str]:
    return [piece.strip() for piece in _FIELD.split(template) if len(piece.strip()) >= _LEAST]


def pushed(town: MonthTown, _cases: Sequence[Case], _journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """See that each piece of news for a citizen's chat was sent, or waits there for the citizen's next word.

    What has waited goes out with what else has, under the name of the word that let it go.
    """
    sent: set[str] = set()
    let_go: dict[str, datetime] = {}
    for receipt in town.database["receipts"].find({}, {"lane": 1, "at": 1}):
        name = str(receipt["_id"])
        sent.update(_heads(name))
        if ":released" in name:
            let_go[receipt["lane"]] = max(receipt["at"], let_go.get(receipt["lane"], receipt["at"]))
    for lane in town.database["lanes"].find({"held": {"$exists": True}}, {"held": 1}):
        sent.update(head for entry in lane["held"] for head in _heads(str(entry["id"])))
    for event in town.database["inbox"].find(NEWS, {"lane": 1, "event.at": 1, "event.body.kind": 1}):
        released = let_go.get(event["lane"])
        if event["_id"] not in sent and (released is None or released < event["event"]["at"]):
            yield Fault(event["lane"], f"never told: {event['event']['body']['kind']} of {event['_id']}")


def moved(town: MonthTown, _cases: Sequence[Case], journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """See that each citizen whose date another calendar moved heard of it once; of a date that rests nobody hears."""
    heard: Counter[str] = Counter()
    for event in town.database["inbox"].find({**NEWS, "event.body.kind": "moved"}, {"event.body.number": 1}):
        heard[event["event"]["body"]["number"]] += 1
    for number, lines in journal.items():
        told = sum(line.what == "date_told" and line.status not in PAUSED | STOPPED for line in lines)
        if heard[number] != told:
            yield Fault(number, f"its citizen heard {heard[number]} times of another date, {told} written")


def logged(town: MonthTown, _cases: Sequence[Case], _journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """See that the delivery log of a ticket has a line for each piece of news of it, whatever became of it."""
    lines: Counter[tuple[str, str]] = Counter()
    for receipt in town.database["receipts"].find({"about": {"$exists": True}}, {"about": 1}):
        lines.update((about["number"], about["what"]) for about in receipt["about"])
    news: Counter[tuple[str, str]] = Counter()
    for event in town.database["inbox"].find(NEWS, {"event.body": 1}):
        body = event["event"]["body"]
        kind = "split" if body["kind"] == "filed" and body.get("other") else body["kind"]
        news[body["number"], f"reporter.{kind}"] += 1
    for (number, what), count in news.items():
        if lines[number, what] < count:
            yield Fault(number, f"{count} times {what}, and {lines[number, what]} lines of it in the delivery log")


def _heads(entry: str) -> Iterator[str]:
    """Yield the ids of the events that an entry of an outbox can be of."""
    while ":" in entry:
        entry = entry.rpartition(":")[0]
        yield entry


def in_words(town: MonthTown, _cases: Sequence[Case], journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """See that every sentence that an official sent to a citizen stands in the citizen's chat once, or waits there.

    No two sentences of the month are the same: each ends with a mark of its own. A question may be repeated later.
    Of a confidential report another chat than that of its filing gets word that there is news, and not the words.
    """
    groups = set(map(str, town.groups))
    noted = {(address, message_id) for address, message_id, *_ in unnoted(town)}
    read: Counter[str] = Counter()
    veiled: Counter[str] = Counter()
    for address, message_id, words, _at in everything(town):
        if address not in groups and (address, message_id) not in noted:
            read.update(_MARK.findall(words))
            veiled.update(_without_words(town, words))
    for lane in town.database["lanes"].find({"held": {"$exists": True}}, {"held": 1}):
        for entry in lane["held"]:
            if not entry.get("told"):
                read.update(set(_MARK.findall(str(entry["effect"]))))
    for number, lines in journal.items():
        for line in lines:
            for mark in _MARK.findall(line.reason) if line.what in _SAID else ():
                if not read[mark] and veiled[number]:
                    veiled[number] -= 1
                elif not read[mark] or (read[mark] > 1 and line.what != "tanya"):
                    words = f"the citizen read {line.what} {read[mark]} times: {line.reason!r}"
                    yield Fault(number, f"{words}; {_traced(town, number, line, lines)}")


def _without_words(town: MonthTown, words: str) -> Iterator[str]:
    """Yield the confidential report that a message has news of without saying which."""
    for texts in town.city.texts.values():
        for key in ("citizen.linking.secret_news", "citizen.terse.linking.secret_news"):
            pieces = _pieces(texts.get(key, ""))
            if pieces and all(piece in words for piece in pieces) and (found := NUMBER.search(words)):
                yield found[0]
                return


def _traced(town: MonthTown, number: str, line: Line, lines: Sequence[Line]) -> str:
    """Say what came after a line, what the delivery log says from then on, and what chats then showed of its ticket."""
    after = ", ".join(f"{one.what} {one.at:%d %b %H:%M:%S}" for one in lines[lines.index(line) :][:10])
    since = {"about.number": number, "at": {"$gte": line.at - timedelta(minutes=1)}}
    sent = [
        f"{receipt['_id']} {[one['what'] for one in receipt['about'] if one['number'] == number]} "
        f"{receipt['lane']} {receipt.get('message_ids')} {receipt['at']:%d %b %H:%M:%S}"
        for receipt in town.database["receipts"].find(since)
    ]
    noted = {(address, message_id) for address, message_id, *_ in unnoted(town)}
    shown = [
        f"{address} {message_id} {'unnoted ' * ((address, message_id) in noted)}{at:%d %b %H:%M:%S} {words!r}"
        for address, message_id, words, at in everything(town)
        if abs(at - line.at) < _NEAR_A_KILL and (number in words or address in str(sent))
    ]
    return f"then {after}; in the delivery log {sent}; shown {shown}"


def kept(town: MonthTown, cases: Sequence[Case], journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """See that every complaint that was given a number is a ticket, that no other is, and that nothing is left over."""
    for case in cases:
        if not case.number and not case.done["followed"] and case.missed:
            yield Fault(f"complaint {case.place}", case.missed[0])
    given = {case.number for case in cases if case.number}
    given |= {line.details["other"] for lines in journal.values() for line in lines if line.what == "split_off"}
    for number in sorted(given ^ journal.keys()):
        yield Fault(number, "given to a citizen, and no ticket" if number in given else "a ticket of nobody")
    for letter in town.database["dead"].find({}):
        yield Fault(str(letter["_id"]), f"a dead letter: {letter.get('reason', '')}")
    for lane in town.database["lanes"].find({"outbox.0": {"$exists": True}}, {"_id": 1}):
        yield Fault(lane["_id"], "its outbox is not empty")
    for event in town.database["inbox"].find({"wait": {"$gte": ""}}, {"_id": 1}):
        yield Fault(str(event["_id"]), "an event that nobody has taken")
    refused = [*town.telegram.refused, *town.whatsapp.refused, *town.page.refused, *town.sms.refused]
    for call in refused:
        yield Fault("platform", f"refused a request: {str(call)[:200]}")
