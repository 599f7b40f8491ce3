"""Who looks at the city's work from outside of it: accounts, sessions, and the log of every look.

Officials have none of these: they are known by their chats (`core.register`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

Office = Literal["ombudsman", "ministry", "mayor"]
"""For whom somebody looks. What each may see is said where a page is put on the server."""


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who may look; ``name`` is what they log in with, ``cities`` the codes of the cities that they may see.

    ``password`` is the argon2id hash, empty until the ``invitation``, a digest, was followed; ``secret`` that of the
    second factor, encrypted (`web.monitor.factors`). ``step`` is the last time step whose code was used: each is taken
    once. ``subject`` names the account at an identity provider. Of sessions those of the present ``generation`` hold.
    """

    name: str
    office: Office
    cities: tuple[str, ...]
    created_at: datetime
    version: int = 1
    password: str = ""
    secret: str = ""
    step: int = 0
    invitation: str = ""
    invited_until: datetime | None = None
    generation: int = 0
    failed: int = 0
    locked_until: datetime | None = None
    closed: bool = False
    subject: str = ""


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """A browser that is logged in; ``id`` is the digest of the word that it shows."""

    id: str
    account: str
    city: str
    generation: int
    began_at: datetime
    seen_at: datetime


class LookLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """An account looked at a page; ``number`` is the ticket where it was one. ``id`` makes it one line."""

    id: str
    account: str
    office: Office
    at: datetime
    page: str
    about: str = ""
    number: str = ""


class LookedAt(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody from outside looked at a ticket: goes to its lane, and so into its journal."""

    office: Office
    account: str


class Accounts(Protocol):
    """Where accounts, sessions and looks are kept. Every method raises ``StoreDown``."""

    async def put_account(self, account: Account) -> bool:
        """Write an account whose ``version`` follows the stored one (1: there is none yet); False if it does not."""
        ...

    async def account(self, name: str) -> Account | None:
        """Read an account."""
        ...

    async def accounts(self) -> Sequence[Account]:
        """Read all accounts by name, at most a thousand."""
        ...

    async def account_of(self, subject: str) -> Account | None:
        """Read the account of an identity provider's subject."""
        ...

    async def put_session(self, session: Session) -> None:
        """Keep a new session."""
        ...

    async def session(self, session_id: str) -> Session | None:
        """Read a session."""
        ...

    async def touch_session(self, session_id: str, at: datetime) -> None:
        """Note that a session was used."""
        ...

    async def end_session(self, session_id: str) -> None:
        """Forget a session."""
        ...

    async def keep_look(self, look: LookLine) -> None:
        """Write a look into the log; the same id twice is one line."""
        ...

    async def looks(self, account: str, limit: int) -> Sequence[LookLine]:
        """Read the newest looks of an account, or with an empty name of all, newest first."""
        ...
