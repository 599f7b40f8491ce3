"""What the settings of all channels have in common: where they are read, and when an address is one."""

import re
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

EMPTY = SecretStr("")


T = TypeVar("T")


def _is_address(value: str) -> str:
    if value and not (re.fullmatch(r"https?://[^\s/]+\S*", value) and _host_of(value)):
        raise ValueError("must be an address that begins with https://")
    return value


def _host_of(address: str) -> str:
    """Give the host; empty where what stands there cannot be called."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").encode("idna").decode() if parts.port != 0 else ""
    except ValueError:  # brackets without an end, a port that is no number, a host with an empty or endless part
        return ""


Address = Annotated[str, AfterValidator(_is_address)]


class Read(BaseSettings):
    """Settings out of the environment or ``.env``, by names that are fixed and explained in ``.env.example``."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True)

    @field_validator("*", mode="before")
    @classmethod
    def _can_be_seen(cls, value: T) -> T | str:
        """Take off blanks around a value; what is copied with something hidden in it would never work, nor say why."""
        if not isinstance(value, str):
            return value
        if not all(one.isprintable() or one in "\t\r\n" for one in value.strip()):
            raise ValueError("must be without characters that cannot be seen: write it anew by hand")
        return value.strip()


_OFF = frozenset(("", "0", "f", "false", "n", "no", "none", "off", "disabled", "tidak", "mati", "nonaktif"))


def switch(value: object) -> str:
    """Read a switch: every word but those for no switches on."""
    word = str(value).strip()
    return "" if word.lower() in _OFF else word
