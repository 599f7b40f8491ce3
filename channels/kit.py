"""What a channel's folder brings: its ``kit.py`` exports one ``KIT``, and everybody finds what is needed there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from channels.contract import Channel
from core.city.city import City
from core.vocabulary.feed import FedBy, MachineNews, MachineReport
from core.vocabulary.letters import Letter, Letters, PageLink, Upload
from core.vocabulary.steps import Clock
from core.vocabulary.store import Notes

Report = Callable[..., None]
"""Called with the name of a happening and facts for log and metrics."""

S = TypeVar("S", bound=BaseSettings)


class Forgetful:
    """Notes for whoever has no store: they last as long as the process."""

    def __init__(self) -> None:
        self._notes: dict[str, str] = {}
        self._counts: dict[str, dict[str, int]] = {}

    async def read_note(self, name: str) -> str:
        """Read what was written last under a name."""
        return self._notes.get(name, "")

    async def write_note(self, name: str, value: str) -> None:
        """Write something under a name."""
        self._notes[name] = value

    async def count(self, name: str, amounts: Mapping[str, int]) -> Mapping[str, int]:
        """Add to the counts under a name; give the sums."""
        counts = self._counts.setdefault(name, {})
        for kind, amount in amounts.items():
            counts[kind] = counts.get(kind, 0) + amount
        return dict(counts)


class NoLetters:
    """Boxes for whoever has no store: what is put there is gone."""

    async def put_letter(self, letter: Letter) -> None:
        """Take a letter."""

    async def letters(self, box: str, limit: int) -> Sequence[Letter]:
        """Give nothing."""
        return ()

    async def mark_read(self, letter_ids: Sequence[str]) -> None:
        """Take note of nothing."""

    async def put_upload(self, upload: Upload) -> None:
        """Take a file."""

    async def get_upload(self, upload_id: str) -> Upload | None:
        """Give nothing."""
        return None

    async def bind_link(self, digest: str, box: str, at: datetime) -> None:
        """Take a link."""

    async def link_of(self, digest: str) -> PageLink:
        """Know no link."""
        return PageLink()

    async def renew_link(self, digest: str, new: str, at: datetime) -> bool:
        """Renew nothing."""
        return False

    async def close_link(self, digest: str) -> None:
        """Close nothing."""


class NoFeed:
    """A feed for whoever has no store: what is put there is gone."""

    async def put_report(self, report: MachineReport) -> None:
        """Take a report."""

    async def put_news(self, news: MachineNews) -> None:
        """Take a message."""


@dataclass(frozen=True)
class Around:
    """What a channel gets of the bridge; ``paced`` is False only on stand-ins without limits.

    In ``notes`` a channel leaves what all processes have to know: where it stopped reading, what was spent; ``letters``
    are boxes of people whom no platform reaches, ``feed`` is what machines come back for.
    """

    city: City
    clock: Clock
    report: Report
    public_url: str = ""
    paced: bool = True
    notes: Notes = field(default_factory=Forgetful)
    letters: Letters = field(default_factory=NoLetters)
    feed: FedBy = field(default_factory=NoFeed)

    def webhook_url(self, name: str) -> str:
        """Give the public address of a channel's webhooks."""
        return f"{self.public_url.rstrip('/')}/webhooks/{name}"


@dataclass(frozen=True)
class Signed:
    """How a platform would send a recorded body: as a body with these headers, or as a query, or ``raw_query``."""

    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    suffix: str = ""
    raw_query: str = ""


@dataclass(frozen=True)
class Group:
    """The officials' group: on which channel, at which configured address, and who its first administrators are."""

    channel: str = ""
    address: str = ""
    admin_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class GroupPlace(Generic[S]):
    """How a channel that can hold the officials' group is told of it: the ``setting`` that names its address."""

    setting: str
    read: Callable[[S], Group]


@dataclass(frozen=True)
class Kit(Generic[S]):
    """All of one channel.

    ``required`` names the settings without which it is off, ``shared`` those of them that other channels need too;
    ``meant`` others that only make sense with it.
    ``without_address`` is what makes it work where no public address is set. ``texts`` are keys of the city's texts.
    """

    name: str
    settings: type[S]
    required: tuple[str, ...]
    build: Callable[[S, Around], Channel]
    sign: Callable[[S, bytes], Signed]
    meant: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    group: GroupPlace[S] | None = None
    without_address: str = ""
    texts: tuple[str, ...] = ()

    def own(self, settings: BaseSettings) -> S:
        """Give the channel's settings: those of the bridge know them, unless the kit comes from outside."""
        return settings if isinstance(settings, self.settings) else self.settings()

    def missing(self, settings: BaseSettings) -> tuple[str, ...]:
        """Name the required settings that are not set; none means that the channel is on."""
        return tuple(name for name in self.required if not self._is_set(settings, name))

    def given(self, settings: BaseSettings) -> tuple[str, ...]:
        """Name the settings that show that the channel is meant to be on: none by what is shared alone."""
        found = tuple(name for name in (*self.required, *self.meant) if self._is_set(settings, name))
        return found if set(found) - set(self.shared) else ()

    def _is_set(self, settings: BaseSettings, name: str) -> bool:
        value: Any = self.own(settings).model_dump(by_alias=True)[name]
        return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)
