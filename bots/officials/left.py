"""Say how long is left of a limit, or how late a ticket is, in working days: those are what a limit counts."""

from datetime import date, datetime, timedelta

from bots.officials.turn import Office


def time_left(office: Office, due_at: datetime, now: datetime) -> str:
    """Word the distance to a limit that officials have to keep."""
    due, today = (moment.astimezone(office.zone).date() for moment in (due_at, now))
    if due_at <= now:
        days = _working_days(office, due, today)
        return office.say("officials.left.late", days=days) if days else office.say("officials.left.over")
    if due == today:
        return office.say("officials.left.today")
    if due == today + timedelta(days=1):
        return office.say("officials.left.tomorrow")
    return office.say("officials.left.days", days=_working_days(office, today, due))


def _working_days(office: Office, after: date, until: date) -> int:
    """Count the working days after a day, up to another and with it."""
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(office.calendar.is_working_day(day) for day in days)
