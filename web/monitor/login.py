"""Who may come in: name, password and code are judged together, and a wrong one never says which it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from core.vocabulary.accounts import Account, Accounts, Session
from core.vocabulary.steps import Clock
from web.monitor.factors import Factors, FactorShut
from web.monitor.secrets import INVITED_FOR, Hasher, digest_of, new_secret, same, step_of

TRIES: Final = 5
LOCKED: Final = timedelta(minutes=15)
"""After five wrong tries in a row nobody comes in for so long: 480 guesses a day, of a password and a code at once."""
IDLE: Final = timedelta(minutes=30)
WHOLE: Final = timedelta(hours=12)
"""A session ends when it is not used for half an hour, and in any case after a working day."""
TOUCHED: Final = timedelta(minutes=1)
"""A session's use is noted once in so long."""
_RACES: Final = 8


@dataclass(frozen=True)
class Entrance:
    """Judges logins and invitations of one city, and keeps its sessions. Every method raises ``StoreDown``."""

    accounts: Accounts
    clock: Clock
    city: str
    fresh: Callable[[], str]
    hasher: Hasher
    factors: Factors

    # --- coming in --------------------------------------------------------------------------------------------------

    async def judge(self, name: str, password: str, code: str) -> Account | None:
        """Give the account that may come in; None for whatever is wrong, in about the same time.

        A try is counted before it is judged, so that many at once are not more than five. Raises ``FactorShut`` to
        whoever knows the password, where no key of ours opens the second factor; that try is not counted.
        """
        now = self.clock.now()
        for _ in range(_RACES):
            account = await self.accounts.account(name)
            if account is None or not self._may(account) or (account.locked_until or now) > now:
                await self.hasher.fits("", password)
                return None
            tried = _tried(account, now)
            if await self.accounts.put_account(tried):
                break
        else:
            return None
        if not await self.hasher.fits(account.password, password):
            return None
        try:
            secret = self.factors.secret_of(account)
        except FactorShut:
            await self._change(name, lambda one: {"failed": account.failed, "locked_until": account.locked_until})
            raise
        step = step_of(secret, code, now, account.step)
        return await self._let_in(account, secret, step) if step else None

    async def _let_in(self, judged: Account, secret: str, step: int) -> Account | None:
        """Forget the wrong tries and use up the code, unless the account changed while it was judged.

        A second factor that was kept otherwise is kept by the present key from now on.
        """
        for _ in range(_RACES):
            account = await self.accounts.account(judged.name)
            if account is None or account.step >= step or _key(account) != _key(judged):
                return None
            if self.factors.secret_of(account) != secret:
                return None
            good = structs.replace(
                self.factors.renewed(account), version=account.version + 1, failed=0, locked_until=None, step=step
            )
            if await self.accounts.put_account(good):
                return good
        return None

    def _may(self, account: Account) -> bool:
        return not account.closed and bool(account.password and account.secret) and self.city in account.cities

    async def vouched(self, subject: str) -> Account | None:
        """Give the account of somebody whom the identity provider knows; None where none is for them and this city."""
        account = await self.accounts.account_of(subject)
        return account if account is not None and not account.closed and self.city in account.cities else None

    # --- sessions ---------------------------------------------------------------------------------------------------

    async def begin(self, account: Account) -> str:
        """Begin a session; give the word that the browser has to show."""
        word, now = self.fresh(), self.clock.now()
        session = Session(digest_of(word), account.name, self.city, account.generation, now, now)
        await self.accounts.put_session(session)
        return word

    async def known(self, word: str) -> tuple[Account, Session] | None:
        """Give whose session a word opens; None where it never did, or does no more."""
        session = await self.accounts.session(digest_of(word)) if word else None
        if session is None or session.city != self.city or not self._lasts(session):
            return None
        account = await self.accounts.account(session.account)
        if account is None or account.generation != session.generation or account.closed:
            return None
        if self.city not in account.cities:
            return None
        if self.clock.now() - session.seen_at >= TOUCHED:
            await self.accounts.touch_session(session.id, self.clock.now())
        return account, session

    def _lasts(self, session: Session) -> bool:
        now = self.clock.now()
        return now - session.seen_at < IDLE and now - session.began_at < WHOLE

    async def end(self, word: str) -> None:
        """End a session."""
        await self.accounts.end_session(digest_of(word))

    async def end_all(self, name: str) -> Account | None:
        """End all sessions of an account; None where there is none such."""
        return await self._change(name, lambda account: {"generation": account.generation + 1})

    # --- invitations and passwords ----------------------------------------------------------------------------------

    async def invited(self, name: str, word: str) -> Account | None:
        """Give the account that an invitation is for, while it lasts."""
        account = await self.accounts.account(name)
        if account is None or account.closed or not account.invitation or self.city not in account.cities:
            return None
        lasts = account.invited_until is not None and self.clock.now() < account.invited_until
        return account if lasts and same(account.invitation, digest_of(word)) else None

    async def accept(self, invited: Account, password: str, code: str) -> Account | None:
        """Let an invited person choose a password, once the app for codes is set up; None for a wrong code.

        Raises ``FactorShut``.
        """
        step = step_of(self.factors.secret_of(invited), code, self.clock.now(), 0)
        if not step:
            return None
        hashed = await self.hasher.make(password)
        chosen = structs.replace(
            self.factors.renewed(invited),
            version=invited.version + 1,
            password=hashed,
            step=step,
            invitation="",
            invited_until=None,
        )
        return chosen if await self.accounts.put_account(chosen) else None

    async def change_password(self, account: Account, password: str) -> Account | None:
        """Write a new password, and end all sessions: whoever had the old one is out."""
        hashed = await self.hasher.make(password)
        return await self._change(account.name, lambda one: {"password": hashed, "generation": one.generation + 1})

    async def _change(self, name: str, changes: Callable[[Account], dict[str, object]]) -> Account | None:
        for _ in range(_RACES):
            account = await self.accounts.account(name)
            if account is None:
                return None
            changed = structs.replace(account, version=account.version + 1, **changes(account))
            if await self.accounts.put_account(changed):
                return changed
        return None


def invited_anew(account: Account, word: str, now: datetime, factors: Factors) -> Account:
    """Give an account that has to be set up by a link with this word: what opened it before opens it no more.

    Raises ``FactorShut`` where no key is set.
    """
    return structs.replace(
        account,
        invitation=digest_of(word),
        invited_until=now + INVITED_FOR,
        password="",
        secret=factors.kept(account.name, new_secret()),
        step=0,
        failed=0,
        locked_until=None,
        closed=False,
        generation=account.generation + 1,
    )


def _tried(account: Account, now: datetime) -> Account:
    """Count a try; the fifth locks the account, and after the lock they are counted anew."""
    over = account.locked_until is not None and account.locked_until <= now
    failed = (0 if over else account.failed) + 1
    locked = now + LOCKED if failed >= TRIES else None
    return structs.replace(account, version=account.version + 1, failed=failed, locked_until=locked)


def _key(account: Account) -> tuple[str, int, bool]:
    return account.password, account.generation, account.closed
