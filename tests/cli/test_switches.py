"""What the check-up says of the parts that are off by default."""

from __future__ import annotations

import pytest

from app.settings import Settings
from cli.switches import switches

KEY = "A" * 43
SECRET = "s" * 32
PROVIDER = {"KANAL_OIDC_ISSUER": "https://id.example", "KANAL_OIDC_CLIENT_ID": "kanal"}


def of(has_pages: bool = True, /, **more: str) -> dict[str, tuple[bool, str]]:
    """Give what is found, by its subject."""
    return {one.subject: (one.ok, one.detail) for one in switches(Settings.model_validate(more), has_pages=has_pages)}


def test_nothing_is_on_by_itself() -> None:
    """All of them are off and that is well; each says how it is switched on."""
    expected = {
        "signing key": (True, "off (to give signed receipts, set KANAL_SIGNING_KEY)"),
        "portal": (True, "off (to switch it on, set KANAL_PORTAL)"),
        "oversight": (True, "off (to switch it on, set KANAL_MONITOR)"),
        "hooks": (True, "off (to tell other systems, set KANAL_HOOKS)"),
    }

    assert expected == of()


def test_what_is_on_is_named() -> None:
    """Subscribers are named, secrets are not."""
    found = of(
        KANAL_SIGNING_KEY=KEY,
        KANAL_PORTAL="on",
        KANAL_MONITOR="on",
        KANAL_ACCOUNTS_KEY=KEY,
        KANAL_HOOKS="lapor=https://hooks.example/in",
        KANAL_HOOKS_SECRET=SECRET,
    )

    assert {True} == {ok for ok, _ in found.values()}
    assert (True, "on") == found["oversight"] == found["portal"]
    assert (True, "on, for lapor") == found["hooks"]
    assert not [detail for _, detail in found.values() if KEY in detail or SECRET in detail]


@pytest.mark.parametrize(
    ("subject", "more"),
    [
        ("signing key", {"KANAL_SIGNING_KEY_BEFORE": KEY}),
        ("oversight", PROVIDER),
        ("oversight", {**PROVIDER, "KANAL_MONITOR": "on"}),
        ("oversight", {"KANAL_MONITOR": "on"}),
        ("oversight", {"KANAL_ACCOUNTS_KEY_BEFORE": KEY}),
        ("hooks", {"KANAL_HOOKS_SECRET": SECRET}),
    ],
)
def test_what_is_set_by_halves_is_wrong(subject: str, more: dict[str, str]) -> None:
    """A setting that does nothing without another is found, and nothing else with it."""
    found = of(**more)

    assert [subject] == [name for name, (ok, _) in found.items() if not ok]


def test_portal_and_oversight_need_pages() -> None:
    """Where no pages are served, nobody logs in or reads the portal, and receipts are checked without a page."""
    found = of(False, KANAL_MONITOR="on", KANAL_PORTAL="on", KANAL_SIGNING_KEY=KEY)

    assert (False, "KANAL_MONITOR is on and the pages are off") == found["oversight"]
    assert (False, "KANAL_PORTAL is on and the pages are off") == found["portal"]
    assert "without WEB_FORM no page checks receipts" in found["signing key"][1]
    assert "WEB_FORM" not in of(KANAL_SIGNING_KEY=KEY)["signing key"][1]
