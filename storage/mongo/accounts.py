"""Accounts of those who look from outside, their sessions, and the log of looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pymongo.errors import DuplicateKeyError

from core.vocabulary.accounts import Account, LookLine, Session
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack

if TYPE_CHECKING:
    from storage.mongo.connection import Documents

MOST_ACCOUNTS = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AccountBook:
    """One document for each account, session and look (`core.vocabulary.accounts.Accounts`)."""

    def __init__(self, connection: Connection) -> None:
        self._accounts = connection["accounts"]
        self._sessions = connection["sessions"]
        self._looks = connection["looks"]

    async def put_account(self, account: Account) -> bool:
        """Write an account whose version follows the stored one; tell whether it did."""
        document = {**_document(account, "name"), "version": account.version}
        if account.version == 1:
            return await self._insert(self._accounts, document)
        with reaching():
            wanted = {"_id": account.name, "version": account.version - 1}
            result = await self._accounts.replace_one(wanted, encode(document))
        return bool(result.matched_count)

    async def account(self, name: str) -> Account | None:
        """Read an account."""
        with reaching():
            found = await self._accounts.find_one({"_id": name})
        return unpack({"name": found.pop("_id"), **found}, Account) if found else None

    async def accounts(self) -> Sequence[Account]:
        """Read all accounts by name."""
        with reaching():
            found = self._accounts.find({"created_at": {"$gt": EPOCH}}).sort("created_at", 1).limit(MOST_ACCOUNTS)
            documents = await found.to_list(None)
        read = [unpack({"name": one.pop("_id"), **one}, Account) for one in documents]
        return sorted(read, key=lambda account: account.name)

    async def account_of(self, subject: str) -> Account | None:
        """Read the account of an identity provider's subject."""
        with reaching():
            found = await self._accounts.find_one({"subject": subject}) if subject else None
        return unpack({"name": found.pop("_id"), **found}, Account) if found else None

    async def put_session(self, session: Session) -> None:
        """Keep a new session."""
        await self._insert(self._sessions, _document(session, "id"))

    async def session(self, session_id: str) -> Session | None:
        """Read a session."""
        with reaching():
            found = await self._sessions.find_one({"_id": session_id})
        return unpack({"id": found.pop("_id"), **found}, Session) if found else None

    async def touch_session(self, session_id: str, at: datetime) -> None:
        """Note that a session was used."""
        with reaching():
            await self._sessions.update_one({"_id": session_id}, {"$set": {"seen_at": at}})

    async def end_session(self, session_id: str) -> None:
        """Forget a session."""
        with reaching():
            await self._sessions.delete_one({"_id": session_id})

    async def keep_look(self, look: LookLine) -> None:
        """Write a look into the log; the same id twice is one line."""
        await self._insert(self._looks, _document(look, "id"))

    async def looks(self, account: str, limit: int) -> Sequence[LookLine]:
        """Read the newest looks of an account, or of all, newest first."""
        wanted: dict[str, Any] = {"account": account} if account else {"at": {"$gt": EPOCH}}
        with reaching():
            found = await self._looks.find(wanted).sort("at", -1).limit(limit).to_list(None)
        return [unpack({"id": one.pop("_id"), **one}, LookLine) for one in found]

    async def _insert(self, collection: Documents, document: dict[str, Any]) -> bool:
        with reaching():
            try:
                await collection.insert_one(encode(document))
            except DuplicateKeyError:
                return False
        return True


def _document(value: Account | Session | LookLine, own: str) -> dict[str, Any]:
    body = pack(value)
    return {"_id": body.pop(own), **body}
