"""What files are worked on with in this deployment: put together from the settings."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from app.channels import KITS
from app.drawing import drawing
from app.hearing import Listener
from app.settings import Settings
from app.viruses import Scanner
from channels.contract import Finding
from core.city.city import City
from core.city.texts import Texts
from core.engine.files import FileTools
from core.vocabulary.errors import HelperDown
from storage.files import TemporarySpool, Tidier
from storage.mongo.store import MongoStore
from storage.recognise import Recogniser


def file_tools(settings: Settings, city: City, store: MongoStore) -> FileTools:
    """Put the tools together: viruses and voices only where somebody is named who looks and listens."""
    return FileTools(
        spool=TemporarySpool,
        tidy=Tidier(ZoneInfo(city.timezone), _scanner(settings)),
        recognise=Recogniser(store),
        hear=_listener(settings, city),
        draw=drawing(city, store, [kit.name for kit in KITS if not kit.missing(settings)]),
        words=Texts(city.texts).below("file_name", city.group_language),
    )


async def about_helpers(settings: Settings, city: City) -> list[Finding]:
    """Ask each helper that is named whether it works."""
    found = []
    for subject, helper, name in (
        ("clamav", _scanner(settings), "KANAL_CLAMAV"),
        ("transcription", _listener(settings, city), "KANAL_TRANSCRIBE_URL and KANAL_TRANSCRIBE_KEY"),
    ):
        if helper is None:
            continue
        try:
            await helper.ping()
            found.append(Finding(subject, True, "answers"))
        except HelperDown as down:
            found.append(Finding(subject, False, str(down), f"start it, or correct {name}"))
    return found


def _scanner(settings: Settings) -> Scanner | None:
    return Scanner(settings.clamav) if settings.clamav else None


def _listener(settings: Settings, city: City) -> Listener | None:
    if not settings.transcribe_url:
        return None
    key = settings.transcribe_key.get_secret_value()
    return Listener(settings.transcribe_url, key, settings.transcribe_model, city.default_language)
