"""What ``kanal doctor`` finds among the parts that are off by default: signing, oversight, other systems."""

from app.settings import Settings
from app.signing import signer_of
from channels.contract import Finding

PAGES_OFF = "the pages are off"
SET_PAGES = "set WEB_FORM (docs/channels/web.md)"


def switches(settings: Settings, *, has_pages: bool) -> list[Finding]:
    """Say of each whether it is on, and what is set by halves; a key that cannot be read never comes so far."""
    return [
        _signing(settings, has_pages=has_pages),
        _portal(settings, has_pages=has_pages),
        _oversight(settings, has_pages=has_pages),
        _hooks(settings),
    ]


def _signing(settings: Settings, *, has_pages: bool) -> Finding:
    signer = signer_of(settings)
    if signer is not None:
        unseen = "" if has_pages else "; without WEB_FORM no page checks receipts (`kanal verify` does)"
        return Finding("signing key", True, f"set, key {signer.key}{unseen}")
    if settings.signing_key_before.get_secret_value():
        detail = "off, because KANAL_SIGNING_KEY is not set"
        return Finding("signing key", False, detail, "set it, or empty KANAL_SIGNING_KEY_BEFORE")
    return Finding("signing key", True, "off (to give signed receipts, set KANAL_SIGNING_KEY)")


def _portal(settings: Settings, *, has_pages: bool) -> Finding:
    if not settings.portal:
        return Finding("portal", True, "off (to switch it on, set KANAL_PORTAL)")
    if not has_pages:
        return Finding("portal", False, f"KANAL_PORTAL is on and {PAGES_OFF}", f"{SET_PAGES}, or empty KANAL_PORTAL")
    return Finding("portal", True, "on")


def _oversight(settings: Settings, *, has_pages: bool) -> Finding:
    provider = {
        "KANAL_OIDC_ISSUER": settings.oidc_issuer,
        "KANAL_OIDC_CLIENT_ID": settings.oidc_client_id,
        "KANAL_OIDC_CLIENT_SECRET": settings.oidc_client_secret.get_secret_value(),
    }
    given, missing = [name for name in provider if provider[name]], [name for name in provider if not provider[name]]
    if settings.monitor and not has_pages:
        detail = f"KANAL_MONITOR is on and {PAGES_OFF}"
        return Finding("oversight", False, detail, f"{SET_PAGES}, or empty KANAL_MONITOR")
    if given and not settings.monitor:
        detail = "off, because KANAL_MONITOR is not set"
        return Finding("oversight", False, detail, f"set it, or empty {', '.join(given)}")
    if given and missing:
        detail = f"its identity provider needs {', '.join(missing)} too"
        return Finding("oversight", False, detail, f"set it, or empty {', '.join(given)}")
    key, before = settings.accounts_key.get_secret_value(), settings.accounts_key_before.get_secret_value()
    if not key and (settings.monitor or before):
        detail = "KANAL_ACCOUNTS_KEY is not set, and nobody logs in with password and code"
        advice = "`kanal account key` makes one" if settings.monitor else "set it, or empty KANAL_ACCOUNTS_KEY_BEFORE"
        return Finding("oversight", False, detail, advice)
    if settings.monitor:
        return Finding("oversight", True, "on, with an identity provider" if given else "on")
    return Finding("oversight", True, "off (to switch it on, set KANAL_MONITOR)")


def _hooks(settings: Settings) -> Finding:
    names = settings.subscribers().names
    if names:
        return Finding("hooks", True, f"on, for {', '.join(names)}")
    if settings.hooks_secret.get_secret_value():
        return Finding("hooks", False, "off, because KANAL_HOOKS is not set", "set it, or empty KANAL_HOOKS_SECRET")
    return Finding("hooks", True, "off (to tell other systems, set KANAL_HOOKS)")
