"""The step of a ticket lane: one event in, the changed ticket and what everybody is told out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import Texts
from core.language.shorten import shorten
from core.near.alike import lane_of
from core.person.state import load as load_person
from core.proof.chain import linked
from core.proof.keys import Signer
from core.ticket import (
    clock,
    closing,
    dates,
    disputing,
    erasing,
    followers,
    matrix,
    merging,
    origins,
    public,
    reporter,
    rights,
    telling,
    undoing,
)
from core.ticket.acts import perform
from core.ticket.alarm import Alarm
from core.ticket.card import card_of
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.clock import ALARMS
from core.ticket.handlers import HANDLERS
from core.ticket.lifecycle import NotAllowed, next_status, rule_for
from core.ticket.outcome import outcome_of
from core.ticket.secrecy import hides_contents, kept
from core.ticket.slips import with_slip
from core.ticket.stages import staged
from core.ticket.state import LINE_CHARACTERS, HistoryLine, TicketState, load, with_history
from core.vocabulary.citizen import (
    AskStatus,
    Confirmed,
    ForgetOrigins,
    Opened,
    Update,
)
from core.vocabulary.effects import Effect, Record, Tell
from core.vocabulary.events import Body, Event, Timer
from core.vocabulary.lane_names import OFFICIALS_LANE, person_lane
from core.vocabulary.monitoring import Linked, SaidInPublic
from core.vocabulary.near import Follow
from core.vocabulary.officials import Act, Card, CardLeft, ShowAgain, ShowCard, Verdict
from core.vocabulary.seal import Seal, sealed_by
from core.vocabulary.steps import Moment, Outcome

_UNKNOWN: Final = "-"
_OPEN: Final = sealed_by(b"")
_SOON: Final = timedelta(seconds=1)
"""Wake-up times are always in the future."""


def accounts_of(person: str, documents: Mapping[str, Any]) -> tuple[str, ...]:
    """List the accounts of a person, all that ever were: each chat as the lane that it would have as a person, and
    persons who are one with them.
    """
    known = load_person(documents.get(person) if person else None)
    contacts = (person_lane(contact.lane) for contact in known.contacts)
    persons = (*known.members, *((known.joined,) if known.joined else ()))
    return tuple(dict.fromkeys((person, *contacts, *known.accounts, *persons)))


class TicketSteps:
    """The behaviour of `ticket:<number>` lanes."""

    def __init__(
        self,
        city: City,
        calendar: WorkingCalendar,
        alarms: tuple[Alarm, ...] = ALARMS,
        seal: Seal = _OPEN,
        signer: Signer | None = None,
        subscribers: tuple[str, ...] = (),
    ) -> None:
        """Take the city, whose texts word refusals and notes, its calendar, and what time does to a ticket.

        The ``seal`` gives the salts of the journal's chain; the ``signer``, where the city signs, slips for citizens.
        ``subscribers`` are systems that are told of every change.
        """
        self._alarms, self._seal, self._signer = alarms, seal, signer
        self.book = CaseBook(city, calendar, Texts(city.texts), subscribers)

    def reads(self, event: Event) -> tuple[str, ...]:
        """Ask for what is open near a new report's place, for the ticket to be merged into, and for who confirms."""
        body = event.body
        if isinstance(body, Act):
            signs = (body.account,) if body.action == "sahkan" and body.account else ()
            return (*merging.lanes_of(self.book.city.prefix, body), *signs)
        if isinstance(body, Confirmed) and body.person:
            return (body.person,)
        return (lane_of(self.book.city, body.filing.report),) if isinstance(body, Opened) else ()

    files_compared = staticmethod(origins.files_compared)

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Apply one event; a body that is not for tickets, or not for this state, changes nothing."""
        ticket, body, now = load(state), event.body, moment.now
        if isinstance(body, Confirmed):
            body = structs.replace(body, accounts=accounts_of(body.person, moment.documents))
        if isinstance(body, Act):
            if body.action == "sahkan":
                body = structs.replace(body, accounts=accounts_of(body.account, moment.documents))
            after, effects = self._act(ticket, body, event.lane, moment)
        elif (instead := erasing.withheld(self.book, ticket, body)) is not None:
            after, effects = ticket, instead
        elif isinstance(body, AskStatus):
            after, effects = ticket, self._status(ticket, body, now)
        elif isinstance(body, Follow):
            change, effects = followers.followed(self.book, ticket, body, event.lane.partition(":")[2])
            after, effects = self._apply(ticket, change, now) if change else (ticket, effects)
        elif isinstance(body, ForgetOrigins):
            after, effects = ticket, origins.forgotten(ticket)
        elif isinstance(body, ShowAgain):
            after, effects = self._shown_again(ticket, now) if ticket is not None else (None, ())
        elif isinstance(body, SaidInPublic) and ticket is None:
            after, effects = None, (Tell(body.lane, Linked(event.lane.partition(":")[2], known=False)),)
        else:
            lasting = undoing.settled(ticket, now) if isinstance(body, Timer) else ticket
            change = self._change(lasting, body, now)
            if isinstance(body, Opened) and ticket is None and change is not None:
                change = followers.compared(self.book, change, moment.documents, now)
                change = with_slip(change, body, now, self._seal, self._signer)
            after, effects = self._apply(lasting, change, now) if change else (lasting, ())
            if change is None and after is not None and after is not ticket:
                after, effects = self._shown(ticket, structs.replace(after, revision=after.revision + 1), now)
            if isinstance(body, Opened) and ticket is None and after is not None:
                effects = (*effects, *public.sighted(self.book, after, body))
        wake_at = None if after is None else clock.wake_time(self.book, after, now, self._alarms)
        if after is not None and after.last_act is not None:
            lasts = max(after.last_act.until, now + _SOON)
            wake_at = lasts if wake_at is None else min(wake_at, lasts)
        return Outcome(after, effects, wake_at)

    def _change(self, ticket: TicketState | None, body: Body, now: datetime) -> Change | None:
        if ticket is None:
            return reporter.opened(self.book, body, now) if isinstance(body, Opened) else None
        if isinstance(body, Timer):
            return clock.ring(self.book, ticket, now, self._alarms)
        handler = HANDLERS.get(type(body))
        return handler(self.book, ticket, body, now) if handler else None

    def _status(self, ticket: TicketState | None, body: AskStatus, now: datetime) -> tuple[Effect, ...]:
        if ticket is None:
            return ()
        if body.person != ticket.reporter:
            seen = followers.may_see(ticket, body.person)
            late = clock.is_late(self.book, ticket, now)
            return (Tell(body.lane, followers.about(self.book, ticket, "status", late=late)),) if seen else ()
        ticket = structs.replace(ticket, late=clock.is_late(self.book, ticket, now))
        update = self.book.update(ticket, Update(ticket.number, "status", ticket.status))
        update = structs.replace(
            update, disputable=disputing.may_dispute(self.book, ticket, now), national=ticket.national
        )
        return (Tell(body.lane, structs.replace(update, other=ticket.duplicate_of)),)

    # --- officials ---------------------------------------------------------------------------------------------

    def _act(
        self, ticket: TicketState | None, act: Act, lane: str, moment: Moment
    ) -> tuple[TicketState | None, tuple[Effect, ...]]:
        if ticket is None:
            return None, (self._verdict(None, act, "unknown_ticket", {"number": lane.partition(":")[2]}, refused=True),)
        try:
            change = self._allowed(ticket, act, moment)
        except NotAllowed:
            if outside := rights.outsider(self.book.city.tree, ticket, act.by):
                return ticket, (self._verdict(ticket, act, outside, {}, refused=True),)
            return ticket, (self._verdict(ticket, act, self._why_not(ticket, act), {}, refused=True),)
        except Refused as refusal:
            return ticket, (self._verdict(ticket, act, refusal.key, refusal.values, refused=True),)
        after, effects = self._apply(ticket, change, moment.now)
        if change.elsewhere is not None:
            return after, effects
        told, card = change.values, None
        if act.action == "lihat":
            told, card = {"clock": dates.explained(self.book, after)}, card_of(self.book, after, moment.now)
        done = f"done.{change.verdict or act.action}"
        verdict = self._verdict(after, act, done, told, refused=bool(change.verdict), card=card)
        return after, (effects[0], verdict, *effects[1:])

    def _allowed(self, ticket: TicketState, act: Act, moment: Moment) -> Change:
        if ticket.erased is not None and act.action != "lihat":
            raise Refused("erased")
        rule = rule_for(ticket.status, act.action)
        rights.check_role(self.book.city.tree, ticket, act.by, rule.who)
        undone = ticket.last_act.was.status if ticket.last_act is not None else ticket.status
        to = next_status(ticket.status, act.action, undone if act.action == "urungkan" else ticket.before)
        merging.check(self.book, ticket, act, moment.documents, moment.now)
        change = perform(self.book, ticket, act, to, moment.now, moment.origins)
        return replace(change, ticket=closing.handled_by(change.ticket, act), by=rule.who)

    def _why_not(self, ticket: TicketState, act: Act) -> str:
        if act.action != "ambil" or ticket.holder is None:
            return "not_allowed"
        return "yours" if ticket.holder.id == act.by.id else "taken"

    def _verdict(
        self,
        ticket: TicketState | None,
        act: Act,
        key: str,
        values: Mapping[str, str],
        *,
        refused: bool,
        card: Card | None = None,
    ) -> Tell:
        """Answer one act, with every value that a sentence may need."""
        common: dict[str, str] = {}
        if ticket is not None:
            book = self.book
            common = {
                "number": ticket.number,
                "status": book.say(f"status.{ticket.status}", ticket.status),
                "unit": book.unit_name(ticket.unit) or _UNKNOWN,
                "holder": ticket.holder.name if ticket.holder else _UNKNOWN,
                "coordinator": book.unit_name(book.city.verification_unit),
                "now": book.now_possible(ticket.status),
                "role": book.say(f"role.{act.by.role}", act.by.role),
            }
        told = {**common, **values}
        return Tell(
            act.group or OFFICIALS_LANE,
            Verdict(
                number=told.get("number", ""),
                key=f"officials.verdict.{key}",
                values=told,
                query_id=act.query_id,
                message_id=act.message_id,
                alert=refused,
                card=card,
                person=act.by.id,
            ),
        )

    # --- telling -----------------------------------------------------------------------------------------------

    def _apply(
        self, before: TicketState | None, change: Change, now: datetime
    ) -> tuple[TicketState, tuple[Effect, ...]]:
        """Write the change down: one record; then the card, the citizen's push and the group's relays.

        The matrix of the pack says who is told.
        """
        change = matrix.told_by(self.book, change)
        ticket = staged(before, change.ticket, change.what, now)
        after, relays = kept(ticket, change.relays, now, self.book.desk(ticket).lane)
        line = HistoryLine(
            now, change.actor, change.what, after.status, shorten(change.reason.strip(), LINE_CHARACTERS)
        )
        after = with_history(after, line)
        if change.show:
            after = structs.replace(after, revision=after.revision + 1)
        details = dict(change.details)
        if (before is None or before.status != after.status) and (outcome := outcome_of(after)):
            details["outcome"] = outcome
        record = Record(after.number, change.actor, change.what, after.status, now, change.reason, details)
        record, head = linked(record, after.history_count, after.head, self._seal)
        after = structs.replace(after, head=head)
        effects: list[Effect] = [record]
        if change.show:
            after, shown = self._shown(before, after, now)
            effects += shown
        if change.update is not None and after.reporter != erasing.NOBODY:
            effects.append(Tell(after.reporter, change.update))
        effects += [Tell(relay.group or self.book.desk(after).lane, relay) for relay in relays]
        if change.elsewhere is not None:
            effects.append(change.elsewhere)
        effects += telling.told(self.book, before, after, change, now)
        return after, tuple(effects)

    def _shown_again(self, ticket: TicketState, now: datetime) -> tuple[TicketState, tuple[Effect, ...]]:
        after, effects = self._shown(ticket, ticket, now)
        return after, (*effects, *telling.told_again(self.book, ticket, after))

    def _shown(
        self, before: TicketState | None, after: TicketState, now: datetime
    ) -> tuple[TicketState, tuple[Effect, ...]]:
        """Show the card at the ticket's desk; tell the groups that it has left where it is, and if it is closed."""
        desk, closed = self.book.desk(after), hides_contents(after)
        place = (desk.lane, desk.key)
        last = after.shown_at[-1] if after.shown_at else place
        former = tuple(shown for shown in after.shown_at if shown[0] != desk.lane)
        after = structs.replace(after, shown_at=(*former, place))
        effects: list[Effect] = [
            Tell(desk.lane, ShowCard(card_of(self.book, after, now, last[1] if last != place else "")))
        ]
        anew = before is not None and (hides_contents(before), before.erased) != (closed, after.erased)
        if last != place or anew:
            left = CardLeft(after.number, after.revision, desk.key, closed, after.erased is not None)
            effects += [Tell(lane, left) for lane, _key in former]
        return after, tuple(effects)
