"""Put messages into the box of a private page, and bring the files that were sent by a form."""

from collections.abc import Callable, Sequence

from channels.contract import Finding, Route
from channels.kit import Around
from channels.web.settings import WebSettings
from core.city.texts import Texts
from core.vocabulary.channel import Capabilities, Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import FetchError
from core.vocabulary.events import File
from core.vocabulary.letters import Letter
from core.vocabulary.media import Media, Spool, copy

NAME = "web"
TEXT_LIMIT = 20_000
"""Of our own: more than anybody reads on one page."""
CAPABILITIES = Capabilities(
    text=TEXT_LIMIT, caption=TEXT_LIMIT, buttons=60, button_label=120, album=10, waits=True, reports=True
)


class WebChannel:
    """The boxes of all private pages. Files of ours stay in the media store; the page shows them from there."""

    name = NAME
    capabilities = CAPABILITIES
    routes: Sequence[Route] = ()

    def __init__(self, _settings: WebSettings, around: Around) -> None:
        self._around = around
        self.came: Callable[[str], None] = lambda _box: None
        """Told of each box in which there is a new letter."""

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Put a message into the box of ``target.address``; the same entry twice is one letter."""
        letter = Letter(
            id=target.entry_id,
            box=target.address,
            at=self._around.clock.now(),
            text=message.text,
            choices=message.choices,
            evidence=message.evidence,
            ref=message.ref,
            key=message.key,
        )
        await self._around.letters.put_letter(letter)
        self.came(target.address)
        return (target.entry_id,)

    async def fetch(self, file: File, into: Spool) -> Media:
        """Give a file of a form. Raises ``FetchError`` when its day is over."""
        upload = await self._around.letters.get_upload(file.ref)
        if upload is None:
            raise FetchError("gone", "the file was kept for a day only")
        await copy(upload.content, into)
        return Media(into, upload.mime, file.name)

    def entrance(self) -> str:
        """Give the address of the form, with a word for whatever is brought along."""
        texts = Texts(self._around.city.texts)
        address = f"{self._around.public_url.rstrip('/')}/{texts.say('web.path.form')}"
        return f"{address}?{texts.say('web.path.source')}={{word}}" if self._around.public_url else ""

    async def check(self) -> Sequence[Finding]:
        """Tell whether a private link would lead anywhere."""
        address = self._around.public_url
        advice = "set KANAL_PUBLIC_URL: receipts and links are made of it"
        return (Finding("web form", bool(address), address or "no public address", "" if address else advice),)

    async def close(self) -> None:
        """Close nothing: there are no connections."""
