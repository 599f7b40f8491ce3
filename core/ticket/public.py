"""A ticket and what is said in public: what it tells of itself, and which posts are about it."""

from __future__ import annotations

from datetime import datetime

from msgspec import structs

from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.secrecy import hides_contents
from core.ticket.state import TicketState, with_note
from core.vocabulary.citizen import Opened
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import burst_lane
from core.vocabulary.monitoring import Linked, SaidInPublic, Sighted


def sighted(book: CaseBook, ticket: TicketState, command: Opened) -> tuple[Effect, ...]:
    """Count a new report with others about the same; nothing is told of a confidential one, nor a public one again."""
    report = ticket.report
    if hides_contents(ticket) or command.filing.public:
        return ()
    at = report.filed_at or ticket.opened_at
    told = Sighted(at, book.roots(report.text), report.landmark, number=ticket.number)
    return (Tell(burst_lane(report.category, report.kelurahan), told),)


def said_in_public(book: CaseBook, ticket: TicketState, command: SaidInPublic, now: datetime) -> Change:
    """Note a public post that is about this ticket, and say that the ticket is there."""
    language = book.city.group_language
    name = "many" if command.count > 1 else "one"
    note = book.texts.say(f"monitor.note.{name}", language, link=command.link, count=command.count)
    # One line says how many there are by now, and leaves room for what else the card has to say.
    former = book.city.texts[language]["monitor.note.many"].partition("{")[0]
    kept = tuple(one for one in ticket.notes if not (former and one.startswith(former)))
    noted = with_note(structs.replace(ticket, notes=kept), note)
    answer = Tell(command.lane, Linked(ticket.number, known=True))
    return Change(noted, "said_in_public", SYSTEM, details={"link": command.link}, elsewhere=answer)
