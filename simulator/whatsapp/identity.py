"""Who people are: new ones, numbers and ids that change, and whether they can be reached."""

from collections.abc import Callable
from typing import Any

from simulator.control import Impossible
from simulator.whatsapp.acting import Acting
from simulator.whatsapp.inbound import Item
from simulator.whatsapp.limits import PHONE_DIGITS
from simulator.whatsapp.world import SHOWS, User

Json = dict[str, Any]


class Identity(Acting):
    """Change who somebody is. `media_urls` and `base_url` are the stand-in's, for the address inside media messages."""

    media_urls: bool = False
    base_url: Callable[[], str] = staticmethod(lambda: "")

    def add_user(
        self, phone: str, name: str, user_id: str | None = None, username: str = "", shows: str = "phone",
        key: str = "", on_whatsapp: bool = True,
    ) -> User:  # fmt: skip
        """Create a person. `user_id` None makes a business-scoped id, "" is somebody from before them.

        `shows` is how webhooks name the number: phone, absent, empty, or user_id (the id stands in its place).
        """
        if shows not in SHOWS:
            raise Impossible(f"shows must be one of {SHOWS}")
        if phone and not (phone.isdigit() and len(phone) in PHONE_DIGITS):
            raise Impossible("a number has 7 to 15 digits, without a plus")
        made = f"ID.{13_490_000_000_000_000 + len(self.world.users)}" if user_id is None else user_id
        if shows != "phone" and not made:
            raise Impossible("who withholds the number has an id")
        return self.world.add_user(User(key or phone or made, name, phone, made, username, shows, on_whatsapp))

    def show_phone(self, user: str, shows: str) -> None:
        """Change how webhooks name the number of a person."""
        if shows not in SHOWS:
            raise Impossible(f"shows must be one of {SHOWS}")
        self.world.user(user).shows = shows

    def change_number(self, user: str, phone: str, user_id: str | None = None, announce: bool = True) -> Json:
        """Move a person to another number, and to another id unless it is given; give the system message.

        With `announce` false it is not sent: send it later with `announce`, or twice.
        """
        person = self.world.user(user)
        old_phone, old_id = person.phone, person.user_id
        new_id = user_id if user_id is not None else (f"{old_id}7" if old_id else "")
        self._forget(person)
        person.phone, person.user_id = phone, new_id
        self.world.name(person)
        body = f"User {person.name} changed from {old_phone} to {phone}"
        return self._system(person, "user_changed_number", body, old_phone, old_id, announce)

    def change_user_id(self, user: str, user_id: str, announce: bool = True) -> Json:
        """Give a person another business-scoped id; give the system message."""
        person = self.world.user(user)
        old_id = person.user_id
        self._forget(person)
        person.user_id = user_id
        self.world.name(person)
        body = f"User {person.name} changed user id"
        return self._system(person, "user_changed_user_id", body, person.phone, old_id, announce)

    def announce(self, message: Json) -> None:
        """Send a system message that a change gave, once more or for the first time."""
        self.push(Item("messages", {"messages": [message]}))

    def _forget(self, person: User) -> None:
        for alias in (person.phone, person.user_id):
            self.world.owners.pop(alias, None)

    def _system(self, person: User, kind: str, body: str, old_phone: str, old_id: str, announce: bool) -> Json:
        """Make the system message about a change; it comes without contacts."""
        system: Json = {"body": body, "type": kind}
        if kind == "user_changed_number":
            system["wa_id"] = person.phone
        if person.user_id:
            system.update(user_id=person.user_id, previous_user_id=old_id)
        message: Json = {
            "id": self.world.new_id(person), "timestamp": str(int(self.world.now())), "type": "system",
            "system": system,
        }  # fmt: skip
        if person.shows == "phone":
            message["from"] = old_phone
        if old_id:
            message["from_user_id"] = old_id
        self.world.feed.publish("user", {"user": person.shape()}, person.key)
        if announce:
            self.announce(message)
        return message

    def go_offline(self, user: str) -> None:
        """Switch the phone off: messages stay at sent."""
        self.world.user(user).online = False

    def come_online(self, user: str) -> None:
        """Switch the phone on: what waited is delivered."""
        person = self.world.user(user)
        person.online = True
        self.statuses.arrived(person)

    def read(self, user: str) -> None:
        """Open the chat and read everything."""
        self.statuses.read(self.world.user(user))

    def block(self, user: str) -> None:
        """Block the business: its messages stay at sent."""
        self.world.user(user).blocked = True

    def unblock(self, user: str) -> None:
        """Unblock the business; what was sent meanwhile never comes."""
        person = self.world.user(user)
        person.blocked = False
        person.waiting.clear()

    def leave(self, user: str) -> None:
        """Delete the account: sending gives 131026."""
        self.world.user(user).on_whatsapp = False

    def stop_marketing(self, user: str, stopped: bool = True) -> None:
        """Stop marketing messages: 131050, and a `user_preferences` webhook."""
        person = self.world.user(user)
        person.stopped_marketing = stopped
        preference = {
            "wa_id": person.phone, "user_id": person.user_id, "category": "marketing_messages",
            "value": "stop" if stopped else "resume", "timestamp": int(self.world.now()),
            "detail": "User requested to stop marketing messages" if stopped else "User requested to resume",
        }  # fmt: skip
        self.push(Item("user_preferences", {
            "messaging_product": "whatsapp", "metadata": self.world.business.metadata,
            "user_preferences": [preference],
        }))  # fmt: skip
