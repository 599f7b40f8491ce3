"""A store in memory with the contract of the real one: deterministic, for tests of what runs above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from core.engine.deliveries import log_of
from core.vocabulary.deliveries import DeliveryLine
from core.vocabulary.effects import Effect, Record, Unheard
from core.vocabulary.errors import UnreadableLane
from core.vocabulary.events import Event
from core.vocabulary.lane_names import hook_lane
from core.vocabulary.lanes import DeadLetter, Lane, Receipt
from core.vocabulary.order import oldest_first
from core.vocabulary.steps import Clock
from core.vocabulary.store import Backlog, Levels, Page, UnheardLine, Unsent
from storage.mongo.documents import (
    event_document,
    lane_document,
    lane_of,
    misfit,
    pack,
    unpack,
    unsent_of,
)
from storage.mongo.journal import line_order
from storage.mongo.retention import RECEIPTS_KEPT_LONGER
from tests.clock import TestClock
from tests.fakes.memory_files import Document, MemoryFiles, stored


class MemoryStore(MemoryFiles):
    """Keep everything in dictionaries; every method is atomic, none waits.

    ``fail`` may be set to a function of the method's name that raises, to play a database that is down before a call.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock or TestClock())
        self.inbox: dict[str, Document] = {}
        self.lanes: dict[str, Document] = {}
        self.receipts_by_id: dict[str, Receipt] = {}
        self.keys: dict[tuple[str, str], Receipt] = {}
        self.lines: dict[str, Record] = {}
        self.unheard_lines: dict[str, UnheardLine] = {}
        self.dead: dict[str, DeadLetter] = {}
        self.aliases: dict[str, str] = {}
        self.leases: dict[str, tuple[str, datetime]] = {}
        self.notes: dict[str, str] = {}
        self.counts: dict[str, dict[str, int]] = {}
        self.down: dict[str, str] = {}

    async def open(self) -> None:
        """Do nothing."""

    async def ping(self) -> None:
        """Raise what ``fail`` raises."""
        self.fail("ping")

    async def close(self) -> None:
        """Do nothing: what is stored stays readable."""

    async def levels(self) -> Levels:
        """Read how much waits."""
        self.fail("levels")
        waiting = [doc for doc in self.inbox.values() if "wait" in doc]
        pending = [doc["since"] for doc in waiting if not doc["wait"].startswith(hook_lane(""))]
        outbox = [lane_of(doc) for doc in self.lanes.values() if doc.get("outbox")]
        held = [entry.since for doc in self.lanes.values() if doc.get("held") for entry in lane_of(doc).held]
        return Levels(
            pending=len(pending),
            pending_since=min(pending, default=None),
            outbox=sum(len(lane.outbox) for lane in outbox),
            outbox_since=min((entry.since for lane in outbox for entry in lane.outbox), default=None),
            held=len(held),
            held_since=min(held, default=None),
            dead=len(self.dead),
            unreadable=sum(letter.kind == "lane" for letter in self.dead.values()),
        )

    async def backlog(self, lane: str) -> Backlog:
        """Read what waits for the receiver of a lane."""
        self.fail("backlog")
        behind = [doc["since"] for doc in self.inbox.values() if doc.get("wait") == lane]
        outbox = lane_of(self.lanes[lane]).outbox if lane in self.lanes else ()
        waiting = [*(entry.since for entry in outbox), *behind]
        return Backlog(len(waiting), min(waiting, default=None))

    # --- events ---

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Insert events; give the ids that were new."""
        self.fail("accept")
        documents = [stored(event_document(event, self._clock.now())) for event in events]
        new = frozenset(document["_id"] for document in documents if document["_id"] not in self.inbox)
        for document in documents:
            self.inbox.setdefault(document["_id"], document)
        return new

    async def pending(self, lane: str) -> Sequence[Event]:
        """Read the lane's pending events, oldest first, at most 100."""
        self.fail("pending")
        waiting = (document for document in self.inbox.values() if document.get("wait") == lane)
        return oldest_first(unpack(document["event"], Event) for document in waiting)[:100]

    def done(self, event_ids: Sequence[str]) -> None:
        """Mark events done at once."""
        for event_id in event_ids:
            self._finish(event_id)

    async def failed(self, event_id: str) -> int:
        """Count one more failed try; 0 when there is no such event."""
        self.fail("failed")
        document = self.inbox.get(event_id)
        if document is None:
            return 0
        document["tries"] += 1
        return int(document["tries"])

    async def stale(self, before: datetime, limit: int) -> Sequence[str]:
        """Name lanes with pending events received before a moment, the longest waiting first."""
        self.fail("stale")
        waiting = [document for document in self.inbox.values() if "wait" in document and document["since"] < before]
        waiting.sort(key=lambda document: (document["since"], document["_id"]))
        return list(dict.fromkeys(document["wait"] for document in waiting))[:limit]

    def _finish(self, event_id: str) -> None:
        document = self.inbox.get(event_id)
        if document is not None:
            document.pop("wait", None)

    # --- lanes ---

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        self.fail("load")
        document = self.lanes.get(lane)
        try:
            return lane_of(stored(document)) if document else None
        except msgspec.ValidationError as error:
            reason = misfit(error)
            await self.bury(DeadLetter(f"lane:{lane}", "lane", lane, self._clock.now(), reason, raw=str(document)))
            raise UnreadableLane(lane, reason) from None

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane."""
        self.fail("excerpts")
        states = {lane: stored(self.lanes[lane]).get("state") or {} for lane in lanes if lane in self.lanes}
        return {lane: {name: state[name] for name in fields if name in state} for lane, state in states.items()}

    async def commit(self, lane: Lane, expected_version: int) -> bool:
        """Write the lane as ``expected_version + 1`` if the stored version is ``expected_version``."""
        self.fail("commit")
        document = stored(lane_document(lane, expected_version + 1, ""))
        known = self.lanes.get(lane.id)
        if (known["version"] if known else 0) != expected_version:
            return False
        self.lanes[lane.id] = document
        return True

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[str, datetime]]:
        """Name lanes whose ``wake_at`` has come, with it."""
        self.fail("due")
        found = [(doc["wake_at"], doc["_id"]) for doc in self.lanes.values() if "wake_at" in doc]
        return [(lane, wake_at) for wake_at, lane in sorted(found) if wake_at <= now][:limit]

    async def unsent(self, before: datetime, limit: int, after: Page | None = None) -> Sequence[Unsent]:
        """Name lanes whose outbox has had entries since before a moment, from a page on."""
        self.fail("unsent")
        found = [unsent_of(doc) for doc in self.lanes.values() if "send_at" in doc and doc["send_at"] < before]
        if after is not None:
            found = [one for one in found if one.since >= after.since and one.lane not in after.lanes]
        return sorted(found, key=lambda one: (one.since, one.lane))[:limit]

    # --- receipts and journal ---

    async def record(self, receipt: Receipt) -> None:
        """Insert a receipt; one that exists already is left as it is."""
        self.fail("record")
        kept = unpack(stored(pack(receipt)), Receipt)
        if receipt.key:
            known = self.keys.get((kept.lane, kept.key))
            if known is None or known.at <= kept.at:
                self.keys[kept.lane, kept.key] = kept
        self.receipts_by_id.setdefault(kept.id, kept)

    async def forget(self, receipt_id: str) -> None:
        """Remove a receipt, and its key if that names it."""
        self.fail("forget")
        receipt = self.receipts_by_id.pop(receipt_id, None)
        if receipt and receipt.about:  # the message is gone, what became of it stays known
            self.receipts_by_id[receipt_id] = msgspec.structs.replace(receipt, message_ids=(), key="")
        if receipt and receipt.key:
            known = self.keys.get((receipt.lane, receipt.key))
            if known and known.id == receipt_id:
                del self.keys[receipt.lane, receipt.key]

    async def receipts(self, entry_ids: Sequence[str]) -> Mapping[str, Receipt]:
        """Read receipts by entry id."""
        self.fail("receipts")
        return {one: self.receipts_by_id[one] for one in entry_ids if one in self.receipts_by_id}

    async def by_key(self, lane: str, key: str) -> Receipt | None:
        """Read the newest receipt of a lane's message named ``key``."""
        self.fail("by_key")
        return self.keys.get((lane, key))

    async def by_message(self, lane: str, message_id: str) -> Receipt | None:
        """Read the receipt of a platform message id in a lane."""
        self.fail("by_message")
        found = [one for one in self.receipts_by_id.values() if one.lane == lane and message_id in one.message_ids]
        return max(found, key=lambda receipt: (receipt.at, receipt.id), default=None)

    async def deliveries(self, number: str) -> Sequence[DeliveryLine]:
        """Read the newest lines of a ticket's delivery log, oldest first."""
        self.fail("deliveries")
        return log_of(self.receipts_by_id.values(), number)

    async def journal(self, entry_id: str, effect: Effect) -> None:
        """Append a ``Record``; the same entry id twice is one line."""
        self.fail("journal")
        if not isinstance(effect, Record):
            raise TypeError(f"the journal takes records, not {type(effect).__name__}")
        self.lines.setdefault(entry_id, unpack(stored(pack(effect)), Record))

    async def journal_of(self, subject: str) -> Sequence[Record]:
        """Read a subject's lines in the order in which they happened."""
        self.fail("journal_of")
        lines = [(one.at, line_order(key), one) for key, one in self.lines.items() if one.subject == subject]
        return [record for _, _, record in sorted(lines, key=lambda line: line[:2])]

    async def journal_between(self, first: str, last: str) -> dict[str, Sequence[Record]]:
        """Read the lines of all subjects from one to another, each in order."""
        self.fail("journal_between")
        subjects = {line.subject for line in self.lines.values() if first <= line.subject <= last}
        return {subject: await self.journal_of(subject) for subject in subjects}

    async def keep_unheard(self, entry_id: str, effect: Unheard, at: datetime) -> None:
        """Keep what was not understood; the same entry id twice is one line."""
        self.fail("keep_unheard")
        self.unheard_lines.setdefault(entry_id, UnheardLine(effect.kind, effect.text[:300], at))

    async def unheard(self, limit: int = 10_000) -> Sequence[UnheardLine]:
        """Read what was not understood, the newest first."""
        self.fail("unheard")
        return sorted(self.unheard_lines.values(), key=lambda line: line.at, reverse=True)[:limit]

    async def purge_unheard(self, before: datetime) -> int:
        """Delete what was not understood before a moment."""
        self.fail("purge_unheard")
        old = [key for key, line in self.unheard_lines.items() if line.at < before]
        for key in old:
            del self.unheard_lines[key]
        return len(old)

    # --- dead letters ---

    async def bury(self, letter: DeadLetter) -> None:
        """Keep a dead letter; a dead event also leaves the pending ones."""
        self.fail("bury")
        self.dead.setdefault(letter.id, unpack(stored(pack(letter)), DeadLetter))
        if letter.event is not None:
            self._finish(letter.event.id)

    async def list_dead(self, limit: int = 100) -> Sequence[DeadLetter]:
        """Read the newest dead letters."""
        self.fail("list_dead")
        return sorted(self.dead.values(), key=lambda letter: letter.at, reverse=True)[:limit]

    async def get_dead(self, letter_id: str) -> DeadLetter | None:
        """Read one dead letter."""
        self.fail("get_dead")
        return self.dead.get(letter_id)

    async def drop_dead(self, letter_id: str) -> bool:
        """Remove one dead letter; False if there is none."""
        self.fail("drop_dead")
        return self.dead.pop(letter_id, None) is not None

    async def replay_dead(self, letter_id: str) -> str | None:
        """Make a dead event pending again, or put a dead entry back into its outbox; name the lane."""
        self.fail("replay_dead")
        letter = self.dead.get(letter_id)
        if letter is None:
            return None
        if letter.entry is not None:
            lane = await self.load(letter.lane) or Lane(id=letter.lane)
            if all(waiting.id != letter.entry.id for waiting in lane.outbox):
                again = msgspec.structs.replace(letter.entry, since=self._clock.now())
                await self.commit(msgspec.structs.replace(lane, outbox=(*lane.outbox, again)), lane.version)
        elif letter.event is None:
            return None
        else:
            fresh = stored(event_document(letter.event, self._clock.now()))
            document = self.inbox.setdefault(letter.event.id, fresh)
            document.update(wait=letter.lane, since=self._clock.now(), tries=0)
        del self.dead[letter_id]
        return letter.lane

    # --- shared facts ---

    async def alias(self, key: str, lane: str) -> str:
        """Bind a platform address to a lane if it is free; give the lane that it is bound to."""
        self.fail("alias")
        return self.aliases.setdefault(key, lane)

    async def resolve(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Read which lanes platform addresses are bound to."""
        self.fail("resolve")
        return {key: self.aliases[key] for key in keys if key in self.aliases}

    async def acquire(self, name: str, worker: str, until: datetime, now: datetime) -> bool:
        """Take or renew a lease if it is free, ours or expired."""
        self.fail("acquire")
        holder = self.leases.get(name)
        if holder is not None and holder[0] != worker and holder[1] > now:
            return False
        self.leases[name] = (worker, until)
        return True

    async def release(self, name: str, worker: str) -> None:
        """Give a lease back; one that another worker holds stays."""
        self.fail("release")
        if self.leases.get(name, ("",))[0] == worker:
            del self.leases[name]

    async def read_note(self, name: str) -> str:
        """Read what was written last under a name."""
        self.fail("read_note")
        return self.notes.get(name, "")

    async def write_note(self, name: str, value: str) -> None:
        """Write something under a name."""
        self.fail("write_note")
        self.notes[name] = value

    async def count(self, name: str, amounts: Mapping[str, int]) -> Mapping[str, int]:
        """Add to the counts under a name; give the sums."""
        self.fail("count")
        counts = self.counts.setdefault(name, {})
        for kind, amount in amounts.items():
            counts[kind] = counts.get(kind, 0) + amount
        return dict(counts)

    async def channel_down(self, channel: str, reason: str, at: datetime) -> bool:
        """Note that a channel is down; True for the first to say so."""
        self.fail("channel_down")
        if channel in self.down:
            return False
        self.down[channel] = reason
        return True

    async def channel_up(self, channel: str) -> bool:
        """Note that it works again; True for the first to say so."""
        self.fail("channel_up")
        return self.down.pop(channel, None) is not None

    async def channels_down(self) -> Mapping[str, str]:
        """Read the channels that are down, with the reason."""
        self.fail("channels_down")
        return dict(self.down)

    # --- age ---

    async def purge(self, before: datetime) -> int:
        """Delete events done before a moment, and receipts much older; give how many went."""
        self.fail("purge")
        old = [key for key, doc in self.inbox.items() if "wait" not in doc and doc["since"] < before]
        long_ago = before - RECEIPTS_KEPT_LONGER
        gone = [key for key, receipt in self.receipts_by_id.items() if receipt.at < long_ago]
        for key in old:
            del self.inbox[key]
        for key in gone:
            del self.receipts_by_id[key]
        return len(old) + len(gone)
