"""What a machine heard in a voice note: the words join the message that it came with, marked, as if it had been edited.

So they go wherever its words would have gone, into the draft or after the report, and danger is heard in them, too.
"""

from __future__ import annotations

from msgspec.structs import replace

from bots.citizen.state import ChatState
from bots.citizen.turn import Setting
from core.vocabulary.events import Edited, Event, Person, Said
from core.vocabulary.results import Heard


def as_edit(setting: Setting, state: ChatState, event: Event) -> Event:
    """Make of words that were heard the edit of their message; every other event, and words of none, stays as it is."""
    body = event.body
    if not isinstance(body, Heard):
        return event
    voice = next((one for one in state.voices if one.file.ref == body.ref), None)
    if voice is None:
        return event
    heard = setting.texts.say("citizen.heard.words", _language(setting, state), text=body.text)
    text = "\n".join(part for part in (voice.text, heard) if part)
    files = tuple(one.file for one in state.voices if one.message == voice.message)
    for one in state.voices:
        if one.message == voice.message:
            one.text = text
    said = Said(Person(""), voice.message, text, files, album=voice.album)
    return replace(event, body=Edited(said))


def _language(setting: Setting, state: ChatState) -> str:
    return state.language if state.language in setting.city.languages else setting.city.default_language
