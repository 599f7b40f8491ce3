"""The shapes that webhooks carry: contacts, messages, and values of several of them."""

import random
from dataclasses import dataclass
from typing import Any

from simulator.meta.webhook import LAYOUTS
from simulator.whatsapp.world import Business, User

Json = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing to report: the field of the subscription and its value, without the common keys."""

    field: str
    value: Json

    @property
    def alone(self) -> bool:
        """Tell whether it must not share a value with others: value-level errors belong to one message."""
        return self.field != "messages" or "errors" in self.value


def sender(user: User) -> Json:
    """Give the keys of a message that name its sender, the number withheld as the person shows it."""
    shown = {"phone": {"from": user.phone}, "absent": {}, "empty": {"from": ""}, "user_id": {"from": user.user_id}}
    named: Json = dict(shown[user.shows])
    if user.user_id:
        named["from_user_id"] = user.user_id
    return named


def contact(user: User) -> Json:
    """Give the contact of a person."""
    shown = {"phone": {"wa_id": user.phone}, "absent": {}, "empty": {"wa_id": ""}, "user_id": {"wa_id": user.user_id}}
    profile: Json = {"name": user.name}
    if user.username:
        profile["username"] = user.username
    named: Json = {"profile": profile, **shown[user.shows]}
    if user.user_id:
        named["user_id"] = user.user_id
    return named


def envelope(business: Business, items: list[Item], layout: str, dice: random.Random) -> Json:
    """Put items into one body: in common values, in several changes, in several entries, or mixed by the dice."""
    entries: list[Json] = []
    for item in items:
        place = dice.choice(LAYOUTS[:3]) if layout == "mixed" else layout
        last = entries[-1]["changes"][-1] if entries else None
        if place == "values" and last is not None and not item.alone and last["field"] == "messages" and (
            "errors" not in last["value"]
        ):  # fmt: skip
            _merge(last["value"], item.value)
            continue
        change = {"value": _value(business, item), "field": item.field}
        if place == "entries" or not entries:
            entries.append({"id": business.waba_id, "changes": [change]})
        else:
            entries[-1]["changes"].append(change)
    return {"object": "whatsapp_business_account", "entry": entries}


def _value(business: Business, item: Item) -> Json:
    if item.field != "messages":
        return dict(item.value)
    value: Json = {"messaging_product": "whatsapp", "metadata": business.metadata}
    return {**value, **{key: list(found) for key, found in item.value.items()}}


def _merge(value: Json, more: Json) -> None:
    for key, found in more.items():
        known = value.setdefault(key, [])
        known.extend(one for one in found if key != "contacts" or one not in known)
