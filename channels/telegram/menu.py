"""What Telegram shows about the bot before anybody writes: command lists and descriptions, as the city words them.

Its default language is also the one for people whose app speaks another (Bot API, setMyCommands).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.city.city import City
from core.city.texts import Texts

Commands = tuple[tuple[str, str], ...]
"""Command and what it does."""

_CHANGES_LANGUAGE = "bahasa"
"""The command that is of no use where one language is spoken."""


@dataclass(frozen=True)
class Menu:
    """What is shown to people whose app speaks ``language``; ``code`` is empty for whoever has none of their own.

    ``description`` stands in the empty chat, at most 512 characters (Bot API, setMyDescription); ``short_description``
    on the profile page, at most 120 (setMyShortDescription).
    """

    language: str
    code: str
    citizen: Commands
    officials: Commands
    description: str
    short_description: str


def menus(city: City) -> tuple[Menu, ...]:
    """Word the menus of a city, the default language first."""
    return tuple(_menus(city, Texts(city.texts)))


def _menus(city: City, texts: Texts) -> Iterator[Menu]:
    number = city.emergency_lines[0].number
    for language in city.languages:
        first = language == city.default_language
        yield Menu(
            language=language,
            code="" if first else language,
            citizen=_commands(city, texts, "menu.citizen.", language),
            officials=_commands(city, texts, "menu.officials.", city.group_language if first else language),
            description=texts.say("menu.description", language, number=number).strip(),
            short_description=texts.say("menu.short_description", language, number=number).strip(),
        )


def _commands(city: City, texts: Texts, prefix: str, language: str) -> Commands:
    own = [texts.say("citizen.language.short", one) for one in city.languages]
    languages = f" {texts.say('citizen.emergency.or', language)} ".join(own)
    names = (key.removeprefix(prefix) for key in city.texts[city.default_language] if key.startswith(prefix))
    wanted = [name for name in names if name != _CHANGES_LANGUAGE or len(city.languages) > 1]
    return tuple((name, texts.say(f"{prefix}{name}", language, languages=languages)) for name in wanted)
