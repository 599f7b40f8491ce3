"""What the pages for oversight need of settings: the identity provider, and the keys of second factors."""

from app.observe import Observer
from app.settings import Settings
from core.vocabulary.accounts import Accounts
from web.monitor.factors import Factors, keep_all
from web.monitor.provider import Provider

ADVICE = "set KANAL_ACCOUNTS_KEY (`kanal account key`); a key that is lost: `kanal account invite NAME` for each"


def provider_of(settings: Settings) -> Provider | None:
    """Give the provider by which accounts may log in too; None where none is set."""
    secret = settings.oidc_client_secret.get_secret_value()
    if not settings.oidc_issuer or not settings.oidc_client_id:
        return None
    return Provider(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_name)


def factors_of(settings: Settings) -> Factors:
    """Give what keeps second factors; without a key it opens none."""
    return Factors.of(settings.accounts_key.get_secret_value(), settings.accounts_key_before.get_secret_value())


async def keep_factors(accounts: Accounts, settings: Settings, observe: Observer) -> None:
    """Encrypt by the present key what is kept otherwise, and tell the operator of what nobody can open.

    Raises ``StoreDown``.
    """
    kept = await keep_all(accounts, factors_of(settings))
    if kept.anew:
        observe("factors_kept", accounts=len(kept.anew))
    if kept.shut:
        error = "another key" if settings.accounts_key.get_secret_value() else "no key"
        observe("factor_shut", accounts=len(kept.shut), error=error, advice=ADVICE)
