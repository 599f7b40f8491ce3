"""How secrets of second factors are kept: encrypted by a key that is in the settings alone, never in the database."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from cryptography.fernet import Fernet, InvalidToken
from msgspec import structs

from core.proof.keys import KEY_BYTES, read
from core.vocabulary.accounts import Account, Accounts
from core.vocabulary.errors import KanalError

_KEPT: Final = "gAAAA"
"""How everything begins that Fernet writes: version and time. A bare secret is in base 32, without small letters."""
_APART: Final = "\n"


class BadFactorKey(KanalError):
    """Raised when a key for second factors is not 32 bytes in base64."""


class FactorShut(KanalError):
    """Raised when a second factor cannot be looked at: no key is set, or another one closed it. Nobody comes in."""


class Kept(NamedTuple):
    """Names of accounts whose second factor was encrypted anew, and of those that no key of ours opens."""

    anew: list[str]
    shut: list[str]


def fernet_of(key: str) -> Fernet:
    """Take the setting: 32 bytes in base64. Raises ``BadFactorKey``."""
    content = read(key.strip().rstrip("=").translate(str.maketrans("+/", "-_")))
    if len(content) != KEY_BYTES:
        raise BadFactorKey("a key for second factors is 32 bytes in base64: `kanal account key` makes one")
    return Fernet(base64.urlsafe_b64encode(content))


@dataclass(frozen=True)
class Factors:
    """Keeps secrets of second factors; ``keys`` are the present key and those before it, none where none is set.

    What is kept is bound to its account's name: put into another account it opens nothing.
    """

    keys: Sequence[Fernet]

    @classmethod
    def of(cls, *keys: str) -> Factors:
        """Take the settings, the present key first; where that is empty nothing opens. Raises ``BadFactorKey``."""
        return cls(tuple(fernet_of(key) for key in keys if key) if keys and keys[0] else ())

    def kept(self, name: str, secret: str) -> str:
        """Give what is stored of a secret, by the present key. Raises ``FactorShut`` where there is none."""
        if not self.keys:
            raise FactorShut("no key")
        return self.keys[0].encrypt(f"{name}{_APART}{secret}".encode()).decode()

    def secret_of(self, account: Account) -> str:
        """Give an account's secret, also one from before there were keys. Raises ``FactorShut``."""
        if not account.secret:
            return ""
        if not self.keys:
            raise FactorShut("no key")
        if not account.secret.startswith(_KEPT):
            return account.secret
        for key in self.keys:
            if (secret := _opened(key, account)) is not None:
                return secret
        raise FactorShut("another key")

    def is_current(self, account: Account) -> bool:
        """Tell whether nothing is to be done: there is no secret, or the present key keeps it."""
        return not account.secret or (bool(self.keys) and _opened(self.keys[0], account) is not None)

    def renewed(self, account: Account) -> Account:
        """Give the account with its secret kept by the present key. Raises ``FactorShut``."""
        if self.is_current(account):
            return account
        return structs.replace(account, secret=self.kept(account.name, self.secret_of(account)))


def _opened(key: Fernet, account: Account) -> str | None:
    try:
        name, _, secret = key.decrypt(account.secret.encode()).decode().partition(_APART)
    except InvalidToken:
        return None
    return secret if name == account.name else None


async def keep_all(accounts: Accounts, factors: Factors) -> Kept:
    """Encrypt by the present key what is kept by an earlier one, or by none. Raises ``StoreDown``.

    An account that changes meanwhile is left to its next login.
    """
    done = Kept([], [])
    for account in await accounts.accounts():
        try:
            renewed = factors.renewed(account)
        except FactorShut:
            done.shut.append(account.name)
            continue
        if renewed is not account and await accounts.put_account(structs.replace(renewed, version=account.version + 1)):
            done.anew.append(account.name)
    return done
