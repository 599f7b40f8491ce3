"""Make the identity provider of the pages for oversight out of settings."""

from app.settings import Settings
from web.monitor.provider import Provider


def provider_of(settings: Settings) -> Provider | None:
    """Give the provider by which accounts may log in too; None where none is set."""
    secret = settings.oidc_client_secret.get_secret_value()
    if not settings.oidc_issuer or not settings.oidc_client_id:
        return None
    return Provider(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_name)
