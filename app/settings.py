"""Settings: the bridge's own, and those of every channel that has a kit, out of the environment or ``.env``.

Every name is fixed and explained in ``.env.example``.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, create_model, model_validator

from app.channels import KITS
from app.hooks.subscribers import Subscribers, read_subscribers
from channels.settings import EMPTY, Address, Read
from core.proof.keys import BadKey, Signer
from web.monitor.factors import BadFactorKey, fernet_of

CITIES = Path("cities")
_DATABASE = re.compile(r"[^\s./\\\"$*<>:|?]{1,38}")
"""A name that each kind of server takes (MongoDB manual, "Restrictions on Database Names")."""
Switch = Annotated[bool, BeforeValidator(lambda value: value or False)]
"""`on` or `off`; a line of ``.env`` that says nothing is off."""


def _is_signing_key(value: SecretStr) -> SecretStr:
    if secret := value.get_secret_value():
        try:
            Signer.of(secret)
        except BadKey as wrong:
            raise ValueError(str(wrong)) from None
    return value


def _is_factor_key(value: SecretStr) -> SecretStr:
    if secret := value.get_secret_value():
        try:
            fernet_of(secret)
        except BadFactorKey as wrong:
            raise ValueError(str(wrong)) from None
    return value


def _is_of_database(value: str) -> str:
    if not _DATABASE.fullmatch(value):
        raise ValueError("must be a name of up to 38 letters, digits, dashes and underscores")
    return value


def _from_home(value: Path) -> Path:
    """Read ``~``, which a shell would have read."""
    try:
        return value.expanduser()
    except RuntimeError:
        raise ValueError("must be a folder: nobody here is called so") from None


Folder = Annotated[Path, AfterValidator(_from_home)]
SigningKey = Annotated[SecretStr, AfterValidator(_is_signing_key)]
FactorKey = Annotated[SecretStr, AfterValidator(_is_factor_key)]


def only_city() -> Path:
    """Give the pack that is used where none is named: the only one there is, else a folder that is none."""
    packs = [file.parent for file in CITIES.glob("*/city.toml")]
    return packs[0] if len(packs) == 1 else CITIES


class BridgeSettings(Read):
    """What the bridge itself needs to know."""

    host: str = Field("127.0.0.1", alias="KANAL_HOST")
    port: int = Field(8080, alias="KANAL_PORT", ge=0, le=65535)
    city: Folder = Field(default_factory=only_city, alias="KANAL_CITY")
    data_dir: Folder = Field(Path("data"), alias="KANAL_DATA_DIR")
    mongodb_uri: SecretStr = Field(EMPTY, alias="KANAL_MONGODB_URI")
    mongodb_database: Annotated[str, AfterValidator(_is_of_database)] = Field("kanal", alias="KANAL_MONGODB_DATABASE")
    unheard_days: int = Field(90, alias="KANAL_UNHEARD_DAYS", ge=1)
    public_url: Address = Field("", alias="KANAL_PUBLIC_URL")
    transcribe_url: Address = Field("", alias="KANAL_TRANSCRIBE_URL")
    transcribe_key: SecretStr = Field(EMPTY, alias="KANAL_TRANSCRIBE_KEY")
    transcribe_model: str = Field("whisper-1", alias="KANAL_TRANSCRIBE_MODEL", min_length=1)
    portal: Switch = Field(False, alias="KANAL_PORTAL")
    monitor: Switch = Field(False, alias="KANAL_MONITOR")
    accounts_key: FactorKey = Field(EMPTY, alias="KANAL_ACCOUNTS_KEY")
    accounts_key_before: FactorKey = Field(EMPTY, alias="KANAL_ACCOUNTS_KEY_BEFORE")
    oidc_issuer: Address = Field("", alias="KANAL_OIDC_ISSUER")
    oidc_client_id: str = Field("", alias="KANAL_OIDC_CLIENT_ID")
    oidc_client_secret: SecretStr = Field(EMPTY, alias="KANAL_OIDC_CLIENT_SECRET")
    oidc_name: str = Field("SSO", alias="KANAL_OIDC_NAME", min_length=1)
    clamav: str = Field("", alias="KANAL_CLAMAV")
    hooks: str = Field("", alias="KANAL_HOOKS")
    hooks_secret: SecretStr = Field(EMPTY, alias="KANAL_HOOKS_SECRET")
    signing_key: SigningKey = Field(EMPTY, alias="KANAL_SIGNING_KEY")
    signing_key_before: SigningKey = Field(EMPTY, alias="KANAL_SIGNING_KEY_BEFORE")

    @model_validator(mode="after")
    def _check_hooks(self) -> Self:
        self.subscribers()
        return self

    def subscribers(self) -> Subscribers:
        """Give the systems that are told of tickets. Raises ``ValueError``."""
        return read_subscribers(self.hooks, self.hooks_secret.get_secret_value())

    def secrets(self) -> tuple[str, ...]:
        """Give every secret value that is set, longest first, for the log filter."""
        values = [v.get_secret_value() for _name, v in self if isinstance(v, SecretStr)]
        return tuple(sorted({value for value in values if len(value) >= 6}, key=len, reverse=True))


if TYPE_CHECKING:

    class Settings(BridgeSettings):
        """All settings of one deployment. A channel without its credentials is off."""

else:
    # The last base is read first: the bridge's own settings, then the kits in their order.
    Settings = create_model(
        "Settings",
        __base__=(*(kit.settings for kit in reversed(KITS)), BridgeSettings),
        __module__=__name__,
        __doc__="All settings of one deployment. A channel without its credentials is off.",
    )


def names() -> tuple[str, ...]:
    """Give every setting's fixed name, in order."""
    return tuple(field.alias or name for name, field in Settings.model_fields.items())
