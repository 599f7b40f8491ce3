"""Accounts in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from msgspec import structs

from core.vocabulary.accounts import Account, LookLine, Session
from web.monitor.factors import Factors

FACTOR_KEY: Final = "A" * 43
FACTORS: Final = Factors.of(FACTOR_KEY)


@dataclass
class AccountsInMemory:
    """Everything that the entrance stores."""

    people: dict[str, Account] = field(default_factory=dict)
    browsers: dict[str, Session] = field(default_factory=dict)
    log: dict[str, LookLine] = field(default_factory=dict)

    async def put_account(self, account: Account) -> bool:
        """Write an account whose version follows."""
        stored = self.people.get(account.name)
        if account.version != (stored.version + 1 if stored else 1):
            return False
        self.people[account.name] = account
        return True

    async def account(self, name: str) -> Account | None:
        """Read an account."""
        return self.people.get(name)

    async def accounts(self) -> Sequence[Account]:
        """Read all accounts."""
        return [self.people[name] for name in sorted(self.people)]

    async def account_of(self, subject: str) -> Account | None:
        """Read the account of a subject."""
        return next((one for one in self.people.values() if subject and one.subject == subject), None)

    async def put_session(self, session: Session) -> None:
        """Keep a session."""
        self.browsers.setdefault(session.id, session)

    async def session(self, session_id: str) -> Session | None:
        """Read a session."""
        return self.browsers.get(session_id)

    async def touch_session(self, session_id: str, at: datetime) -> None:
        """Note that a session was used."""
        self.browsers[session_id] = structs.replace(self.browsers[session_id], seen_at=at)

    async def end_session(self, session_id: str) -> None:
        """Forget a session."""
        self.browsers.pop(session_id, None)

    async def keep_look(self, look: LookLine) -> None:
        """Write a look."""
        self.log.setdefault(look.id, look)

    async def looks(self, account: str, limit: int) -> Sequence[LookLine]:
        """Read looks, newest first."""
        found = [one for one in self.log.values() if account in ("", one.account)]
        return sorted(found, key=lambda one: one.at, reverse=True)[:limit]
