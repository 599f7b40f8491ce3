"""What a chat shows before anybody writes, as the city words it (Messenger profile; Instagram, Ice breakers).

Its default language is the one for people whose app speaks another.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from channels.meta.messaging.client import Client
from channels.meta.messaging.content import START
from channels.raw import Json, objects
from core.city.city import City
from core.city.texts import Texts
from core.language.shorten import in_one_line

GREETING = 160
MENU_TITLE = 30
QUESTION = 80  # secondary sources
LOCALES = {"id": "id_ID", "en": "en_US"}
"""Languages of the packs as the platform names them (Messenger profile, Supported locales)."""

MENU = ("lapor", "status", "bantuan")
"""What can be asked for at any time, by the names of the choices that lead there."""
TEXTS = (
    "channel.page.greeting",
    "channel.page.left_out",
    *(f"channel.page.ask_{name}" for name in MENU),
    *(f"citizen.choice.menu_{name}" for name in MENU),
)


def wanted(city: City, fields: Sequence[str]) -> dict[str, Any]:
    """Word what the platform can show of a city."""
    texts = Texts(city.texts)
    shown = [(city.default_language, "default")]
    shown += [(one, LOCALES[one]) for one in city.languages if one != city.default_language and one in LOCALES]

    def greeting(language: str, locale: str) -> dict[str, Any]:
        words = texts.say("channel.page.greeting", language, city=city.name, number=city.emergency_lines[0].number)
        return {"locale": locale, "text": in_one_line(words, GREETING)}

    def menu(language: str, locale: str) -> dict[str, Any]:
        items = [(name, texts.say(f"citizen.choice.menu_{name}", language)) for name in MENU]
        actions = [
            {"type": "postback", "title": in_one_line(title, MENU_TITLE), "payload": f"menu:{name}"}
            for name, title in items
        ]
        return {"locale": locale, "composer_input_disabled": False, "call_to_actions": actions}

    def questions(language: str, locale: str) -> dict[str, Any]:
        items = [(name, texts.say(f"channel.page.ask_{name}", language)) for name in MENU]
        actions = [{"question": in_one_line(question, QUESTION), "payload": f"menu:{name}"} for name, question in items]
        return {"locale": locale, "call_to_actions": actions}

    makers = {"greeting": greeting, "persistent_menu": menu, "ice_breakers": questions}
    found: dict[str, Any] = {name: [make(*one) for one in shown] for name, make in makers.items() if name in fields}
    return {"get_started": {"payload": START}, **found} if "get_started" in fields else found


async def differing(client: Client, city: City) -> dict[str, Any]:
    """Give what is not shown as the city words it. Raises a ``SendError``."""
    fields = client.platform.menu
    answer = await client.read(client.own("messenger_profile"), fields=",".join(fields), **platform_of(client))
    shown = next(iter(objects(answer.get("data"))), {})
    return {name: value for name, value in wanted(city, fields).items() if not is_shown(value, shown.get(name))}


async def offer(client: Client, city: City) -> None:
    """Show what is to be shown, in one call and only where it differs. Raises a ``SendError``.

    Ten calls in ten minutes are allowed (Messenger profile, rate limits).
    """
    if changed := await differing(client, city):
        await client.write(client.own("messenger_profile"), {**platform_of(client), **changed})


def platform_of(client: Client) -> dict[str, str]:
    """Name the platform where the same edge serves both."""
    return {"platform": client.platform.name} if client.platform.name != "messenger" else {}


def is_shown(value: Any, shown: Any) -> bool:
    """Tell whether something is shown as wanted; what the platform adds by itself does not count."""
    if isinstance(value, Mapping):
        given: Json = shown if isinstance(shown, Mapping) else {}
        return all(is_shown(value[key], given.get(key)) for key in value)
    if isinstance(value, list):
        same = isinstance(shown, list) and len(shown) == len(value)
        return same and all(map(is_shown, value, shown))
    return bool(value == shown)
