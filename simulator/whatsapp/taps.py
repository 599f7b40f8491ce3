"""Answers by tapping: reply buttons, list rows, template buttons, requests for a place or a phone number."""

from typing import Any

from simulator.control import Impossible
from simulator.whatsapp.acting import Acting
from simulator.whatsapp.bubble import Bubble, Choice, Content
from simulator.whatsapp.world import User

Json = dict[str, Any]


class Taps(Acting):
    """Tap what the business sent; `message_id` empty means the last message that has something to tap."""

    def press(
        self, user: str, label: str = "", id: str = "", message_id: str = "", without_context: bool = False
    ) -> Json:
        """Tap a button or a list row, found by its words (exact, else a part of them) or its id.

        `without_context` leaves the context out, as happens with buttons of templates.
        """
        person = self.world.user(user)
        bubble = self._tappable(person, message_id)
        choice = _find(bubble, label, id)
        if choice.kind == "location_request":
            return self.answer_location(user, message_id=bubble.id)
        if choice.kind == "contact_request":
            return self.share_contact(user, message_id=bubble.id)
        content = Content("tap", choice.title)
        context = "" if without_context else bubble.id
        if choice.kind == "quick_reply":
            body: Json = {"payload": choice.id, "text": choice.title}
            return self._send(person, "button", body, content, context=context)
        kind = "list_reply" if choice.kind == "row" else "button_reply"
        reply: Json = {"id": choice.id, "title": choice.title}
        if choice.description:
            reply["description"] = choice.description
        return self._send(person, "interactive", {"type": kind, kind: reply}, content, context=context)

    def press_broken(self, user: str, message_id: str = "") -> Json:
        """Tap something so that the platform fails: the interactive key is missing, value.errors has 131000."""
        person = self.world.user(user)
        bubble = self._tappable(person, message_id)
        self._ready(person)
        message = {
            "from": person.phone, "id": self.world.new_id(person), "timestamp": str(int(self.world.now())),
            "type": "interactive", "context": {"from": self.world.business.phone, "id": bubble.id},
        }  # fmt: skip
        error = {"code": 131000, "title": "Something went wrong", "message": "Something went wrong"}
        self._tell(person, message, [{**error, "error_data": {"details": "Unable to read the reply"}}])
        return message

    def answer_location(
        self, user: str, latitude: float = -10.1772, longitude: float = 123.607, message_id: str = ""
    ) -> Json:
        """Answer a request for a place with the current one."""
        person = self.world.user(user)
        bubble = self._tappable(person, message_id, "location_request")
        place: Json = {"latitude": latitude, "longitude": longitude}
        return self._send(person, "location", place, Content("location", location=place), context=bubble.id)

    def share_contact(self, user: str, message_id: str = "") -> Json:
        """Answer a request for the phone number with the own card; the number is shown from then on."""
        person = self.world.user(user)
        bubble = self._tappable(person, message_id, "contact_request")
        phone = {"phone": f"+{person.phone}", "wa_id": person.phone, "type": "CELL"}
        if person.user_id:
            phone["user_id"] = person.user_id
        card: Json = {
            "name": {"formatted_name": person.name, "first_name": person.name.split()[0]}, "phones": [phone],
            "origin": "contact_request",
        }  # fmt: skip
        return self._send_cards(person, [card], bubble.id)

    def _send_cards(self, person: User, cards: list[Json], context: str) -> Json:
        more = {"contacts": cards}
        return self._send(person, "contacts", {}, Content("contacts", contacts=cards), context=context, more=more)

    def _tappable(self, person: User, message_id: str, kind: str = "") -> Bubble:
        if message_id:
            bubble = self._bubble(person, message_id)
        else:
            found = (one for one in reversed(person.messages.values()) if one.from_business and one.choices)
            bubble = next((one for one in found if not kind or one.kind == kind), None) or _nothing(person)
        if not bubble.from_business or (kind and bubble.kind != kind):
            raise Impossible("there is nothing of that kind to tap in this message")
        return bubble


def _nothing(person: User) -> Bubble:
    raise Impossible(f"nothing to tap in the chat of {person.key}")


def _find(bubble: Bubble, label: str, identity: str) -> Choice:
    choices = [choice for choice in bubble.choices if choice.kind != "url"]
    if identity:
        found = [choice for choice in choices if choice.id == identity]
    else:
        found = [choice for choice in choices if choice.title == label] or [
            choice for choice in choices if label and label.lower() in choice.title.lower()
        ]
    if not found:
        raise Impossible(f"no choice {label or identity!r} among {[choice.title for choice in choices]}")
    return found[0]
