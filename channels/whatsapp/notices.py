"""What the platform says about the account, its number and its templates: notices for the officials' health topic.

The texts are in the city packs (``channelhealth``). What concerns single people (calls, echoes of another app, old
history, groups, preferences) is not told there.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from channels.meta.errors import cleaned, code_of, describe
from channels.raw import Json, obj, objects, real, text
from channels.whatsapp.errors import RULES
from channels.whatsapp.senders import NAME
from core.vocabulary.errors import ChannelDown
from core.vocabulary.events import Event
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Notice

PREFIX = "officials.notice."
UNKNOWN = "?"
LATEST_SECONDS = 4_102_444_800
"""The year 2100: a moment beyond it is none."""

Told = tuple[str, dict[str, str]]


def of_field(entry: Json, field: str, value: Json, at: datetime) -> Iterator[Event]:
    """Give the notice of a change; fields without one give nothing."""
    reader = READERS.get(field)
    if not reader or not value:
        return
    key, values = reader(value)
    values["whose"] = whose(entry, value)
    # The time of the entry stays the same when it is repeated, and differs when the same thing happens again.
    seal = _digest([entry.get("time"), value])
    yield _event(f"{NAME}:{text(entry.get('id'))}:{field}:{seal}", at, key, values)


def whose(entry: Json, named: Json) -> str:
    """Name the account, and the number where one is named: an app may serve several."""
    number = "".join(filter(str.isdecimal, text(named.get("display_phone_number")) or text(named.get("phone_number"))))
    account = text(entry.get("id"))
    return " · ".join(filter(None, (f"WABA {account}" if account else "WhatsApp", f"+{number}" if number else "")))


def of_errors(entry: Json, errors: Sequence[Json], received: datetime, whose: str) -> Iterator[Event]:
    """Give the notice of an error of the account that belongs to no message; they carry no time, so once a day each."""
    for error in errors:
        seal = f"{_digest(error)}:{received.date().isoformat()}"
        values = {"error": describe(error), "advice": advice_for(code_of(error.get("code"))), "whose": whose}
        key = "account_error" if values["advice"] else "platform_error"
        yield _event(f"{NAME}:{text(entry.get('id'))}:errors:{seal}", received, key, values)


def of_failure(errors: Sequence[Json], phone_number_id: str, at: datetime, whose: str) -> Iterator[Event]:
    """Give the notice of a failed message whose reason stops every other one too or is unknown, once a day per code."""
    for error in errors:
        code = code_of(error.get("code"))
        event_id = f"{NAME}:{phone_number_id}:failed:{code}:{at.date().isoformat()}"
        if code not in RULES:
            values = {"error": describe(error), "advice": "", "whose": whose}
            yield _event(event_id, at, "platform_error", values)
        elif advice := advice_for(code):
            values = {"error": f"{code} {RULES[code].why}", "advice": advice, "whose": whose}
            yield _event(event_id, at, "account_error", values)


def advice_for(code: int | None) -> str:
    """Say what the operator should do about a code that takes the channel down, empty for others."""
    rule = RULES.get(code) if code is not None else None
    return rule.advice if rule and rule.kind is ChannelDown else ""


def _event(event_id: str, at: datetime, key: str, values: dict[str, str]) -> Event:
    return Event(id=event_id, lane=OFFICIALS_LANE, at=at, body=Notice(key=PREFIX + key, values=values))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _word(value: object) -> str:
    """Give a short word of the platform; numbers too."""
    if isinstance(value, bool) or value is None:
        return UNKNOWN
    return cleaned(value if isinstance(value, str) else str(value) if isinstance(value, int) else "") or UNKNOWN


# --- one reader per field ---------------------------------------------------------------------------------------------


def _template(value: Json) -> Told:
    """Read what is said of a template by the keys that are there: the name of the field does not decide."""
    name = {"name": _word(value.get("message_template_name"))}
    if value.get("new_quality_score") is not None:
        before, after = value.get("previous_quality_score"), value.get("new_quality_score")
        return "template_quality", {**name, "before": _word(before), "after": _word(after)}
    if value.get("new_category") is not None or value.get("correct_category") is not None:
        return _template_category(value, name)
    if value.get("event") is not None:
        return _template_status(value, name)
    return "template_changed", name


def _template_status(value: Json, name: dict[str, str]) -> Told:
    event = text(value.get("event")).upper()
    values = {
        **name,
        "language": _word(value.get("message_template_language")),
        "status": _word(event),
        "reason": _word(value.get("reason") or obj(value.get("rejection_info")).get("reason")),
    }
    known = {"APPROVED": "template_approved", "REJECTED": "template_rejected", "PAUSED": "template_paused"}
    stopped = {"DISABLED", "PENDING_DELETION", "DELETED", "LIMIT_EXCEEDED", "ARCHIVED", "LOCKED"}
    return known.get(event, "template_stopped" if event in stopped else "template_status"), values


def _template_category(value: Json, name: dict[str, str]) -> Told:
    """Tell a change that has come from one that is announced: then ``new_category`` is the present one.

    (Webhooks, template_category_update: ``correct_category``, ``category_update_timestamp``.)
    """
    coming, now, before = (_word(value.get(key)) for key in ("correct_category", "new_category", "previous_category"))
    if coming == UNKNOWN or before != UNKNOWN:
        return "template_category", {**name, "before": before, "after": now if now != UNKNOWN else coming}
    seconds = real(value.get("category_update_timestamp")) or 0.0
    at = datetime.fromtimestamp(seconds, UTC) if 0 < seconds < LATEST_SECONDS else None
    when = f"{at:%Y-%m-%d %H:%M} UTC" if at else UNKNOWN
    return "template_category_coming", {**name, "before": now, "after": coming, "when": when}


BAD_NEWS = ("VIOLATION", "RESTRICT", "DISABLE", "BAN")
LEAVING = ("PARTNER_APP_UNINSTALLED", "PARTNER_REMOVED", "ACCOUNT_OFFBOARDED", "ACCOUNT_DELETED")
"""Events after which the account is no longer ours to send with (Webhooks, account_update)."""
BACK = ("ACCOUNT_RECONNECTED",)
LIFTED = ("REINSTATE",)
"""State of a ban that is over."""


def _account(value: Json) -> Told:
    ban = text(obj(value.get("ban_info")).get("waba_ban_state"))
    details = [
        text(obj(value.get("violation_info")).get("violation_type")),
        ban,
        *(text(one.get("restriction_type")) for one in objects(value.get("restriction_info"))),
        text(obj(value.get("disconnection_info")).get("reason")),
    ]
    event = _word(value.get("event"))
    values = {"event": event, "details": _word(", ".join(filter(None, details)))}
    if event in BACK or any(part in ban.upper() for part in LIFTED):
        return "account_restored", values
    if event in LEAVING:
        return "account_leaving", values
    return "account_restricted" if any(part in event for part in BAD_NEWS) else "account_update", values


def _account_alert(value: Json) -> Told:
    alert = obj(value.get("alert_info")) or value
    values = {
        "alert": _word(alert.get("alert_type")),
        "severity": _word(alert.get("alert_severity")),
        "details": _word(alert.get("alert_description")),
    }
    return "account_alert", values


def _account_review(value: Json) -> Told:
    return "account_review", {"decision": _word(value.get("decision"))}


def _capability(value: Json) -> Told:
    limit = value.get("max_daily_conversations_per_business") or value.get("max_daily_conversation_per_phone")
    return "account_limit", {"limit": _word(limit)}


def _number_quality(value: Json) -> Told:
    values = {
        "event": _word(value.get("event")),
        "limit": _word(value.get("current_limit") or value.get("max_daily_conversations_per_business")),
    }
    return "number_quality", values


def _number_name(value: Json) -> Told:
    values = {
        "name": _word(value.get("requested_verified_name")),
        "decision": _word(value.get("decision")),
        "reason": _word(value.get("rejection_reason")),
    }
    return "number_name", values


def _security(value: Json) -> Told:
    return "number_security", {"event": _word(value.get("event"))}


READERS: dict[str, Callable[[Json], Told]] = {
    "message_template_status_update": _template,
    "message_template_quality_update": _template,
    "message_template_components_update": _template,
    "template_category_update": _template,
    "account_update": _account,
    "account_alerts": _account_alert,
    "account_review_update": _account_review,
    "business_capability_update": _capability,
    "phone_number_quality_update": _number_quality,
    "phone_number_name_update": _number_name,
    "security": _security,
}
